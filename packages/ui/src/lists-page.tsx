import type { api } from "@repo/convex-backend/api";
import type { FunctionReturnType } from "convex/server";
import { AccountCard } from "./account-card.tsx";
import type { Current } from "./current.tsx";
import { TodoLists } from "./todo-lists.tsx";
import { useEnsureUser } from "./use-ensure-user.tsx";

/** The protected page of an app: who Convex says you are, and your lists. */
export function ListsPage({
  current,
  lists,
}: {
  current: Current;
  lists: FunctionReturnType<typeof api.lists.list>;
}) {
  useEnsureUser(current);
  return (
    <main className="mx-auto max-w-5xl px-4 py-8 sm:px-6 sm:py-12">
      <h1 className="mb-6 text-3xl font-semibold tracking-tight">My lists</h1>
      <AccountCard current={current} />
      {current?.refusal === null && <TodoLists lists={lists} />}
    </main>
  );
}
