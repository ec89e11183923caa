import { api } from "@repo/convex-backend/api";
import { roles, type Role } from "@repo/convex-backend/roles";
import { useAction, useConvexAuth, usePaginatedQuery } from "convex/react";
import type { FunctionReturnType } from "convex/server";
import { useId, useRef, useState } from "react";
import { Avatar } from "./avatar.tsx";
import { Button } from "./button.tsx";
import { useConfirm } from "./confirm.tsx";
import type { Current } from "./current.tsx";
import { Failure, useAttempt } from "./failure.tsx";
import { fieldClass, Form } from "./form.tsx";
import { AllAtOnce, More, PAGE } from "./more.tsx";
import {
  OrganizationFrame,
  type Memberships,
  type Organization,
  type OrganizationActions,
} from "./organization.tsx";
import { Time } from "./time.tsx";

type Invitation = FunctionReturnType<typeof api.invitations.list>[number];
type Member = FunctionReturnType<typeof api.members.list>["page"][number];

const roleNames = Object.keys(roles) as Role[];
const selectClass = "border-line bg-canvas rounded-lg border px-2 py-2 text-base sm:text-sm";
const cardClass =
  "border-line bg-surface divide-line mt-4 divide-y overflow-hidden rounded-2xl border";

/** Who is in the organization that the session is for, and who is invited. */
export function MembersPage({
  current,
  organization,
  memberships,
  invitations,
  actions,
  onLeft,
}: {
  current: Current;
  organization: Organization;
  memberships: Memberships;
  invitations: Invitation[];
  actions: OrganizationActions;
  /** Where to go on after leaving. */
  onLeft: () => void;
}) {
  const { isAuthenticated } = useConvexAuth();
  return (
    <OrganizationFrame
      tab="/organization/members"
      current={current}
      organization={organization}
      memberships={memberships}
      actions={actions}
    >
      {(shown) => (
        <AllAtOnce>
          {/* It asks what only a member may: not before Convex knows who asks. */}
          {isAuthenticated && organization ? (
            <Members organization={organization} />
          ) : (
            <div aria-busy="true" />
          )}
          {shown.canManageMembers && <Invitations invitations={invitations} />}
          <Leave name={shown.name} onLeft={onLeft} />
        </AllAtOnce>
      )}
    </OrganizationFrame>
  );
}

function Members({ organization }: { organization: NonNullable<Organization> }) {
  const members = usePaginatedQuery(api.members.list, {}, { initialNumItems: PAGE });
  const changeRole = useAction(api.members.changeRole);
  const remove = useAction(api.members.remove);
  const { failure, attempt } = useAttempt();
  const { ask, dialog } = useConfirm();

  async function askToRemove({ membershipId, name, email }: Member) {
    const isWanted = await ask({
      title: `Remove ${name || email}?`,
      text: `They lose access to ${organization.name} immediately.`,
      action: "Remove",
    });
    if (isWanted) await attempt(remove({ membershipId }));
  }

  return (
    <section
      aria-labelledby="members"
      aria-busy={members.status === "LoadingFirstPage"}
      className="mt-8"
    >
      <h2 id="members" className="text-xl font-semibold tracking-tight">
        Members
      </h2>
      <Failure>{failure}</Failure>
      <ul className={cardClass}>
        {members.results.map((member) => (
          <li
            key={member.membershipId}
            className="flex flex-wrap items-center gap-x-4 gap-y-3 px-5 py-3"
          >
            <div className="flex min-w-0 flex-[1_1_14rem] items-center gap-3">
              <Avatar name={member.name || member.email} />
              <div className="min-w-0">
                <p dir="auto" className="font-medium wrap-anywhere">
                  {member.name || "No name yet"}
                  {member.isYou && <span className="text-muted font-normal"> (you)</span>}
                </p>
                <p className="text-muted text-sm wrap-anywhere">{member.email}</p>
              </div>
            </div>
            {organization.canManageMembers ? (
              <div className="flex items-center gap-2">
                <select
                  aria-label={`Role of ${member.email}`}
                  value={member.role}
                  onChange={({ target }) =>
                    attempt(
                      changeRole({
                        membershipId: member.membershipId,
                        role: target.value as Role,
                      }),
                    )
                  }
                  className={selectClass}
                >
                  <RoleOptions and={member.role} />
                </select>
                {!member.isYou && (
                  <Button
                    variant="secondary"
                    aria-label={`Remove ${member.email}`}
                    onClick={() => void askToRemove(member)}
                  >
                    Remove
                  </Button>
                )}
              </div>
            ) : (
              <span className="text-muted text-sm">{member.role}</span>
            )}
          </li>
        ))}
      </ul>
      <More of={members} />
      {dialog}
    </section>
  );
}

