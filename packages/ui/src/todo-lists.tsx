import { TextForm } from "./text-form.tsx";
import { TodoList } from "./todo-list.tsx";
import { isPending, useListChanges, type List, type Owner } from "./use-list-changes.tsx";

type TodoListsProps = {
  lists: List[];
  owner: Owner;
  /** Whether the person may delete a list; the backend decides, this only leaves out the button. */
  canDelete?: boolean;
};

/** Lists with their to-dos, newest first: live, and to be changed. */
export function TodoLists({ lists, owner, canDelete = true }: TodoListsProps) {
  const { createList } = useListChanges();
  return (
    <>
      <div className="mt-8 md:w-[calc(50%-0.5rem)]">
        <TextForm
          label="New list"
          buttonLabel="Add list"
          whenEmpty="Type a name first."
          showsSending={false}
          onSubmit={(name) => createList({ owner, name })}
        />
      </div>
      {lists.length === 0 && (
        <p className="border-line text-muted mt-4 rounded-2xl border border-dashed px-5 py-12 text-center text-pretty">
          No lists yet. Name your first one above, such as “Groceries”.
        </p>
      )}
      <ul className="mt-4 grid grid-cols-1 gap-4 md:grid-cols-2">
        {lists.toReversed().map((list) => (
          // The backend has to make it before it can be changed.
          <li key={list._id} inert={isPending(list)} className="grid min-w-0 inert:opacity-60">
            <TodoList list={list} canDelete={canDelete} />
          </li>
        ))}
      </ul>
    </>
  );
}
