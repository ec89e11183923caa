import type { ReactNode } from "react";
import { buttonClass } from "./button.tsx";
import { Page } from "./page.tsx";
import { TwoWindows } from "./two-windows.tsx";

const steps = [
  ["Sign in with AuthKit", "The app sends you to WorkOS, with PKCE and its own redirect URI."],
  ["Ask the backend", "WorkOS asks our action endpoint whether you may sign in."],
  ["Come back with a code", "The callback checks it and exchanges it for your session."],
  ["Convex knows you", "The bridge hands your access token to Convex, which verifies it."],
  ["Events keep up", "WorkOS’s events keep our tables up to date, in any order they arrive."],
] as const;

/** The public page of an app. */
export function HomePage({ framework, actions }: { framework: string; actions: ReactNode }) {
  return (
    <Page className="py-12 sm:py-20">
      <div className="grid items-center gap-16 lg:grid-cols-[1fr_26rem]">
        <div>
          <p className="text-accent text-sm font-medium">The {framework} app</p>
          <h1 className="mt-3 text-4xl font-semibold tracking-tight text-balance sm:text-6xl">
            To-do lists that are live in every window.
          </h1>
          <p className="text-muted mt-6 max-w-xl text-lg text-pretty">
            One WorkOS sign-in and one Convex backend. Type a to-do in one window and watch it
            appear in the other.
          </p>
          <div className="mt-10 flex min-h-10 flex-wrap items-center gap-3">{actions}</div>
        </div>
        <div className="max-lg:hidden">
          <TwoWindows />
        </div>
      </div>

      <section
        aria-labelledby="side-by-side"
        className="border-line bg-surface mt-16 flex flex-wrap items-center gap-x-8 gap-y-5 rounded-2xl border p-6 sm:mt-24"
      >
        <div className="min-w-0 flex-[1_1_20rem]">
          <h2 id="side-by-side" className="text-xl font-semibold tracking-tight">
            Try it side by side
          </h2>
          <p className="text-muted mt-1 text-pretty">
            Sign in with the same account in two windows, and put them next to each other. What you
            change in one is in the other at once.
          </p>
        </div>
        <a href="/lists" target="_blank" className={buttonClass("secondary")}>
          Open a second window
        </a>
      </section>

      <section aria-labelledby="how" className="mt-16 sm:mt-24">
        <h2 id="how" className="text-xl font-semibold tracking-tight">
          How sign-in works
        </h2>
        <ol className="border-line bg-line mt-6 grid gap-px overflow-hidden rounded-2xl border sm:grid-cols-2 lg:grid-cols-5">
          {steps.map(([title, text], index) => (
            <li key={title} className="bg-surface p-5 last:sm:col-span-2 last:lg:col-span-1">
              <span className="text-accent text-sm font-semibold tabular-nums">{index + 1}</span>
              <h3 className="mt-2 font-medium">{title}</h3>
              <p className="text-muted mt-1 text-sm text-pretty">{text}</p>
            </li>
          ))}
        </ol>
      </section>
    </Page>
  );
}
