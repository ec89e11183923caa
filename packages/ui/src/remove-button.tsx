/** A small cross, in the list item that it removes. */
export function RemoveButton({
  label,
  question,
  onClick,
}: {
  label: string;
  /** What to ask before. */
  question?: string;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={({ currentTarget }) => {
        if (question !== undefined && !confirm(question)) return;
        focusAfter(currentTarget.closest("li"));
        onClick();
      }}
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

/** Moves the focus from an item that goes to the next one, or to the field below the list. */
function focusAfter(item: HTMLElement | null) {
  const fields = item?.parentElement?.parentElement?.querySelectorAll<HTMLElement>("form input");
  const next = item?.nextElementSibling?.querySelector("button") ?? [...(fields ?? [])].at(-1);
  next?.focus();
}
