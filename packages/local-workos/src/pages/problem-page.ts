import { html } from "hono/html";
import { layout, type Markup } from "./layout.ts";

/** Why an authorization request cannot be answered, for the developer who sent it. */
export type Problem = {
  title: string;
  message: string;
  details: { term: string; values: string[] }[];
};

/** The page for a request that must not be redirected anywhere. */
export function problemPage({ title, message, details }: Problem): Markup {
  return layout(
    { title, width: "wide" },
    html`<h1>${title}</h1>
      <p class="lead" role="alert">${message}</p>
      <dl>
        ${details.map(
          ({ term, values }) =>
            html`<dt>${term}</dt>
              ${values.map((value) => html`<dd><code>${value}</code></dd>`)}`,
        )}
      </dl>`,
  );
}
