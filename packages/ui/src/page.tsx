import { useId, type ReactNode } from "react";

/** Where the header's skip link leads. */
export const PAGE_ID = "page";

/** The content of a page, under its header. */
export function Page({
  title,
  intro,
  className = "max-w-5xl py-8 sm:py-12",
  children,
}: {
  title?: string;
  intro?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <main id={PAGE_ID} tabIndex={-1} className={`mx-auto px-4 outline-none sm:px-6 ${className}`}>
      {title && (
        <h1 dir="auto" className="text-3xl font-semibold tracking-tight wrap-anywhere">
          {title}
        </h1>
      )}
      {intro && <p className="text-muted mt-2 max-w-2xl text-pretty">{intro}</p>}
      {children}
    </main>
  );
}

/** A part of a page, under a heading of its own. */
export function Section({
  title,
  isBusy,
  children,
}: {
  title: string;
  isBusy?: boolean;
  children: ReactNode;
}) {
  const headingId = useId();
  return (
    <section aria-labelledby={headingId} aria-busy={isBusy} className="mt-10">
      <h2 id={headingId} className="text-xl font-semibold tracking-tight">
        {title}
      </h2>
      {children}
    </section>
  );
}
