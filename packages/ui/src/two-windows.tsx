const todos = [
  ["Plan the launch", true],
  ["Book the venue", true],
  ["Write the invitation", false],
] as const;

/** A picture of the idea: the same list in two windows. */
export function TwoWindows() {
  return (
    <div aria-hidden="true" className="relative h-80 select-none">
      <Window title="One window" className="absolute top-0 left-0 w-64 -rotate-2" />
      <Window title="Another window" className="absolute right-0 bottom-0 w-64 rotate-2" />
    </div>
  );
}

function Window({ title, className }: { title: string; className: string }) {
  return (
    <div
      className={`border-line bg-surface rounded-2xl border shadow-xl shadow-black/5 ${className}`}
    >
      <div className="border-line text-muted flex items-center gap-1.5 border-b px-4 py-2.5 text-xs">
        <span className="bg-line size-2 rounded-full" />
        <span className="bg-line size-2 rounded-full" />
        <span className="ml-1.5">{title}</span>
      </div>
      <ul className="grid gap-3 p-4 text-sm">
        {todos.map(([text, done]) => (
          <li key={text} className="flex items-center gap-2.5">
            <span
              className={`grid size-4 place-items-center rounded border ${done ? "border-accent bg-accent" : "border-line"}`}
            >
              {done && (
                <svg viewBox="0 0 12 12" className="stroke-on-accent size-3 fill-none stroke-2">
                  <path d="M2.5 6.5l2.5 2.5 4.5-5.5" />
                </svg>
              )}
            </span>
            <span className={done ? "text-muted line-through" : ""}>{text}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
