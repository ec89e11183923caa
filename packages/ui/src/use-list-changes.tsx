import { api } from "@repo/convex-backend/api";
import type { Id } from "@repo/convex-backend/data-model";
import type { OptimisticLocalStore } from "convex/browser";
import { useMutation } from "convex/react";
import type { FunctionArgs, FunctionReturnType } from "convex/server";

export type List = FunctionReturnType<typeof api.lists.list>[number];
export type Owner = FunctionArgs<typeof api.lists.list>["owner"];
export type Todo = List["todos"][number];

/** The mutations of lists and to-dos. What they change is shown before the backend has confirmed it. */
export function useListChanges() {
  return {
    createList: useMutation(api.lists.create).withOptimisticUpdate((store, { owner, name }) =>
      changeLists(store, (lists, itsOwner) => {
        if (itsOwner !== owner) return lists;
        const ownerId = "" as Id<"users">;
        return [...lists, { ...pending<"lists">(lists), ownerId, name, todos: [] }];
      }),
    ),
    removeList: useMutation(api.lists.remove).withOptimisticUpdate((store, { listId }) =>
      changeLists(store, (lists) => lists.filter(({ _id }) => _id !== listId)),
    ),
    addTodo: useMutation(api.todos.add).withOptimisticUpdate((store, { listId, text }) =>
      changeTodos(store, (todos, itsList) => {
        if (itsList !== listId) return todos;
        return [...todos, { ...pending<"todos">(todos), listId, text, done: false }];
      }),
    ),
    setDone: useMutation(api.todos.setDone).withOptimisticUpdate((store, { todoId, done }) =>
      changeTodos(store, (todos) =>
        todos.map((todo) => (todo._id === todoId ? { ...todo, done } : todo)),
      ),
    ),
    removeTodo: useMutation(api.todos.remove).withOptimisticUpdate((store, { todoId }) =>
      changeTodos(store, (todos) => todos.filter(({ _id }) => _id !== todoId)),
    ),
  };
}

/** Whether the backend has not made it yet. */
export function isPending({ _id }: { _id: string }): boolean {
  return _id.startsWith("pending ");
}

/** Its id is of its place among the others, so that each replay gives it again. */
function pending<Table extends "lists" | "todos">({ length }: unknown[]) {
  return { _id: `pending ${length}` as Id<Table>, _creationTime: Date.now() };
}

function changeLists(store: OptimisticLocalStore, change: (lists: List[], owner: Owner) => List[]) {
  for (const { args, value } of store.getAllQueries(api.lists.list)) {
    if (value) store.setQuery(api.lists.list, args, change(value, args.owner));
  }
}

function changeTodos(
  store: OptimisticLocalStore,
  change: (todos: Todo[], listId: Id<"lists">) => Todo[],
) {
  changeLists(store, (lists) =>
    lists.map((list) => ({ ...list, todos: change(list.todos, list._id) })),
  );
}
