import { api } from "@repo/convex-backend/api";
import { useConvexAuth, useMutation, usePaginatedQuery, useQuery } from "convex/react";
import type { FunctionArgs } from "convex/server";
import { useId, type ReactNode } from "react";
import { AccountCard } from "./account-card.tsx";
import { ReconnectingStatus } from "./connection-status.tsx";
import type { Current } from "./current.tsx";
import { Failure, useAttempt } from "./failure.tsx";
import { AdminsOnly } from "./messages.tsx";
import { More, PAGE } from "./more.tsx";
import { People } from "./people.tsx";
import { RemoveButton } from "./remove-button.tsx";
import { TextForm } from "./text-form.tsx";
import { useEnsureUser } from "./use-ensure-user.tsx";

type RuleKind = FunctionArgs<typeof api.admin.addRule>["kind"];

/** The page of the app's admins: who may sign up and in. The backend refuses everybody else. */
export function AdminPage({
  current,
  actions,
}: {
  current: Current;
  /** The way on, for those whom the page is not for. */
  actions: ReactNode;
}) {
  const { isAuthenticated } = useConvexAuth();
  useEnsureUser(current);
  if (current?.refusal === null && !current.isAdmin) return <AdminsOnly actions={actions} />;
  return (
    <main className="mx-auto max-w-5xl px-4 py-8 sm:px-6 sm:py-12">
      <h1 className="text-3xl font-semibold tracking-tight">Who may sign up</h1>
      <p className="text-muted mt-2 mb-8 max-w-2xl text-pretty">
        WorkOS asks the backend before anybody registers or signs in. These rules are its answer,
        from the next sign-in on; whoever is blocked is out at once.
      </p>
      {current?.refusal !== null && <AccountCard current={current} />}
      {/* These ask what only an admin may: not before Convex knows who asks. */}
      {current?.isAdmin && isAuthenticated && <SignUpRules />}
    </main>
  );
}

function SignUpRules() {
  const alwaysBlocked = useQuery(api.admin.alwaysBlocked);
  return (
    <>
      <ReconnectingStatus />
      <div className="mt-4 grid grid-cols-1 items-start gap-4 md:grid-cols-2">
        <Rules
          kind="blockedDomain"
          title="Blocked domains"
          note="Nobody signs up or in with an address of these domains, or below them."
          always={alwaysBlocked}
        />
        <Rules
          kind="allowedDomain"
          title="Allowed domains"
          note="As soon as there is one, nobody signs up from elsewhere."
        />
        <InvitationOnly />
        <Rules
          kind="blockedPerson"
          title="Blocked people"
          note="Nobody signs up or in with these email addresses and WorkOS user ids, also when their person was deleted."
        />
      </div>
      <People />
    </>
  );
}

function Card({ title, note, children }: { title: string; note: string; children: ReactNode }) {
  const headingId = useId();
  return (
    <section
      aria-labelledby={headingId}
      className="border-line bg-surface grid grid-cols-1 gap-4 rounded-2xl border p-5"
    >
      <div>
        <h2 id={headingId} className="font-semibold tracking-tight">
          {title}
        </h2>
        <p className="text-muted mt-1 text-sm text-pretty">{note}</p>
      </div>
      {children}
    </section>
  );
}

/** The rules of a kind that have a value, to add to and to remove. */
function Rules({
  kind,
  title,
  note,
  always = [],
}: {
  kind: RuleKind;
  title: string;
  note: string;
  /** Domains that a variable of the deployment blocks. */
  always?: string[];
}) {
  const add = useMutation(api.admin.addRule);
  const remove = useMutation(api.admin.removeRule);
  const rules = usePaginatedQuery(api.admin.rules, { kind }, { initialNumItems: PAGE });
  const { failure, attempt } = useAttempt();
  return (
    <Card title={title} note={note}>
      {rules.results.length + always.length > 0 && (
        <ul className="grid grid-cols-1 gap-0.5">
          {always.map((domain) => (
            <li key={domain} className="flex flex-wrap items-center gap-x-2 py-1.5">
              <span className="truncate">{domain}</span>
              <span className="text-muted ml-auto shrink-0 text-sm">by BLOCKED_EMAIL_DOMAINS</span>
            </li>
          ))}
          {rules.results.map((rule) => (
            <li
              key={rule._id}
              className="hover:bg-raised -mx-2 flex items-center gap-1 rounded-lg px-2"
            >
              <span className="truncate py-1.5">{rule.value}</span>
              <RemoveButton
                label={`Remove ${rule.value}`}
                onClick={() => attempt(remove({ ruleId: rule._id }))}
              />
            </li>
          ))}
        </ul>
      )}
      <More of={rules} />
      <Failure>{failure}</Failure>
      <TextForm
        label={`Add to ${title.toLowerCase()}`}
        buttonLabel="Add"
        whenEmpty={
          kind === "blockedPerson"
            ? "Type an email address or a WorkOS user id."
            : "Type a domain such as example.com."
        }
        onSubmit={(value) => add({ kind, value })}
      />
    </Card>
  );
}

function InvitationOnly() {
  const add = useMutation(api.admin.addRule);
  const remove = useMutation(api.admin.removeRule);
  const { results, status } = usePaginatedQuery(
    api.admin.rules,
    { kind: "invitationOnly" },
    { initialNumItems: 1 },
  );
  const { failure, attempt } = useAttempt();
  const [rule] = results;
  return (
    <Card title="By invitation only" note="Nobody signs up without an invitation from WorkOS.">
      <label className="flex w-fit cursor-pointer items-center gap-3">
        <input
          type="checkbox"
          checked={rule !== undefined}
          disabled={status === "LoadingFirstPage"}
          onChange={() =>
            attempt(
              rule ? remove({ ruleId: rule._id }) : add({ kind: "invitationOnly", value: "" }),
            )
          }
          className="accent-accent size-4"
        />
        Invitations only
      </label>
      <Failure>{failure}</Failure>
    </Card>
  );
}
