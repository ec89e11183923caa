import type { ReactNode } from "react";

/** Where the header's skip link leads. */
export const PAGE_ID = "page";

/** The content of a page, under its header. */
export function Page({ className = "", children }: { className?: string; children: ReactNode }) {
  return (
    <main
      id={PAGE_ID}
      tabIndex={-1}
      className={`mx-auto max-w-5xl px-4 outline-none sm:px-6 ${className || "py-8 sm:py-12"}`}
    >
      {children}
    </main>
  );
}
