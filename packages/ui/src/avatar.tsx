import { initialOf } from "./initial.tsx";

const sizes = { small: "size-8 text-sm", large: "size-12 text-lg" };

/** A person's first character in a circle. What is beside it says who they are. */
export function Avatar({ name, size = "small" }: { name: string; size?: keyof typeof sizes }) {
  return (
    <span
      aria-hidden="true"
      // A server and a browser of different age may differ about what one character is.
      suppressHydrationWarning
      className={`bg-accent/15 text-accent grid shrink-0 place-items-center rounded-full font-semibold ${sizes[size]}`}
    >
      {initialOf(name)}
    </span>
  );
}
