import { AccountFrame, type AccountProps } from "./account-frame.tsx";
import type { List } from "./use-list-changes.tsx";
import { TodoLists } from "./todo-lists.tsx";

/** The lists of the person. */
export function ListsPage({ lists, ...account }: AccountProps & { lists: List[] }) {
  return (
    <AccountFrame title="My lists" {...account}>
      <TodoLists owner="user" lists={lists} />
    </AccountFrame>
  );
}
