import { api } from "@repo/convex-backend/api";
import { useAction } from "convex/react";
import type { FunctionReturnType } from "convex/server";
import { AccountFrame, type AccountProps } from "./account-frame.tsx";
import { Button } from "./button.tsx";
import { ConfirmButton } from "./confirm.tsx";
import { Failure, useAttempt } from "./failure.tsx";
import { Row, Rows } from "./rows.tsx";
import { Section } from "./section.tsx";
import { Time } from "./time.tsx";

type SignInsProps = { sessions: FunctionReturnType<typeof api.account.sessions> };

/** The page about the person: who Convex says they are, and where they have signed in. */
export function AccountPage({ sessions, ...account }: AccountProps & SignInsProps) {
  return (
    <AccountFrame title="My account" {...account}>
      <SignIns sessions={sessions} />
    </AccountFrame>
  );
}

function SignIns({ sessions }: SignInsProps) {
  const revoke = useAction(api.account.revokeSession);
  const revokeOthers = useAction(api.account.revokeOtherSessions);
  const { failure, attempt } = useAttempt();
  return (
    <Section title="Sign-in activity">
      <div className="mt-1 flex flex-wrap items-center justify-between gap-3">
        <p className="text-muted text-sm">Your sessions, as WorkOS’s events report them.</p>
        {sessions.some(({ isCurrent, endedAt }) => !isCurrent && endedAt === null) && (
          <ConfirmButton
            question={{
              title: "Sign out everywhere else?",
              text: "All sessions but this one end immediately.",
              action: "Sign out",
            }}
            onClick={() => attempt(revokeOthers({}))}
          >
            Sign out everywhere else
          </ConfirmButton>
        )}
      </div>
      <Failure>{failure}</Failure>
      <Rows>
        {sessions.map(({ sessionId, startedAt, endedAt, isCurrent, userAgent, ipAddress }) => (
          <Row
            key={sessionId}
            title={deviceOf(userAgent)}
            detail={
              <>
                <Time at={startedAt} />
                {ipAddress && ` · ${ipAddress}`}
              </>
            }
          >
            <p
              className={`flex items-center gap-2 text-sm ${endedAt === null ? "" : "text-muted"}`}
            >
              <span
                aria-hidden="true"
                className={`size-2 rounded-full ${endedAt === null ? "bg-good" : "bg-line"}`}
              />
              {isCurrent ? "This session" : endedAt === null ? "Active" : "Ended"}
              {endedAt !== null && <Time at={endedAt} />}
            </p>
            {!isCurrent && endedAt === null && (
              <Button
                variant="secondary"
                aria-label={`Sign out ${deviceOf(userAgent)}`}
                onClick={() => attempt(revoke({ sessionId }))}
              >
                Sign out
              </Button>
            )}
          </Row>
        ))}
        {sessions.length === 0 && (
          <li className="text-muted p-5 text-sm">No sign-ins recorded yet.</li>
        )}
      </Rows>
    </Section>
  );
}

// As browsers name them: the first that fits counts.
const browsers = ["Edg", "OPR", "Firefox", "Chrome", "Safari"];
const systems = ["iPhone", "iPad", "Android", "Windows", "Mac", "Linux"];
const names: Record<string, string> = { Edg: "Edge", OPR: "Opera" };

/** What a browser says of itself, as far as a person would. */
function deviceOf(userAgent: string | null): string {
  const parts = [browsers, systems]
    .map((tokens) => tokens.find((token) => userAgent?.includes(token)))
    .filter((token) => token !== undefined);
  return parts.map((token) => names[token] ?? token).join(" on ") || "Unknown device";
}
