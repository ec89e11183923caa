import { vi } from "vitest";
import {
  workosInvitation,
  workosMembership,
  workosOrganization,
  type workosSession,
  type workosUser,
  type WorkOSFields,
} from "./setup";

type User = ReturnType<typeof workosUser>;
type Session = ReturnType<typeof workosSession>;
type Organization = ReturnType<typeof workosOrganization>;
type Membership = ReturnType<typeof workosMembership>;
type Invitation = ReturnType<typeof workosInvitation>;

type WorkOS = {
  users: User[];
  sessions: Session[];
  organizations: Organization[];
  memberships: Membership[];
  invitations: Invitation[];
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

  function handle(url: URL, init: RequestInit = {}): Response {
    const method = init.method ?? "GET";
    const request = `${method} ${url.pathname}${url.search}`;
    workos.requests.push(request);
    if (new Headers(init.headers).get("Authorization") !== "Bearer sk_test") {
      return Response.json({ message: "Unauthorized" }, { status: 401 });
    }
    const answer = workos.answer(request);
    if (answer) return answer;
    const body = init.body ? (JSON.parse(init.body as string) as WorkOSFields) : {};
    const [kind, id, below] = url.pathname.replace("/user_management", "").split("/").slice(1);
    switch (`${method} ${kind}${below ? `/${below}` : ""}`) {
      case "POST sessions":
        workos.sessions = workos.sessions.filter((session) => session.id !== body.session_id);
        return Response.json({});
      case "GET users/sessions":
        return page(
          workos.sessions.filter((session) => session.user_id === id),
          url,
        );
      case "POST organizations":
        return add(workos.organizations, workosOrganization(body));
      case "POST organization_memberships":
        return add(workos.memberships, workosMembership({ ...body, role: body.role_slug }));
      case "POST invitations":
        return add(workos.invitations, workosInvitation(body));
      case "POST invitations/revoke":
        return one(workos.invitations, id, { state: "revoked" });
      case "PUT organization_memberships":
        return one(workos.memberships, id, { role: { slug: body.role_slug } });
      case "GET organization_memberships":
        return id ? one(workos.memberships, id) : page(membershipsIn(url.searchParams), url);
      case "GET invitations":
        return id ? one(workos.invitations, id) : page(workos.invitations, url);
      case "GET organizations":
        return id ? one(workos.organizations, id) : page(workos.organizations, url);
      case "GET users":
        return id ? one(workos.users, id) : page(workos.users, url);
      case "DELETE organizations":
        workos.organizations = workos.organizations.filter((each) => each.id !== id);
        return new Response(null, { status: 202 });
      case "DELETE organization_memberships":
        workos.memberships = workos.memberships.filter((each) => each.id !== id);
        return new Response(null, { status: 202 });
      default:
        throw new Error(`The stub of WorkOS does not know ${request}.`);
    }
  }

  function membershipsIn(query: URLSearchParams) {
    const is = (name: "user_id" | "organization_id", each: Membership) =>
      !query.has(name) || query.get(name) === each[name];
    return workos.memberships.filter((each) => is("user_id", each) && is("organization_id", each));
  }

  function add<T>(rows: T[], row: T): Response {
    rows.push(row);
    return Response.json(row, { status: 201 });
  }

  function one(rows: { id: string }[], id?: string, changes?: WorkOSFields): Response {
    const row = rows.find((candidate) => candidate.id === id);
    if (!row) return Response.json({ message: "Not found" }, { status: 404 });
    if (changes) {
      Object.assign(row, changes, { updated_at: new Date(Date.now() + 1000).toISOString() });
    }
    return Response.json(row);
  }

  function page(rows: { id: string }[], url: URL): Response {
    const after = url.searchParams.get("after");
    const start = after === null ? 0 : rows.findIndex((row) => row.id === after) + 1;
    const data = rows.slice(start, start + workos.pageSize);
    const hasMore = start + workos.pageSize < rows.length;
    const list_metadata = { before: null, after: hasMore ? data.at(-1)!.id : null };
    return Response.json({ object: "list", data, list_metadata });
  }
}
