import { AccountCard } from "./account-card.tsx";
import type { Current } from "./current.tsx";
import type { List } from "./list-changes.tsx";
import { Page } from "./page.tsx";
import { TodoLists } from "./todo-lists.tsx";
import type { Claims } from "./sign-in-path.tsx";
import { useEnsureUser } from "./use-ensure-user.tsx";

/** The protected page of an app: who Convex says you are, and your lists. */
export function ListsPage({
  current,
  claims,
  lists,
}: {
  current: Current;
  claims: Claims;
  lists: List[];
}) {
  useEnsureUser(current);
  return (
    <Page title="My lists">
      <AccountCard current={current} claims={claims} />
      {current?.refusal === null && <TodoLists owner="user" lists={lists} />}
    </Page>
  );
}
