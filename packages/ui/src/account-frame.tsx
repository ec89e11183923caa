import { useConvexAuth } from "convex/react";
import type { ReactNode } from "react";
import { Avatar } from "./avatar.tsx";
import { Status, useIsReconnecting } from "./connection-status.tsx";
import type { Current } from "./current.tsx";
import { Page } from "./page.tsx";
import { SignInPath, type Claims } from "./sign-in-path.tsx";
import { useEnsureUser } from "./use-ensure-user.tsx";

export type AccountProps = { current: Current; claims: Claims };

type FrameProps = AccountProps & { title: string; children: ReactNode };

/**
 * What the pages of a person have in common: who Convex says is signed in, whether they may act, and
 * how all that is known. Somebody who is refused sees no more than that.
 */
export function AccountFrame({ title, current, claims, children }: FrameProps) {
  useEnsureUser(current);
  const { isAuthenticated } = useConvexAuth();
  const person = current?.user ?? current?.authUser;
  return (
    <Page title={title}>
      <section
        aria-label="Account"
        // Until the page is live. What it shows before that is from a server that Convex has answered.
        aria-busy={!isAuthenticated}
        className="border-line bg-surface mt-6 flex flex-wrap items-center gap-x-6 gap-y-4 rounded-2xl border p-5"
      >
        <div className="flex min-w-0 grow items-center gap-4">
          <Avatar name={person?.name ?? ""} className="size-12 text-lg" />
          <div className="min-w-0">
            <p dir="auto" className="font-medium wrap-anywhere">
              {person?.name ?? "…"}
            </p>
            <p className="text-muted text-sm wrap-anywhere">{person?.email}</p>
          </div>
        </div>
        <AccessStatus current={current} />
        <SignInPath current={current} claims={claims} />
      </section>
      {current?.refusal === null && children}
    </Page>
  );
}

/** One state, said once: somebody who is refused is not told that they are in. */
function AccessStatus({ current }: { current: Current }) {
  const isReconnecting = useIsReconnecting();
  if (current?.refusal) return <Status tone="bad">{current.refusal}</Status>;
  if (isReconnecting) return <Status tone="neutral">Reconnecting…</Status>;
  // Convex says who somebody is only after it has checked their access token.
  return current ? (
    <Status tone="good">Convex-authenticated</Status>
  ) : (
    <Status tone="neutral">Connecting to Convex…</Status>
  );
}
