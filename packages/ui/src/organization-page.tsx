import type { List } from "./use-list-changes.tsx";
import { OrganizationFrame, type OrganizationProps } from "./organization.tsx";
import { TodoLists } from "./todo-lists.tsx";

/** The lists of the organization that the session is for. */
export function OrganizationPage({ lists, ...props }: OrganizationProps & { lists: List[] }) {
  return (
    <OrganizationFrame tab="/organization" {...props}>
      {({ canDeleteLists }) => (
        <TodoLists owner="organization" lists={lists} canDelete={canDeleteLists} />
      )}
    </OrganizationFrame>
  );
}
