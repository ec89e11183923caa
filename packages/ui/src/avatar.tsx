const characters = new Intl.Segmenter("en", { granularity: "grapheme" });

type AvatarProps = { name: string; className?: string };

/** A person's first character in a circle. What is beside it says who they are. */
export function Avatar({ name, className = "size-8 text-sm" }: AvatarProps) {
  // As people count characters: one may be of several code points.
  const [first] = characters.segment(name.trim());
  return (
    <span
      aria-hidden="true"
      // A server and a browser of different age may differ about what one character is.
      suppressHydrationWarning
      className={`bg-accent/15 text-accent grid shrink-0 place-items-center rounded-full font-semibold ${className}`}
    >
      {first?.segment.toUpperCase() ?? "…"}
    </span>
  );
}
