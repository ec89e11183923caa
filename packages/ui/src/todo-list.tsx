import { api } from "@repo/convex-backend/api";
import type { Doc } from "@repo/convex-backend/data-model";
import { useMutation } from "convex/react";
import type { OptimisticLocalStore } from "convex/browser";
import { useId } from "react";
import { Failure, useAttempt } from "./failure.tsx";
import { RemoveButton } from "./remove-button.tsx";
import { TextForm } from "./text-form.tsx";

type Todo = Doc<"todos">;
type List = Doc<"lists"> & { todos: Todo[] };

export function TodoList({ list }: { list: List }) {
  const headingId = useId();
  const addTodo = useMutation(api.todos.add);
  const removeList = useMutation(api.lists.remove);
  const removeTodo = useMutation(api.todos.remove).withOptimisticUpdate((store, { todoId }) =>
    changeTodos(store, (todos) => todos.filter(({ _id }) => _id !== todoId)),
  );
  const setDone = useMutation(api.todos.setDone).withOptimisticUpdate((store, { todoId, done }) =>
    changeTodos(store, (todos) =>
      todos.map((todo) => (todo._id === todoId ? { ...todo, done } : todo)),
    ),
  );
  const { failure, attempt } = useAttempt();
  const open = list.todos.filter((todo) => !todo.done).length;

  return (
    <section
      aria-labelledby={headingId}
      className="border-line bg-surface grid grid-cols-1 gap-4 rounded-2xl border p-5"
    >
      <div className="flex min-w-0 items-baseline gap-3">
        <h2 id={headingId} className="min-w-0 font-semibold tracking-tight wrap-anywhere">
          {list.name}
        </h2>
        <span className="text-muted shrink-0 text-sm tabular-nums">{open} open</span>
        <RemoveButton
          label={`Delete list ${list.name}`}
          question={list.todos.length > 0 ? `Delete “${list.name}” and its to-dos?` : undefined}
          onClick={() => attempt(removeList({ listId: list._id }))}
        />
      </div>
      {list.todos.length > 0 && (
        <ul className="grid grid-cols-1 gap-0.5">
          {list.todos.map((todo) => (
            <TodoItem
              key={todo._id}
              todo={todo}
              onCheck={(done) => attempt(setDone({ todoId: todo._id, done }))}
              onRemove={() => attempt(removeTodo({ todoId: todo._id }))}
            />
          ))}
        </ul>
      )}
      <Failure>{failure}</Failure>
      <TextForm
        label={`Add to ${list.name}`}
        buttonLabel="Add"
        whenEmpty="Type a to-do first."
        onSubmit={(text) => addTodo({ listId: list._id, text })}
      />
    </section>
  );
}

/** Shows a change to to-dos before the backend has confirmed it. */
function changeTodos(store: OptimisticLocalStore, change: (todos: Todo[]) => Todo[]) {
  const lists = store.getQuery(api.lists.list, { owner: "user" });
  const changed = lists?.map((list) => ({ ...list, todos: change(list.todos) }));
  store.setQuery(api.lists.list, { owner: "user" }, changed);
}

function TodoItem({
  todo,
  onCheck,
  onRemove,
}: {
  todo: Todo;
  onCheck: (done: boolean) => void;
  onRemove: () => void;
}) {
  return (
    <li className="hover:bg-raised -mx-2 flex items-center gap-1 rounded-lg px-2">
      <label className="flex min-w-0 grow cursor-pointer items-center gap-3 py-2">
        <input
          type="checkbox"
          checked={todo.done}
          onChange={(event) => onCheck(event.target.checked)}
          className="accent-accent size-4 shrink-0"
        />
        <span className={`min-w-0 wrap-anywhere ${todo.done ? "text-muted line-through" : ""}`}>
          {todo.text}
        </span>
      </label>
      <RemoveButton label={`Delete ${todo.text}`} onClick={onRemove} />
    </li>
  );
}
