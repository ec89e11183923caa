import type { api } from "@repo/convex-backend/api";
import type { FunctionReturnType } from "convex/server";
import { AccountCard } from "./account-card.tsx";
import type { Current } from "./current.tsx";
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
  lists: FunctionReturnType<typeof api.lists.list>;
}) {
  useEnsureUser(current);
  return (
    <Page>
      <h1 className="mb-6 text-3xl font-semibold tracking-tight">My lists</h1>
      <AccountCard current={current} claims={claims} />
      {current?.refusal === null && <TodoLists owner="user" lists={lists} />}
    </Page>
  );
}
