/** A small cross, at the end of the row that it removes. */
export function RemoveButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className="text-muted hover:text-bad ml-auto grid size-8 shrink-0 place-items-center rounded-lg"
    >
      <svg aria-hidden="true" viewBox="0 0 16 16" className="size-3.5 stroke-current stroke-[1.5]">
        <path d="M3 3l10 10M13 3L3 13" fill="none" />
      </svg>
    </button>
  );
}
