import { vi } from "vitest";
import type { workosSession, workosUser } from "./setup";

type User = ReturnType<typeof workosUser>;
type Session = ReturnType<typeof workosSession>;

/** A WorkOS API of the test's own in place of `fetch`: what the backend asks of it, and no more. */
export function stubWorkOS({ users = [], sessions = [], pageSize = 100 }: Partial<WorkOS> = {}) {
  const workos: WorkOS = { users, sessions, pageSize, requests: [], answer: () => undefined };
  vi.stubGlobal("fetch", (url: string | URL, init?: RequestInit) =>
    Promise.resolve(handle(new URL(url), init)),
  );
  return workos;

  function handle(url: URL, init: RequestInit = {}): Response {
    const request = `${init.method ?? "GET"} ${url.pathname}${url.search}`;
    workos.requests.push(request);
    if (new Headers(init.headers).get("Authorization") !== "Bearer sk_test") {
      return Response.json({ message: "Unauthorized" }, { status: 401 });
    }
    const answer = workos.answer(request);
    if (answer) return answer;
    const [, id, below] =
      /^\/user_management\/users\/([^/]+)(\/sessions)?$/.exec(url.pathname) ?? [];
    if (url.pathname === "/user_management/users") return page(workos.users, url);
    if (url.pathname === "/user_management/sessions/revoke") {
      const { session_id } = JSON.parse(init.body as string) as { session_id: string };
      workos.sessions = workos.sessions.filter((session) => session.id !== session_id);
      return Response.json({});
    }
    const user = workos.users.find((candidate) => candidate.id === id);
    if (!user) return Response.json({ message: "Not found" }, { status: 404 });
    if (!below) return Response.json(user);
    return page(
      workos.sessions.filter((session) => session.user_id === id),
      url,
    );
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

type WorkOS = {
  users: User[];
  sessions: Session[];
  pageSize: number;
  /** Each request as "GET /path?query". */
  requests: string[];
  /** What to answer to a request in place of the above. */
  answer: (request: string) => Response | undefined;
};
