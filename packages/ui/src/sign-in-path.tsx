import { useConvexAuth } from "convex/react";
import { Fragment, useEffect, useState, type ReactNode } from "react";
import type { Current } from "./current.tsx";
import { Time } from "./time.tsx";

/** What the access token says that Convex has: an app passes what its bridge knows. */
export type Claims = { [claim: string]: unknown; exp?: number } | undefined;

type PathProps = { current: Current; claims: Claims };

/** Behind a disclosure: how the person is signed in, from AuthKit's session to our own row, live. */
export function SignInPath(props: PathProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details
      onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}
      className="border-line w-full border-t pt-4 text-sm"
    >
      <summary className="text-muted hover:text-ink w-fit cursor-pointer rounded">
        How you are signed in
      </summary>
      {isOpen && <Path {...props} />}
    </details>
  );
}

function Path({ current, claims }: PathProps) {
  const { isAuthenticated } = useConvexAuth();
  const user = current?.user;
  return (
    <ol className="border-line mt-4 ml-1.5 grid grid-cols-1 gap-6 border-l pl-5">
      <Step
        title="AuthKit session"
        note="The app keeps it, and refreshes its access token."
        facts={{
          Session: code(claims?.sid),
          "WorkOS user": code(claims?.sub),
          Organization: code(claims?.org_id),
        }}
      />
      <Step
        title="Access token"
        note="The bridge hands it to Convex. It is never shown."
        facts={{
          Expires: claims?.exp ? <Countdown to={claims.exp * 1_000} /> : "no token yet",
          Claims: (
            <pre className="bg-raised rounded-lg p-3 font-mono text-xs wrap-anywhere whitespace-pre-wrap">
              {JSON.stringify(claims ?? {}, null, 2)}
            </pre>
          ),
        }}
      />
      <Step
        title="Convex identity"
        note="Convex checks the token’s signature, issuer and expiry by auth.config.ts."
        facts={{
          Authenticated: isAuthenticated ? "yes" : "no",
          "Token identifier": code(claims && `${String(claims.iss)}|${String(claims.sub)}`),
        }}
      />
      <Step
        title="Your row"
        note="Functions get it as ctx.user."
        facts={{ users: code(user?._id, "not yet") }}
      />
      <Step
        title="Last event"
        note="WorkOS’s events keep the row up to date, in any order."
        facts={{
          "Profile as of": user?.updatedAt ? <Time at={user.updatedAt} /> : "no event yet",
          "Component’s copy": code(current?.authUser?.id, "not yet"),
        }}
      />
    </ol>
  );
}

/** An id, if there is one. */
function code(id: unknown, otherwise = "none") {
  if (typeof id !== "string") return otherwise;
  return <code className="font-mono text-xs wrap-anywhere">{id}</code>;
}

type StepProps = { title: string; note: string; facts: Record<string, ReactNode> };

function Step({ title, note, facts }: StepProps) {
  return (
    <li className="relative">
      <span
        aria-hidden="true"
        className="border-surface bg-accent absolute top-1 -left-6.5 size-3 rounded-full border-2"
      />
      <h2 className="font-medium">{title}</h2>
      <p className="text-muted text-pretty">{note}</p>
      <dl className="mt-2 grid grid-cols-1 gap-x-4 gap-y-1 sm:grid-cols-[9rem_minmax(0,1fr)]">
        {Object.entries(facts).map(([name, fact]) => (
          <Fragment key={name}>
            <dt className="text-muted">{name}</dt>
            <dd className="min-w-0">{fact}</dd>
          </Fragment>
        ))}
      </dl>
    </li>
  );
}

/** How long a token is good for. Not announced: it changes each second. */
function Countdown({ to }: { to: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.round((to - now) / 1_000));
  return (
    <span className="tabular-nums">
      in {seconds >= 60 && `${Math.floor(seconds / 60)} min `}
      {seconds % 60} s
    </span>
  );
}
