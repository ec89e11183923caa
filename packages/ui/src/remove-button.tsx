/** A small cross, in the list item that it removes. */
export function RemoveButton({
  label,
  confirm,
  onClick,
}: {
  label: string;
  /** Asks before, where that cannot be undone. */
  confirm?: () => Promise<boolean>;
  onClick: () => void;
}) {
  async function remove(item: HTMLElement | null) {
    if (confirm && !(await confirm())) return;
    focusAfter(item);
    onClick();
  }
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={({ currentTarget }) => void remove(currentTarget.closest("li"))}
      // The next item has the focus then: a key that is held down would remove that, too.
      onKeyDown={(event) => event.repeat && event.preventDefault()}
      className="text-muted hover:text-bad ml-auto grid size-8 shrink-0 place-items-center rounded-lg"
    >
      <svg aria-hidden="true" viewBox="0 0 16 16" className="size-3.5 stroke-current stroke-[1.5]">
        <path d="M3 3l10 10M13 3L3 13" fill="none" />
      </svg>
    </button>
  );
}

/** Moves the focus from an item that goes to the one after or before it, or to the field of the list. */
function focusAfter(item: HTMLElement | null) {
  const neighbour = item?.nextElementSibling ?? item?.previousElementSibling;
  const around = item?.parentElement?.closest("section, main") ?? document;
  const next = neighbour?.querySelector("button") ?? around.querySelector("form input");
  (next as HTMLElement | null)?.focus();
}
