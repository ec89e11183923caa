import { api } from "@repo/convex-backend/api";
import type { Doc } from "@repo/convex-backend/data-model";
import { useMutation } from "convex/react";
import { useId } from "react";
import { RemoveButton } from "./remove-button.tsx";
import { TextForm } from "./text-form.tsx";

type List = Doc<"lists"> & { todos: Doc<"todos">[] };

export function TodoList({ list }: { list: List }) {
  const headingId = useId();
  const addTodo = useMutation(api.todos.add);
  const removeList = useMutation(api.lists.remove);
  const open = list.todos.filter((todo) => !todo.done).length;

  function confirmRemoval() {
    if (list.todos.length === 0 || confirm(`Delete “${list.name}” and its to-dos?`)) {
      void removeList({ listId: list._id });
    }
  }

  return (
    <section
      aria-labelledby={headingId}
      className="border-line bg-surface grid gap-4 rounded-2xl border p-5"
    >
      <div className="flex items-baseline gap-3">
        <h2 id={headingId} className="min-w-0 font-semibold tracking-tight wrap-anywhere">
          {list.name}
        </h2>
        <span className="text-muted shrink-0 text-sm tabular-nums">{open} open</span>
        <RemoveButton label={`Delete list ${list.name}`} onClick={confirmRemoval} />
      </div>
      {list.todos.length > 0 && (
        <ul className="grid gap-0.5">
          {list.todos.map((todo) => (
            <TodoItem key={todo._id} todo={todo} />
          ))}
        </ul>
      )}
      <TextForm
        label={`Add to ${list.name}`}
        buttonLabel="Add"
        onSubmit={(text) => addTodo({ listId: list._id, text })}
      />
    </section>
  );
}

function TodoItem({ todo }: { todo: Doc<"todos"> }) {
  const removeTodo = useMutation(api.todos.remove);
  const setDone = useMutation(api.todos.setDone).withOptimisticUpdate((store, { todoId, done }) => {
    const lists = store.getQuery(api.lists.mine, {});
    const changed = lists?.map((list) => ({
      ...list,
      todos: list.todos.map((each) => (each._id === todoId ? { ...each, done } : each)),
    }));
    store.setQuery(api.lists.mine, {}, changed);
  });

  return (
    <li className="hover:bg-raised -mx-2 flex items-center gap-1 rounded-lg px-2">
      <label className="flex min-w-0 grow cursor-pointer items-center gap-3 py-2">
        <input
          type="checkbox"
          checked={todo.done}
          onChange={(event) => void setDone({ todoId: todo._id, done: event.target.checked })}
          className="accent-accent size-4 shrink-0"
        />
        <span className={`wrap-anywhere ${todo.done ? "text-muted line-through" : ""}`}>
          {todo.text}
        </span>
      </label>
      <RemoveButton
        label={`Delete ${todo.text}`}
        onClick={() => void removeTodo({ todoId: todo._id })}
      />
    </li>
  );
}
