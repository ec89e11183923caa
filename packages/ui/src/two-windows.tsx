const done = ["Plan the launch", "Book the venue"];

/** A picture of the idea: what is typed in one window arrives in the other. */
export function TwoWindows() {
  return (
    <div
      aria-hidden="true"
      className="relative h-80 select-none max-lg:mx-auto max-lg:w-full max-lg:max-w-md"
    >
      <Window title="One window" className="top-0 left-0 -rotate-2 [--delay:1s]" />
      <Window title="Another window" className="right-0 bottom-0 rotate-2 [--delay:1.5s]" />
    </div>
  );
}

function Window({ title, className }: { title: string; className: string }) {
  return (
    <div
      className={`border-line bg-surface absolute w-64 overflow-hidden rounded-2xl border shadow-xl shadow-black/10 max-sm:w-52 ${className}`}
    >
      <div className="border-line bg-raised text-muted flex items-center gap-1.5 border-b px-4 py-2.5 text-xs">
        <span className="bg-line size-2 rounded-full" />
        <span className="bg-line size-2 rounded-full" />
        <span className="ml-1.5">{title}</span>
      </div>
      <ul className="grid gap-3 p-4 text-sm">
        {done.map((text) => (
          <li key={text} className="text-muted flex items-center gap-2.5 line-through">
            <svg
              viewBox="0 0 12 12"
              className="bg-accent stroke-on-accent size-4 rounded fill-none stroke-2 p-0.5"
            >
              <path d="M2.5 6.5l2.5 2.5 4.5-5.5" />
            </svg>
            {text}
          </li>
        ))}
        <li className="flex items-center gap-2.5 motion-safe:animate-[arrive_500ms_var(--delay)_both]">
          <span className="border-line size-4 rounded border" />
          Write the invitation
        </li>
      </ul>
    </div>
  );
}
