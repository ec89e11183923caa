import { api } from "@repo/convex-backend/api";
import { useAction } from "convex/react";
import type { FunctionReturnType } from "convex/server";
import { AccountCard } from "./account-card.tsx";
import { Button } from "./button.tsx";
import { useConfirm } from "./confirm.tsx";
import type { Current } from "./current.tsx";
import { Failure, useAttempt } from "./failure.tsx";
import { Page } from "./page.tsx";
import type { Claims } from "./sign-in-path.tsx";
import { Time } from "./time.tsx";
import { useEnsureUser } from "./use-ensure-user.tsx";

type Session = FunctionReturnType<typeof api.account.sessions>[number];

/** The protected page about the person: who Convex says they are, and where they have signed in. */
export function AccountPage({
  current,
  claims,
  sessions,
}: {
  current: Current;
  claims: Claims;
  sessions: Session[];
}) {
  useEnsureUser(current);
  return (
    <Page>
      <h1 className="mb-6 text-3xl font-semibold tracking-tight">My account</h1>
      <AccountCard current={current} claims={claims} />
      {current?.refusal === null && <SignIns sessions={sessions} />}
    </Page>
  );
}

function SignIns({ sessions }: { sessions: Session[] }) {
  const revoke = useAction(api.account.revokeSession);
  const revokeOthers = useAction(api.account.revokeOtherSessions);
  const { failure, attempt } = useAttempt();
  const { ask, dialog } = useConfirm();
  const others = sessions.filter(({ isCurrent, endedAt }) => !isCurrent && endedAt === null);

  async function askToRevokeOthers() {
    const isWanted = await ask({
      title: "Sign out everywhere else?",
      text: "All sessions but this one end immediately.",
      action: "Sign out",
    });
    if (isWanted) await attempt(revokeOthers({}));
  }

  return (
    <section aria-labelledby="sign-ins" className="mt-10">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div>
          <h2 id="sign-ins" className="text-xl font-semibold tracking-tight">
            Sign-in activity
          </h2>
          <p className="text-muted mt-1 text-sm text-pretty">
            Your sessions, as WorkOS’s events report them.
          </p>
        </div>
        {others.length > 0 && (
          <Button variant="secondary" onClick={() => void askToRevokeOthers()}>
            Sign out everywhere else
          </Button>
        )}
      </div>
      <Failure>{failure}</Failure>
      <ul className="border-line bg-surface divide-line mt-4 divide-y overflow-hidden rounded-2xl border">
        {sessions.map((session) => (
          <SignIn
            key={session.sessionId}
            session={session}
            onRevoke={() => attempt(revoke({ sessionId: session.sessionId }))}
          />
        ))}
        {sessions.length === 0 && (
          <li className="text-muted p-5 text-sm">No sign-ins recorded yet.</li>
        )}
      </ul>
      {dialog}
    </section>
  );
}

function SignIn({ session, onRevoke }: { session: Session; onRevoke: () => void }) {
  const { startedAt, endedAt, isCurrent, userAgent, ipAddress } = session;
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-1 px-5 py-4">
      <div className="min-w-0 grow">
        <p className="truncate font-medium">{deviceOf(userAgent)}</p>
        <p className="text-muted text-sm">
          <Time at={startedAt} />
          {ipAddress && ` · ${ipAddress}`}
        </p>
      </div>
      <p className="flex items-center gap-2 text-sm">
        <span
          aria-hidden="true"
          className={`size-2 rounded-full ${endedAt === null ? "bg-good" : "bg-line"}`}
        />
        {isCurrent ? (
          "This session"
        ) : endedAt === null ? (
          "Active"
        ) : (
          <span className="text-muted">
            Ended <Time at={endedAt} />
          </span>
        )}
      </p>
      {!isCurrent && endedAt === null && (
        <Button
          variant="secondary"
          aria-label={`Sign out ${deviceOf(userAgent)}`}
          onClick={onRevoke}
        >
          Sign out
        </Button>
      )}
    </li>
  );
}

const browsers = {
  Edg: "Edge",
  OPR: "Opera",
  Firefox: "Firefox",
  Chrome: "Chrome",
  Safari: "Safari",
};
const systems = {
  iPhone: "iPhone",
  iPad: "iPad",
  Android: "Android",
  Windows: "Windows",
  "Mac OS X": "Mac",
  Linux: "Linux",
};

/** What a browser calls itself, as far as a person would. */
function deviceOf(userAgent: string | null): string {
  const named = (names: Record<string, string>) =>
    Object.entries(names).find(([token]) => userAgent?.includes(token))?.[1];
  const parts = [named(browsers), named(systems)].filter(Boolean);
  return parts.join(" on ") || "Unknown device";
}
