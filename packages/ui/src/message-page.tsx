import type { ReactNode } from "react";
import type { MenuLink } from "./account-menu.tsx";
import { buttonClass } from "./button.tsx";
import { Page } from "./page.tsx";
import { Spinner } from "./spinner.tsx";

type MessagePageProps = {
  title: string;
  children: ReactNode;
  /** Links or buttons of the app's own. */
  actions: ReactNode;
};

/** A page that says one thing, and the way on from there. */
export function MessagePage({ title, children, actions }: MessagePageProps) {
  return (
    <Page className="max-w-md py-24 sm:py-32">
      <h1 className="text-2xl font-semibold tracking-tight text-balance">{title}</h1>
      <div className="text-muted mt-3 text-pretty">{children}</div>
      <div className="mt-8 flex flex-wrap gap-3">{actions}</div>
    </Page>
  );
}

/** In place of a page that the person may not see: why. */
export function RefusedPage({ title, why, Link }: { title: string; why: string; Link: MenuLink }) {
  const myLists = (
    <Link href="/lists" className={buttonClass("primary")}>
      My lists
    </Link>
  );
  return (
    <MessagePage title={title} actions={myLists}>
      <p role="status">{why}</p>
    </MessagePage>
  );
}

/** Something is on its way. Shown only once it takes long enough to be noticed. */
export function LoadingPage({ children = "Loading…" }: { children?: ReactNode }) {
  return (
    <Page className="min-h-dvh max-w-5xl py-24">
      <p
        role="status"
        data-waits
        className="text-muted flex animate-[appear_0s_250ms_both] items-center gap-3"
      >
        <Spinner />
        {children}
      </p>
    </Page>
  );
}
