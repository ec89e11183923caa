/**
 * A character as people count them: a flag, or a letter or emoji with its marks and what is joined to
 * it. `Intl.Segmenter` knows more, and takes a browser 15 ms to make.
 */
const firstCharacter = /^(\p{RI}{2}|\P{M}[\p{M}\p{EMod}]*(\u200d\P{M}[\p{M}\p{EMod}]*)*)/u;

type AvatarProps = { name: string; className?: string };

/** A person's first character in a circle. What is beside it says who they are. */
export function Avatar({ name, className = "size-8 text-sm" }: AvatarProps) {
  const [first = "…"] = firstCharacter.exec(name.trim()) ?? [];
  return (
    <span
      aria-hidden="true"
      className={`bg-accent/15 text-accent grid shrink-0 place-items-center rounded-full font-semibold ${className}`}
    >
      {first.toUpperCase()}
    </span>
  );
}
