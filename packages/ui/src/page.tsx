import { useId, type ReactNode } from "react";

/** Where the header's skip link leads. */
export const PAGE_ID = "page";

const pageClass = "max-w-5xl py-8 sm:py-12";

type PageProps = { title?: string; intro?: string; className?: string; children: ReactNode };

/** The content of a page, under its header. */
export function Page({ title, intro, className = pageClass, children }: PageProps) {
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

type SectionProps = {
  title: string;
  note?: string;
  /** Whether it is a card, beside others. */
  isCard?: boolean;
  isBusy?: boolean;
  children: ReactNode;
};

const cardClass =
  "border-line bg-surface grid grid-cols-1 content-start gap-4 rounded-2xl border p-5";

/** A part of a page, under a heading of its own. */
export function Section({ title, note, isCard = false, isBusy, children }: SectionProps) {
  const headingId = useId();
  return (
    <section
      aria-labelledby={headingId}
      aria-busy={isBusy}
      className={isCard ? cardClass : "mt-10"}
    >
      <div>
        <h2 id={headingId} className={`font-semibold tracking-tight ${isCard ? "" : "text-xl"}`}>
          {title}
        </h2>
        {note && <p className="text-muted mt-1 text-sm text-pretty">{note}</p>}
      </div>
      {children}
    </section>
  );
}
