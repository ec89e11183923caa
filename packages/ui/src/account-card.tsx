import { useConvexAuth } from "convex/react";
import { Status, useIsReconnecting } from "./connection-status.tsx";
import type { Current } from "./current.tsx";
import { initialOf } from "./initial.tsx";

/** Who Convex says is signed in, what it has of them, and where they stand. */
export function AccountCard({ current }: { current: Current }) {
  const person = current?.user ?? current?.authUser;
  return (
    <section
      aria-label="Account"
      className="border-line bg-surface flex flex-wrap items-center gap-x-6 gap-y-4 rounded-2xl border p-5"
    >
      <div className="flex min-w-0 grow items-center gap-4">
        <span
          aria-hidden="true"
          // A server and a browser of different age may differ about what one character is.
          suppressHydrationWarning
          className="bg-raised text-accent grid size-12 shrink-0 place-items-center rounded-full text-lg font-semibold"
        >
          {initialOf(person?.name ?? "")}
        </span>
        <div className="min-w-0">
          <p className="truncate font-medium">{person?.name ?? "…"}</p>
          <p className="text-muted truncate text-sm">{person?.email}</p>
        </div>
      </div>
      <dl className="text-muted grid min-w-0 grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 text-xs">
        <dt>Convex row</dt>
        <dd className="text-ink truncate font-mono">{current?.user?._id ?? "not yet"}</dd>
        <dt>WorkOS user</dt>
        <dd className="text-ink truncate font-mono">{current?.authUser?.id ?? "not yet"}</dd>
      </dl>
      <Standing refusal={current?.refusal ?? null} />
    </section>
  );
}

/** One state, said once: whoever is refused is not told that they are in. */
function Standing({ refusal }: { refusal: string | null }) {
  const { isAuthenticated } = useConvexAuth();
  const isReconnecting = useIsReconnecting();
  if (refusal !== null) return <Status tone="bad">{refusal}</Status>;
  if (isReconnecting) return <Status tone="neutral">Reconnecting…</Status>;
  if (!isAuthenticated) return <Status tone="neutral">Connecting to Convex…</Status>;
  return <Status tone="good">Convex-authenticated</Status>;
}
