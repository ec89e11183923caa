import type { api } from "@repo/convex-backend/api";
import type { FunctionReturnType } from "convex/server";

type CurrentUser = FunctionReturnType<typeof api.account.current>;

/** Who Convex says is signed in, and what it has of them. */
export function AccountCard({
  current,
  isAuthenticated,
}: {
  current: CurrentUser | undefined;
  /** Whether Convex has confirmed the session, from `useConvexAuth`. */
  isAuthenticated: boolean;
}) {
  const person = current?.user ?? current?.authUser;
  return (
    <section
      aria-label="Account"
      className="border-line bg-surface flex flex-wrap items-center gap-x-6 gap-y-4 rounded-2xl border p-5"
    >
      <div className="flex min-w-0 grow items-center gap-4">
        <span
          aria-hidden="true"
          className="bg-raised text-accent grid size-12 shrink-0 place-items-center rounded-full text-lg font-semibold"
        >
          {person?.name.slice(0, 1).toUpperCase() ?? "…"}
        </span>
        <div className="min-w-0">
          <p className="truncate font-medium">{current?.refusal ?? person?.name ?? "…"}</p>
          <p className="text-muted truncate text-sm">{person?.email}</p>
        </div>
      </div>
      <dl className="text-muted grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 text-xs">
        <dt>Convex row</dt>
        <dd className="text-ink truncate font-mono">{current?.user?._id ?? "not yet"}</dd>
        <dt>WorkOS user</dt>
        <dd className="text-ink truncate font-mono">{current?.authUser?.id ?? "not yet"}</dd>
      </dl>
      <p role="status" className="flex items-center gap-2 text-sm">
        <span
          aria-hidden="true"
          className={`size-2 rounded-full ${isAuthenticated ? "bg-good" : "bg-line"}`}
        />
        {isAuthenticated ? "Convex-authenticated" : "Connecting to Convex…"}
      </p>
    </section>
  );
}
