import { useId, type ReactNode } from "react";

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
