import { vi } from "vitest";
import {
  workosInvitation,
  workosMembership,
  workosOrganization,
  workosSession,
  workosUser,
  type WorkOSFields,
} from "./setup";

/** What WorkOS makes of the body of a POST. */
const create = {
  users: workosUser,
  sessions: workosSession,
  organizations: workosOrganization,
  memberships: (body: WorkOSFields) => workosMembership({ ...body, role: body.role_slug }),
  invitations: workosInvitation,
};
type Kind = keyof typeof create;
type Row = WorkOSFields & { id: string };

type WorkOS = { [Each in Kind]: ReturnType<(typeof create)[Each]>[] } & {
  pageSize: number;
  /** Each request as "GET /path?query". */
  requests: string[];
  /** What to answer to a request in place of the following. */
  answer: (request: string) => Response | undefined;
};

/** A WorkOS API of the test's own in place of `fetch`: what the backend asks of it, and no more. */
export function stubWorkOS(given: Partial<WorkOS> = {}) {
  const workos: WorkOS = {
    ...{ users: [], sessions: [], organizations: [], memberships: [], invitations: [] },
    ...{ pageSize: 100, requests: [], answer: () => undefined },
    ...given,
  };
  vi.stubGlobal("fetch", (url: string | URL, init?: RequestInit) =>
    Promise.resolve(handle(new URL(url), init)),
  );
  return workos;

  function handle({ pathname, search, searchParams }: URL, init: RequestInit = {}): Response {
    const { method = "GET" } = init;
    const request = `${method} ${pathname}${search}`;
    workos.requests.push(request);
    const answer = workos.answer(request);
    if (answer) return answer;

    // Such as /organizations/org_1, or /user_management/organization_memberships/om_1.
    const path = pathname.replace(/^\/(user_management\/)?(organization_)?/, "").split("/");
    const [kind, id, below] = path as [Kind, string?, string?];
    const body = init.body ? (JSON.parse(init.body as string) as WorkOSFields) : {};
    const rows: Row[] = workos[kind];
    if (below === "sessions") return page(workos.sessions.filter((row) => row.user_id === id));
    if (!id && method === "GET") return page(rows.filter(isAskedFor));
    if (!id) {
      const created = create[kind](body);
      rows.push(created);
      return Response.json(created, { status: 201 });
    }
    // A session is revoked by an id in the body.
    const row = rows.find((each) => each.id === (body.session_id ?? id));
    if (!row) return Response.json({ message: "Not found" }, { status: 404 });
    const updated_at = new Date(Date.now() + 1000).toISOString();
    if (method === "DELETE" || body.session_id) rows.splice(rows.indexOf(row), 1);
    else if (below === "revoke") Object.assign(row, { state: "revoked", updated_at });
    else if (method === "PUT") Object.assign(row, { role: { slug: body.role_slug }, updated_at });
    return Response.json(row);

    function isAskedFor(row: Row): boolean {
      return ["user_id", "organization_id"].every(
        (name) => !searchParams.has(name) || searchParams.get(name) === row[name],
      );
    }

    function page(all: Row[]): Response {
      const after = searchParams.get("after");
      const start = all.findIndex((each) => each.id === after) + 1;
      const data = all.slice(start, start + workos.pageSize);
      const hasMore = start + workos.pageSize < all.length;
      const list_metadata = { before: null, after: hasMore ? data.at(-1)!.id : null };
      return Response.json({ object: "list", data, list_metadata });
    }
  }
}
