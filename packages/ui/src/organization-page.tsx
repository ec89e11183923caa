import type { Current } from "./current.tsx";
import type { List } from "./list-changes.tsx";
import {
  OrganizationFrame,
  type Memberships,
  type Organization,
  type OrganizationActions,
} from "./organization.tsx";
import { TodoLists } from "./todo-lists.tsx";

/** The lists of the organization that the session is for. */
export function OrganizationPage({
  current,
  organization,
  memberships,
  lists,
  actions,
}: {
  current: Current;
  organization: Organization;
  memberships: Memberships;
  lists: List[];
  actions: OrganizationActions;
}) {
  return (
    <OrganizationFrame
      tab="/organization"
      current={current}
      organization={organization}
      memberships={memberships}
      actions={actions}
    >
      {({ canDeleteLists }) => (
        <TodoLists owner="organization" lists={lists} canDelete={canDeleteLists} />
      )}
    </OrganizationFrame>
  );
}
