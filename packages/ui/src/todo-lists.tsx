import { api } from "@repo/convex-backend/api";
import { useMutation } from "convex/react";
import type { FunctionReturnType } from "convex/server";
import { TextForm } from "./text-form.tsx";
import { TodoList } from "./todo-list.tsx";

/** The signed-in person's lists: live, and to be changed. */
export function TodoLists({ lists }: { lists: FunctionReturnType<typeof api.lists.list> }) {
  const createList = useMutation(api.lists.create);
  return (
    <div className="mt-8">
      <ul className="grid grid-cols-1 items-start gap-4 md:grid-cols-2">
        {lists.map((list) => (
          <li key={list._id} className="min-w-0">
            <TodoList list={list} />
          </li>
        ))}
      </ul>
      <div className="mt-6 md:w-[calc(50%-0.5rem)]">
        <TextForm
          label="New list"
          buttonLabel="Add list"
          whenEmpty="Type a name first."
          onSubmit={(name) => createList({ owner: "user", name })}
        />
      </div>
    </div>
  );
}
