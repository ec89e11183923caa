import type { ReactNode } from "react";
import { PAGE_ID } from "./page.tsx";

type SiteHeaderProps = { home: ReactNode; nav: ReactNode; account: ReactNode };

/** The top of every page: the app's link home, its navigation, and who is signed in. */
export function SiteHeader({ home, nav, account }: SiteHeaderProps) {
  return (
    <header className="border-line bg-surface/80 sticky top-0 z-10 border-b backdrop-blur">
      <a
        href={`#${PAGE_ID}`}
        className="bg-surface sr-only rounded-lg px-4 py-2 text-sm focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-10"
      >
        Skip to content
      </a>
      <div className="mx-auto flex h-16 max-w-5xl items-center gap-x-2 px-4 sm:gap-x-4 sm:px-6">
        {home}
        <nav aria-label="Main" className="flex min-w-0 items-center empty:hidden">
          {nav}
        </nav>
        <div className="ml-auto flex shrink-0 items-center gap-1 sm:gap-2">{account}</div>
      </div>
    </header>
  );
}

/** What the link home shows: the product, and which app this is. */
export function Brand({ framework }: { framework: string }) {
  return (
    <span className="flex items-center gap-2.5">
      <svg aria-hidden="true" viewBox="0 0 32 32" className="size-7 shrink-0">
        <rect width="32" height="32" rx="9" className="fill-accent" />
        <g fill="none" strokeWidth="2.75" className="stroke-on-accent">
          <circle cx="12.5" cy="16" r="5" />
          <circle cx="19.5" cy="16" r="5" />
        </g>
      </svg>
      <span className="font-semibold tracking-tight max-[26rem]:sr-only">Tandem</span>{" "}
      <span className="border-line text-muted hidden rounded-full border px-2 py-0.5 text-xs sm:inline">
        {framework}
      </span>
    </span>
  );
}
