import type { ReactNode } from "react";

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