/** The roles that this app knows, and one that somebody has who got it elsewhere. */
function RoleOptions({ and }: { and?: string }) {
  const names = new Set<string>([...roleNames, ...(and === undefined ? [] : [and])]);
  return [...names].map((role) => (
    <option key={role} value={role}>
      {role}
    </option>
  ));
}

const states = {
  pending: "Pending",
  accepted: "Accepted",
  expired: "Expired",
  revoked: "Revoked",
};

function Invitations({ invitations }: { invitations: Invitation[] }) {
  const revoke = useAction(api.invitations.revoke);
  const { failure, attempt } = useAttempt();
  return (
    <section aria-labelledby="invitations" className="mt-10">
      <h2 id="invitations" className="text-xl font-semibold tracking-tight">
        Invitations
      </h2>
      <Invite />
      <Failure>{failure}</Failure>
      {invitations.length === 0 ? (
        <p className="border-line text-muted mt-4 rounded-2xl border border-dashed px-5 py-8 text-center text-sm">
          No invitations yet. Enter an email address above to invite somebody.
        </p>
      ) : (
        <ul className={cardClass}>
          {invitations.map(({ workosId, email, role, state, createdAt, expiresAt }) => (
            <li
              key={workosId}
              className="flex min-h-16 flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3"
            >
              <div className="min-w-0 flex-[1_1_14rem]">
                <p className="font-medium wrap-anywhere">{email}</p>
                <p className="text-muted text-sm">
                  {role && `${role} · `}
                  {state === "pending" ? (
                    <>
                      expires <Time at={expiresAt} />
                    </>
                  ) : (
                    <>
                      sent <Time at={createdAt} />
                    </>
                  )}
                </p>
              </div>
              <span className={`text-sm ${state === "accepted" ? "text-good" : "text-muted"}`}>
                {states[state]}
              </span>
              {state === "pending" && (
                <Button
                  variant="secondary"
                  aria-label={`Revoke the invitation of ${email}`}
                  onClick={() => attempt(revoke({ invitationId: workosId }))}
                >
                  Revoke
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Invite() {
  const send = useAction(api.invitations.send);
  const { failure, attempt } = useAttempt();
  const failureId = useId();
  const form = useRef<HTMLFormElement>(null);
  const [sent, setSent] = useState<string>();
  const [isSending, setIsSending] = useState(false);

  async function invite(data: FormData) {
    const email = (data.get("email") as string).trim();
    setSent(undefined);
    setIsSending(true);
    await attempt(
      send({ email, role: data.get("role") as Role }).then(() => {
        setSent(email);
        form.current?.reset();
      }),
    );
    setIsSending(false);
  }

  return (
    <Form ref={form} onSend={(data) => void invite(data)} className="mt-4 grid grid-cols-1 gap-2">
      <div className="flex flex-wrap gap-2">
        <input
          name="email"
          type="email"
          required
          autoComplete="off"
          aria-label="Email address to invite"
          placeholder="Email address"
          aria-describedby={failureId}
          aria-invalid={failure !== undefined}
          className={`${fieldClass} basis-56`}
        />
        <select name="role" aria-label="Role" defaultValue="member" className={selectClass}>
          <RoleOptions />
        </select>
        <Button type="submit" disabled={isSending}>
          Invite
        </Button>
      </div>
      <Failure id={failureId}>{failure}</Failure>
      <p role="status" className="text-muted text-sm empty:hidden">
        {sent && `Invitation sent to ${sent}.`}
      </p>
    </Form>
  );
}

function Leave({ name, onLeft }: { name: string; onLeft: () => void }) {
  const leave = useAction(api.organizations.leave);
  const { failure, attempt } = useAttempt();
  const { ask, dialog } = useConfirm();

  async function askToLeave() {
    const isWanted = await ask({
      title: `Leave ${name}?`,
      text: "You lose access to its lists immediately. To come back, you need an invitation.",
      action: "Leave",
    });
    if (isWanted) await attempt(leave({}).then(onLeft));
  }

  return (
    <section aria-labelledby="leave" className="mt-10">
      <h2 id="leave" className="text-xl font-semibold tracking-tight">
        Leave this organization
      </h2>
      <p className="text-muted mt-1 mb-3 text-sm">Your own lists are not affected.</p>
      <Button variant="secondary" onClick={() => void askToLeave()}>
        Leave organization
      </Button>
      <Failure>{failure}</Failure>
      {dialog}
    </section>
  );
}
