import { api } from "@repo/convex-backend/api";
import { useMutation, usePaginatedQuery, useQuery } from "convex/react";
import type { FunctionArgs } from "convex/server";
import { useState } from "react";
import type { MenuLink } from "./account-menu.tsx";
import { ReconnectingStatus } from "./connection-status.tsx";
import type { Current } from "./current.tsx";
import { Failure, useAttempt } from "./failure.tsx";
import { LoadingPage, RefusedPage } from "./message-page.tsx";
import { AllAtOnce, More, PAGE, Search, useSteadyPages } from "./more.tsx";
import { Page } from "./page.tsx";
import { People } from "./people.tsx";
import { RemoveButton } from "./remove-button.tsx";
import { Section } from "./section.tsx";
import { TextForm } from "./text-form.tsx";
import { useEnsureUser } from "./use-ensure-user.tsx";

/** The page of the app's admins: who may sign up and in. The backend refuses everyone else. */
export function AdminPage({ current, Link }: { current: Current; Link: MenuLink }) {
  useEnsureUser(current);
  if (!current) return <LoadingPage />;
  if (current.refusal) return <RefusedPage title="Admin" why={current.refusal} Link={Link} />;
  if (!current.isAdmin) {
    const why =
      "Admins have the role “admin” in this app’s admin organization, and are signed in to that organization.";
    return <RefusedPage title="This page is for admins" why={why} Link={Link} />;
  }
  return (
    <Page
      title="Admin"
      intro="WorkOS asks the backend before anybody signs up or signs in, and these rules are its answer. They apply from the next sign-in on. Blocking a person takes effect immediately."
    >
      <AllAtOnce>
        <ReconnectingStatus />
        <AllRules />
        <People adminId={current.user?._id} />
      </AllAtOnce>
    </Page>
  );
}

function AllRules() {
  const alwaysBlocked = useQuery(api.admin.alwaysBlocked);
  return (
    <div aria-busy={!alwaysBlocked} className="mt-8 grid grid-cols-1 gap-4 md:grid-cols-2">
      <Rules
        kind="blockedDomain"
        title="Blocked domains"
        note="Nobody can sign up or sign in with an address at these domains or their subdomains."
        whenEmpty="Type a domain such as example.com."
        always={alwaysBlocked}
      />
      <Rules
        kind="allowedDomain"
        title="Allowed domains"
        note="If you add a domain, only addresses at these domains can sign up."
        whenEmpty="Type a domain such as example.com."
      />
      <InvitationOnly />
      <Rules
        kind="blockedPerson"
        title="Blocked people"
        note="Nobody can sign up or sign in with these email addresses or WorkOS user IDs, even after the account was deleted."
        whenEmpty="Type an email address or a WorkOS user ID."
      />
    </div>
  );
}

type RulesProps = {
  kind: FunctionArgs<typeof api.admin.addRule>["kind"];
  title: string;
  note: string;
  whenEmpty: string;
  /** Domains that a variable of the deployment blocks. */
  always?: string[];
};

/** The rules of a kind that have a value, to add to and to remove. */
function Rules({ kind, title, note, whenEmpty, always = [] }: RulesProps) {
  const add = useMutation(api.admin.addRule);
  const remove = useMutation(api.admin.removeRule);
  const [search, setSearch] = useState("");
  const rules = useSteadyPages(
    usePaginatedQuery(api.admin.rules, { kind, search }, { initialNumItems: PAGE }),
  );
  const { failure, attempt } = useAttempt();
  return (
    <Section isCard title={title} note={note} isBusy={rules.isBusy}>
      <Search label={`Search ${title.toLowerCase()}`} of={rules} onSearch={setSearch} />
      <ul className="-mx-5 grid max-h-96 grid-cols-1 gap-0.5 overflow-y-auto px-5 empty:hidden">
        {always.map((domain) => (
          <li key={domain} className="flex flex-wrap items-center gap-x-2 py-1.5">
            <span className="wrap-anywhere">{domain}</span>
            <span className="text-muted ml-auto shrink-0 text-sm">BLOCKED_EMAIL_DOMAINS</span>
          </li>
        ))}
        {rules.results.map(({ _id: ruleId, value }) => (
          <li
            key={ruleId}
            className="hover:bg-raised -mx-2 flex items-center gap-1 rounded-lg px-2"
          >
            <span className="min-w-0 py-1.5 wrap-anywhere">{value}</span>
            <RemoveButton label={`Remove ${value}`} onClick={() => attempt(remove({ ruleId }))} />
          </li>
        ))}
      </ul>
      <More of={rules} />
      <Failure>{failure}</Failure>
      <TextForm
        label={`Add to ${title.toLowerCase()}`}
        buttonLabel="Add"
        whenEmpty={whenEmpty}
        onSubmit={(value) => add({ kind, value })}
      />
    </Section>
  );
}

function InvitationOnly() {
  const kind = "invitationOnly";
  const add = useMutation(api.admin.addRule);
  const remove = useMutation(api.admin.removeRule);
  const { results, status } = usePaginatedQuery(api.admin.rules, { kind }, { initialNumItems: 1 });
  const { failure, attempt } = useAttempt();
  const [rule] = results;
  return (
    <Section
      isCard
      title="By invitation only"
      note="Only people with an invitation can sign up."
      isBusy={status === "LoadingFirstPage"}
    >
      <label className="flex w-fit cursor-pointer items-center gap-3">
        <input
          type="checkbox"
          checked={rule !== undefined}
          onChange={() => attempt(rule ? remove({ ruleId: rule._id }) : add({ kind, value: "" }))}
          className="accent-accent size-4"
        />
        Invitations only
      </label>
      <Failure>{failure}</Failure>
    </Section>
  );
}
