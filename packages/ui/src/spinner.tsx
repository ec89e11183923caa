/** Turns while something is on its way. */
export function Spinner({ label }: { label?: string }) {
  return (
    <span
      role={label && "img"}
      aria-label={label}
      aria-hidden={!label}
      className="border-line border-t-accent size-4 shrink-0 animate-spin rounded-full border-2 motion-reduce:animate-none"
    />
  );
}
