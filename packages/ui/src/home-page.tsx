import type { ReactNode } from "react";
import { buttonClass } from "./button.tsx";
import { Page } from "./page.tsx";
import { TwoWindows } from "./two-windows.tsx";

const steps = [
  ["Sign in with AuthKit", "The app sends you to WorkOS, with PKCE and its own redirect URI."],
  ["Ask the backend", "WorkOS asks our action endpoint whether you may sign in."],
  ["Return with a code", "The callback checks it and exchanges it for your session."],
  ["Convex knows you", "The bridge hands your access token to Convex, which verifies it."],
  ["Events keep up", "WorkOS’s events keep our tables up to date, in any order they arrive."],
] as const;

/** The public page of an app. */
export function HomePage({ framework, actions }: { framework: string; actions: ReactNode }) {
  return (
    <Page className="max-w-5xl py-12 sm:py-20">
      <div className="relative grid items-center gap-12 lg:grid-cols-[1fr_27rem]">
        <div className="from-accent/25 absolute -top-40 right-0 -z-10 h-160 w-160 max-w-full bg-radial to-transparent to-70%" />
        <div>
          <p className="text-accent text-sm font-medium">Convex + AuthKit, the {framework} app</p>
          <h1 className="mt-3 text-4xl font-semibold tracking-tight text-balance sm:text-6xl">
            To-do lists that are live in every window.
          </h1>
          <p className="text-muted mt-6 max-w-xl text-lg text-pretty">
            One WorkOS sign-in and one Convex backend. Type a to-do in one window and watch it
            appear in the other.
          </p>
          <div className="mt-8 flex min-h-10 flex-wrap items-center gap-3">{actions}</div>
        </div>
        <TwoWindows />
      </div>

      <section aria-labelledby="how" className="mt-16 sm:mt-24">
        <h2 id="how" className="text-2xl font-semibold tracking-tight">
          How sign-in works
        </h2>
        <ol className="mt-6 grid gap-x-6 gap-y-8 sm:grid-cols-2 lg:grid-cols-5">
          {steps.map(([title, text], index) => (
            <li
              key={title}
              className="border-accent/30 border-t-2 pt-4 last:sm:col-span-2 last:lg:col-span-1"
            >
              <span className="bg-accent/15 text-accent grid size-7 place-items-center rounded-full text-sm font-semibold">
                {index + 1}
              </span>
              <h3 className="mt-3 font-medium">{title}</h3>
              <p className="text-muted mt-1 text-sm text-pretty">{text}</p>
            </li>
          ))}
        </ol>
      </section>

      <section
        aria-labelledby="side-by-side"
        className="bg-accent text-on-accent mt-16 flex flex-wrap items-center gap-x-8 gap-y-5 rounded-2xl p-6 sm:mt-24 sm:p-8"
      >
        <div className="min-w-0 flex-[1_1_20rem]">
          <h2 id="side-by-side" className="text-2xl font-semibold tracking-tight">
            Try it side by side
          </h2>
          <p className="mt-1 text-pretty">
            Sign in with the same account in two windows. What you change in one is in the other at
            once.
          </p>
        </div>
        <a href="/lists" target="_blank" className={`${buttonClass("secondary")} text-ink`}>
          Open a second window
        </a>
      </section>
    </Page>
  );
}
