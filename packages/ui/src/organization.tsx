import { api } from "@repo/convex-backend/api";
import { useQuery } from "convex/react";
import type { FunctionReturnType } from "convex/server";
import { useEffect, type ReactNode } from "react";
import type { MenuLink } from "./account-menu.tsx";
import { Button, buttonClass } from "./button.tsx";
import { ReconnectingStatus } from "./connection-status.tsx";
import type { Current } from "./current.tsx";
import { Failure, useAttempt } from "./failure.tsx";
import { LoadingPage, RefusedPage } from "./message-page.tsx";
import { Page } from "./page.tsx";
import { Row, Rows } from "./rows.tsx";
import { useEnsureUser } from "./use-ensure-user.tsx";

/** The organization that the access token is for; `null` for none. */
export type Organization = FunctionReturnType<typeof api.organizations.current>;

/** What an app does for the pages of an organization. */
export type OrganizationActions = {
  Link: MenuLink;
  /** Switches the session to another organization, and shows its lists; rejects when that fails. */
  switchTo: (organizationId: string) => Promise<void>;
  /** Has Convex authenticate with a new access token. */
  renewAccessToken: () => void;
};

export type OrganizationProps = {
  current: Current;
  organization: Organization;
  actions: OrganizationActions;
};

const tabs = { "/organization": "Lists", "/organization/members": "Members" };

type FrameProps = OrganizationProps & {
  tab: keyof typeof tabs;
  children: (organization: NonNullable<Organization>) => ReactNode;
};

/** What the pages of an organization have in common: its name, the ways to its pages, and its absence. */
export function OrganizationFrame(props: FrameProps) {
  const { tab, current, organization, actions, children } = props;
  useEnsureUser(current, current?.refusal === null && organization === null);
  useNewToken(organization, actions);
  const { Link } = actions;
  if (current?.refusal != null) {
    return <RefusedPage title="Organization" why={current.refusal} Link={Link} />;
  }
  if (!organization) return <NoOrganization {...actions} />;
  return (
    <Page title={organization.name} intro={`Your role: ${organization.role}`}>
      <nav aria-label="Organization" className="border-line mt-6 -mb-px flex gap-6 border-b">
        {Object.entries(tabs).map(([href, label]) => (
          <Link
            key={href}
            href={href}
            aria-current={href === tab ? "page" : undefined}
            className="text-muted hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink -mb-px border-b-2 border-transparent py-2 text-sm font-medium"
          >
            {label}
          </Link>
        ))}
      </nav>
      <div className="mt-6 empty:hidden">
        <ReconnectingStatus />
      </div>
      {children(organization)}
    </Page>
  );
}

/** The permissions are in the access token: it is renewed as soon as the person's role is another. */
function useNewToken(organization: Organization, { renewAccessToken }: OrganizationActions) {
  const role = organization?.needsNewToken ? organization.role : undefined;
  useEffect(() => {
    if (role !== undefined) renewAccessToken();
  }, [role, renewAccessToken]);
}

/** In place of an organization's page: the session is for none, or the person is no longer a member. */
function NoOrganization({ Link, switchTo }: OrganizationActions) {
  const memberships = useQuery(api.organizations.mine);
  const { failure, attempt } = useAttempt();
  if (!memberships) return <LoadingPage />;
  return (
    <Page
      title="No organization selected"
      intro={
        memberships.length > 0
          ? "Open one of your organizations, or create another one."
          : "You are not a member of an organization. Create one, or ask for an invitation to one."
      }
    >
      <Rows>
        {memberships.map(({ organizationId, name, role }) => (
          <Row key={organizationId} title={name} detail={role}>
            <Button
              variant="secondary"
              aria-label={`Open ${name}`}
              onClick={() => attempt(switchTo(organizationId))}
            >
              Open
            </Button>
          </Row>
        ))}
      </Rows>
      <Failure>{failure}</Failure>
      <div className="mt-6 flex flex-wrap gap-3">
        <Link href="/organization/new" className={buttonClass("primary")}>
          Create organization
        </Link>
        <Link href="/lists" className={buttonClass("secondary")}>
          My lists
        </Link>
      </div>
    </Page>
  );
}
