import { html, raw } from "hono/html";
import { styleElement, styleSource } from "./style.ts";

/** Escaped markup, as hono/html makes it. */
export type Markup = ReturnType<typeof html>;

/** A hosted page. It has no script, and no asset of its own but the inlined style sheet. */
export function layout(title: string, content: Markup, width: "card" | "wide" = "card"): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · local WorkOS</title>
        <link rel="icon" href="data:," />
        ${raw(styleElement)}
      </head>
      <body>
        <main class="${width}">
          <p class="badge">Local WorkOS</p>
          ${content}
        </main>
        <footer>
          <strong>This is the local stand-in for WorkOS.</strong> It runs on this machine only: no
          password is asked, and no account is needed.
        </footer>
      </body>
    </html>`;
}

/**
 * The policy of a hosted page. Browsers also check the redirects after a form against
 * `form-action`, so it must let the form end up at the app.
 */
export function contentSecurityPolicy(formTargets: string[]): string {
  return [
    "default-src 'none'",
    "img-src data:",
    `style-src ${styleSource}`,
    `form-action ${["'self'", ...new Set(formTargets.map(sourceOf))].join(" ")}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

function sourceOf(url: string): string {
  const { origin, protocol } = new URL(url);
  return origin === "null" ? protocol : origin;
}
