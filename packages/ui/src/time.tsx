/** A point in time, in the reader's language and time zone. */
export function Time({ at }: { at: number }) {
  const date = new Date(at);
  return (
    // A server writes it in its own language and time zone.
    <time dateTime={date.toISOString()} suppressHydrationWarning>
      {date.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" })}
    </time>
  );
}
