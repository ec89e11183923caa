import type { ComponentProps } from "react";

const base =
  "inline-flex items-center justify-center gap-2 rounded-lg text-sm font-medium whitespace-nowrap transition-colors disabled:opacity-60";

const variants = {
  primary: "px-3 py-2 bg-accent text-on-accent hover:bg-accent-hover",
  secondary: "px-3 py-2 border border-line bg-surface hover:bg-raised",
  danger: "px-3 py-2 bg-bad text-surface hover:opacity-90",
  quiet:
    "px-3 py-2 text-muted hover:bg-raised hover:text-ink aria-[current=page]:bg-raised aria-[current=page]:text-ink",
  icon: "size-8 shrink-0 text-muted hover:text-bad",
};

type Variant = keyof typeof variants;

/** The look of a button, for links: each app brings its own link. */
export function buttonClass(variant: Variant = "primary"): string {
  return `${base} ${variants[variant]}`;
}

export function Button({
  variant,
  className = "",
  ...props
}: ComponentProps<"button"> & { variant?: Variant }) {
  return <button type="button" className={`${buttonClass(variant)} ${className}`} {...props} />;
}
