import { useId, useRef, useState, type ReactNode } from "react";
import { flushSync } from "react-dom";
import { Failure, useAttempt } from "./failure.tsx";
import { RemoveButton } from "./remove-button.tsx";
import { TextForm } from "./text-form.tsx";
import { isPending, useListChanges, type List, type Todo } from "./use-list-changes.tsx";

/** How many done to-dos are shown; more of them are behind a disclosure. */
const DONE_SHOWN = 3;

/** A list as a card: its to-dos scroll in it, so the field below them stays in reach. */
export function TodoList({ list, canDelete }: { list: List; canDelete: boolean }) {
  const headingId = useId();
  const { addTodo, setDone, removeTodo, removeList } = useListChanges();
  const { failure, attempt } = useAttempt();
  const [deleted, setDeleted] = useState<Todo>();
  const card = useRef<HTMLElement>(null);

  const open = list.todos.filter((todo) => !todo.done);
  const done = list.todos.filter((todo) => todo.done);

  /** As a new to-do: the deleted one is gone, in every window. */
  async function restore({ text, done }: Todo) {
    setDeleted(undefined);
    card.current?.querySelector<HTMLInputElement>("form input")?.focus();
    const todoId = await addTodo({ listId: list._id, text });
    if (done) await setDone({ todoId, done });
  }

  const items = (todos: Todo[]) => (
    <ul className="grid grid-cols-1 gap-0.5">
      {todos.map((todo) => (
        <TodoItem
          key={todo._id}
          todo={todo}
          onCheck={(isDone) => {
            flushSync(() => void attempt(setDone({ todoId: todo._id, done: isDone })));
            focusOn(todo._id);
          }}
          onRemove={() => {
            setDeleted(todo);
            void attempt(removeTodo({ todoId: todo._id }), () => setDeleted(undefined));
          }}
        />
      ))}
    </ul>
  );

  return (
    <section
      ref={card}
      aria-labelledby={headingId}
      className="border-line bg-surface flex min-w-0 flex-col rounded-2xl border"
    >
      <div className="flex min-w-0 items-baseline gap-3 px-5 pt-4 pb-2">
        <h2
          id={headingId}
          dir="auto"
          className="min-w-0 font-semibold tracking-tight wrap-anywhere"
        >
          {list.name}
        </h2>
        <span className="text-muted shrink-0 text-sm tabular-nums">{open.length} open</span>
        {canDelete && (
          <RemoveButton
            label={`Delete list ${list.name}`}
            question={
              list.todos.length === 0
                ? undefined
                : {
                    title: `Delete “${list.name}”?`,
                    text: "All of its to-dos are deleted with it.",
                    action: "Delete list",
                  }
            }
            onClick={() => attempt(removeList({ listId: list._id }))}
          />
        )}
      </div>
      <div className="max-h-96 overflow-y-auto px-5 pb-1">
        {list.todos.length === 0 && (
          <p className="text-muted py-2 text-sm">No to-dos yet. Type the first one below.</p>
        )}
        {open.length > 0 && items(open)}
        {done.length > 0 && <Done count={done.length}>{items(done)}</Done>}
      </div>
      <div className="mt-auto grid grid-cols-1 gap-3 px-5 pt-3 pb-5">
        <p
          role="status"
          className="text-muted flex min-w-0 items-center gap-2 text-sm empty:hidden"
        >
          {deleted && (
            <>
              <span className="min-w-0 truncate">
                Deleted <bdi>{deleted.text}</bdi>.
              </span>
              <button
                type="button"
                onClick={() => attempt(restore(deleted))}
                className="text-accent shrink-0 rounded font-medium hover:underline"
              >
                Undo
              </button>
            </>
          )}
        </p>
        <Failure>{failure}</Failure>
        <TextForm
          label={`Add to ${list.name}`}
          buttonLabel="Add"
          whenEmpty="Type a to-do first."
          showsSending={false}
          onSubmit={(text) => addTodo({ listId: list._id, text })}
        />
      </div>
    </section>
  );
}

/** Keeps the focus on a checkbox that went to another group, or on that group while it is closed. */
function focusOn(checkboxId: string) {
  const checkbox = document.getElementById(checkboxId);
  const closedGroup = checkbox?.closest("details:not([open])");
  (closedGroup?.querySelector("summary") ?? checkbox)?.focus({ preventScroll: true });
}

/** A few done to-dos are shown, many are out of the way, until the person says otherwise. */
function Done({ count, children }: { count: number; children: ReactNode }) {
  const [choice, setChoice] = useState<boolean>();
  const isOpen = choice ?? count <= DONE_SHOWN;
  return (
    <details open={isOpen} className="mt-1">
      <summary
        onClick={(event) => {
          event.preventDefault();
          setChoice(!isOpen);
        }}
        className="text-muted hover:text-ink w-fit cursor-pointer rounded py-1 text-sm tabular-nums"
      >
        {count} done
      </summary>
      {children}
    </details>
  );
}

type TodoItemProps = { todo: Todo; onCheck: (done: boolean) => void; onRemove: () => void };

function TodoItem({ todo, onCheck, onRemove }: TodoItemProps) {
  return (
    <li
      // Only the person who has added it sees it while it is pending.
      ref={isPending(todo) ? scrollTo : undefined}
      // The backend has to make it before it can be changed.
      inert={isPending(todo)}
      className="hover:bg-raised -mx-2 flex items-center gap-1 rounded-lg px-2 inert:opacity-60"
    >
      <label className="flex min-w-0 grow cursor-pointer items-center gap-3 py-2">
        <input
          type="checkbox"
          id={isPending(todo) ? undefined : todo._id}
          checked={todo.done}
          disabled={isPending(todo)}
          onChange={(event) => onCheck(event.target.checked)}
          className="accent-accent size-4 shrink-0"
        />
        <span
          dir="auto"
          className={`min-w-0 grow wrap-anywhere ${todo.done ? "text-muted line-through" : ""}`}
        >
          {todo.text}
        </span>
      </label>
      <RemoveButton label={`Delete ${todo.text}`} onClick={onRemove} />
    </li>
  );
}

function scrollTo(item: HTMLElement | null) {
  item?.scrollIntoView({ block: "nearest" });
}
