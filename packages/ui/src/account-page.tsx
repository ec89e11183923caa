import type { api } from "@repo/convex-backend/api";
import type { FunctionReturnType } from "convex/server";
import type { ReactNode } from "react";
import { AccountCard } from "./account-card.tsx";
import type { Current } from "./current.tsx";
import { useEnsureUser } from "./use-ensure-user.tsx";

type Session = FunctionReturnType<typeof api.account.sessions>[number];

/** The protected page about the person: who Convex says they are, and where they have signed in. */
export function AccountPage({
  current,
  sessions,
  adminLink,
}: {
  current: Current;
  sessions: Session[];
  /** The way to the admin page, for those whom it is for. */
  adminLink: ReactNode;
}) {
  useEnsureUser(current);
  return (
    <main className="mx-auto max-w-5xl px-4 py-8 sm:px-6 sm:py-12">
      <div className="mb-6 flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-3xl font-semibold tracking-tight">My account</h1>
        {current?.isAdmin && adminLink}
      </div>
      <AccountCard current={current} />
      {current?.refusal === null && <SignIns sessions={sessions} />}
    </main>
  );
}

function SignIns({ sessions }: { sessions: Session[] }) {
  return (
    <section aria-labelledby="sign-ins" className="mt-10">
      <h2 id="sign-ins" className="text-xl font-semibold tracking-tight">
        Sign-in activity
      </h2>
      <p className="text-muted mt-1 text-sm text-pretty">
        WorkOS tells the backend of each session that starts and ends.
      </p>
      <ul className="border-line bg-surface divide-line mt-4 divide-y overflow-hidden rounded-2xl border">
        {sessions.map((session) => (
          <SignIn key={session.sessionId} session={session} />
        ))}
        {sessions.length === 0 && (
          <li className="text-muted p-5 text-sm">Nothing has been heard yet.</li>
        )}
      </ul>
    </section>
  );
}

function SignIn({ session }: { session: Session }) {
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
    </li>
  );
}

function Time({ at }: { at: number }) {
  const date = new Date(at);
  return (
    // A server writes it in its own language and time zone, the browser in the reader's.
    <time dateTime={date.toISOString()} suppressHydrationWarning>
      {date.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" })}
    </time>
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
