import { api } from "@repo/convex-backend/api";
import { roles, type Role } from "@repo/convex-backend/roles";
import { useAction, usePaginatedQuery, useQuery } from "convex/react";
import { useState, type ComponentProps } from "react";
import { Button } from "./button.tsx";
import { ConfirmButton } from "./confirm.tsx";
import { Failure, useAttempt } from "./failure.tsx";
import { AllAtOnce, More, PAGE } from "./more.tsx";
import { OrganizationFrame, type Organization, type OrganizationProps } from "./organization.tsx";
import { Row, Rows } from "./rows.tsx";
import { Section } from "./section.tsx";
import { TextForm } from "./text-form.tsx";
import { Time } from "./time.tsx";

type MembersPageProps = OrganizationProps & {
  /** Where to go on after leaving. */
  onLeft: () => void;
};

/** Who is in the organization that the session is for, and who is invited. */
export function MembersPage({ onLeft, ...props }: MembersPageProps) {
  return (
    <OrganizationFrame tab="/organization/members" {...props}>
      {(organization) => (
        <AllAtOnce>
          <Members organization={organization} />
          {organization.canManageMembers && <Invitations />}
          <Leave name={organization.name} onLeft={onLeft} />
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
  return (
    <Section title="Members" isBusy={members.status === "LoadingFirstPage"}>
      <Failure>{failure}</Failure>
      <Rows>
        {members.results.map(({ membershipId, name, email, role, isYou }) => (
          <Row
            key={membershipId}
            avatar={name || email}
            title={name || "No name yet"}
            note={isYou && "you"}
            detail={email}
          >
            {organization.canManageMembers ? (
              <div className="flex items-center gap-2">
                <RoleSelect
                  aria-label={`Role of ${email}`}
                  value={role}
                  onChange={({ target }) =>
                    attempt(changeRole({ membershipId, role: target.value as Role }))
                  }
                />
                {!isYou && (
                  <ConfirmButton
                    aria-label={`Remove ${email}`}
                    question={{
                      title: `Remove ${name || email}?`,
                      text: `They lose access to ${organization.name} immediately.`,
                      action: "Remove",
                    }}
                    onClick={() => attempt(remove({ membershipId }))}
                  >
                    Remove
                  </ConfirmButton>
                )}
              </div>
            ) : (
              <span className="text-muted text-sm">{role}</span>
            )}
          </Row>
        ))}
      </Rows>
      <More of={members} />
    </Section>
  );
}

/** The roles that this app knows, and one that somebody has who got it elsewhere. */
function RoleSelect({ value, ...props }: ComponentProps<"select"> & { value?: string }) {
  return (
    <select
      value={value}
      className="border-line bg-canvas rounded-lg border px-2 py-2 text-base sm:text-sm"
      {...props}
    >
      {[...new Set([...Object.keys(roles), value ?? "member"])].map((role) => (
        <option key={role}>{role}</option>
      ))}
    </select>
  );
}

function Invitations() {
  const invitations = useQuery(api.invitations.list);
  const send = useAction(api.invitations.send);
  const revoke = useAction(api.invitations.revoke);
  const { failure, attempt } = useAttempt();
  const [sent, setSent] = useState<string>();

  async function invite(email: string, data: FormData) {
    setSent(undefined);
    await send({ email, role: data.get("role") as Role });
    setSent(email);
  }

  return (
    <Section title="Invitations" isBusy={!invitations}>
      <div className="mt-4">
        <TextForm
          label="Email address to invite"
          type="email"
          buttonLabel="Invite"
          isPrimary
          whenEmpty="Type an email address first."
          onSubmit={invite}
        >
          <RoleSelect name="role" aria-label="Role" defaultValue="member" />
        </TextForm>
      </div>
      <p role="status" className="text-muted mt-2 text-sm wrap-anywhere empty:hidden">
        {sent && `Invitation sent to ${sent}.`}
      </p>
      <Failure>{failure}</Failure>
      {invitations?.length === 0 && (
        <p className="border-line text-muted mt-4 rounded-2xl border border-dashed px-5 py-8 text-center text-sm">
          No invitations yet. Enter an email address above to invite somebody.
        </p>
      )}
      <Rows>
        {invitations?.map(({ workosId, email, role, state, createdAt, expiresAt }) => {
          const isPending = state === "pending";
          return (
            <Row
              key={workosId}
              title={email}
              detail={
                <>
                  {role && `${role} · `}
                  {isPending ? "expires " : "sent "}
                  <Time at={isPending ? expiresAt : createdAt} />
                </>
              }
            >
              <span
                className={`text-sm capitalize ${state === "accepted" ? "text-good" : "text-muted"}`}
              >
                {state}
              </span>
              {isPending && (
                <Button
                  variant="secondary"
                  aria-label={`Revoke the invitation of ${email}`}
                  onClick={() => attempt(revoke({ invitationId: workosId }))}
                >
                  Revoke
                </Button>
              )}
            </Row>
          );
        })}
      </Rows>
    </Section>
  );
}

function Leave({ name, onLeft }: { name: string; onLeft: () => void }) {
  const leave = useAction(api.organizations.leave);
  const { failure, attempt } = useAttempt();
  return (
    <Section title="Leave this organization">
      <p className="text-muted mt-1 mb-3 text-sm">Your own lists are not affected.</p>
      <ConfirmButton
        question={{
          title: `Leave ${name}?`,
          text: "You lose access to its lists immediately. To come back, you need an invitation.",
          action: "Leave",
        }}
        onClick={() => attempt(leave({}).then(onLeft))}
      >
        Leave organization
      </ConfirmButton>
      <Failure>{failure}</Failure>
    </Section>
  );
}
