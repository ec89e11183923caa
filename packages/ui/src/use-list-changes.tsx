import { api } from "@repo/convex-backend/api";
import type { Id } from "@repo/convex-backend/data-model";
import type { OptimisticLocalStore } from "convex/browser";
import type { FunctionArgs, FunctionReturnType } from "convex/server";

// What is shown of a change before the backend has confirmed it.

export type List = FunctionReturnType<typeof api.lists.list>[number];
export type Owner = FunctionArgs<typeof api.lists.list>["owner"];
export type Todo = List["todos"][number];

/** The id of something that the backend has not made yet, by its place: each replay gives it again. */
export function pendingId<Table extends "lists" | "todos">(place: number): Id<Table> {
  return `pending ${place}` as Id<Table>;
}

export function isPending({ _id }: { _id: string }): boolean {
  return _id.startsWith("pending ");
}

/** Changes the lists of one owner, or all that are on the page. */
export function changeLists(
  store: OptimisticLocalStore,
  change: (lists: List[]) => List[],
  owner?: Owner,
) {
  for (const { args, value } of store.getAllQueries(api.lists.list)) {
    if (value && (owner ?? args.owner) === args.owner)
      store.setQuery(api.lists.list, args, change(value));
  }
}

export function changeTodos(store: OptimisticLocalStore, change: (list: List) => Todo[]) {
  changeLists(store, (lists) => lists.map((list) => ({ ...list, todos: change(list) })));
}
