import { html, raw } from "hono/html";
import { sha256 } from "../outgoing/signature.ts";
import { style } from "./style.ts";

/** Escaped markup, as hono/html makes it. */
export type Markup = ReturnType<typeof html>;

type Page = { title: string; width?: "card" | "wide" | "full"; script?: string };

/** A page. It has no asset of its own but the inlined style sheet, and a script if it needs one. */
export function layout({ title, width = "card", script }: Page, content: Markup): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · local WorkOS</title>
        <link rel="icon" href="data:," />
        ${raw(`<style>${style}</style>`)}
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
        ${script ? raw(`<script>${script}</script>`) : ""}
      </body>
    </html>`;
}

/**
 * The policy of a page. Browsers also check the redirects after a form against `form-action`, so it
 * must let the form of a hosted page end up at the app.
 */
export function contentSecurityPolicy(formTargets: string[], script?: string): string {
  return [
    "default-src 'none'",
    "img-src data:",
    `style-src ${hashSource(style)}`,
    ...(script ? [`script-src ${hashSource(script)}`, "connect-src 'self'"] : []),
    `form-action ${["'self'", ...new Set(formTargets.map(sourceOf))].join(" ")}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** The source that admits exactly this inlined text. */
function hashSource(text: string): string {
  return `'sha256-${sha256(text).toString("base64")}'`;
}

function sourceOf(url: string): string {
  const { origin, protocol } = new URL(url);
  return origin === "null" ? protocol : origin;
}
