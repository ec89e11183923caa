import { html } from "hono/html";
import type { Chosen } from "../identity/organizations.ts";
import type { User } from "../state/objects.ts";
import { layout, type Markup } from "./layout.ts";

/** What the person typed, shown again after an error. */
export type Typed = { email: string; firstName: string; lastName: string; organizationId: string };

type HostedPage = {
  screen: "sign-in" | "sign-up";
  /** Host of the app that the person continues to. */
  app: string;
  /** The organization that they are invited to. */
  joining: string | undefined;
  /** Where the form goes: the page's own URL. */
  action: string;
  typed: Typed;
  people: User[];
  error: Markup | string | undefined;
  /** The other screen, with the same query; null if only this one will do. */
  otherScreen: string | null;
};

type Chooser = Pick<HostedPage, "app" | "action"> & { email: string; choices: Chosen[] };

/** The hosted sign-in or sign-up page. */
export function hostedPage(page: HostedPage): Markup {
  const { app, action, joining, error, otherScreen } = page;
  const signUp = page.screen === "sign-up";
  const title = signUp ? "Create your account" : "Sign in";
  const people = signUp ? [] : page.people;
  return layout(
    { title },
    html`<h1>${title}</h1>
      <p class="lead">${joining ? `to join ${joining} and ` : "to "}continue to ${app}</p>
      ${error ? html`<p class="alert" id="error" role="alert">${error}</p>` : ""}
      <form method="post" action="${action}" novalidate>
        ${emailField(page, people.length === 0)} ${signUp ? nameFields(page.typed) : ""}
        <button class="primary">Continue</button>
      </form>
      ${
        people.length > 0
          ? html`<p class="or">or pick a person</p>
              ${choiceList(action, "email", people.map(personChoice))}`
          : ""
      }
      ${otherScreen === null ? "" : switchLink(signUp, otherScreen)}`,
  );
}

/** Asks somebody with several organizations which one they sign in to. */
export function chooserPage({ app, action, email, choices }: Chooser): Markup {
  const title = "Choose an organization";
  const buttons = choices.map(({ organization: { id, name }, role }) => ({
    value: id,
    letters: name.charAt(0),
    label: html`<strong>${name}</strong> ${role.name}`,
  }));
  return layout(
    { title },
    html`<h1>${title}</h1>
      <p class="lead">to continue to ${app} as ${email}</p>
      ${choiceList(action, "organization_id", buttons, { email })}`,
  );
}

/** One or two letters for a person. */
export function initials({ first_name, last_name, email }: User): string {
  return `${first_name?.charAt(0) ?? ""}${last_name?.charAt(0) ?? ""}` || email.charAt(0);
}

function switchLink(signUp: boolean, otherScreen: string): Markup {
  return html`<p class="switch">
    ${signUp ? "Have an account?" : "New here?"}
    <a href="${otherScreen}">${signUp ? "Sign in instead" : "Create an account"}</a>
  </p>`;
}

function emailField({ typed, error }: HostedPage, focus: boolean): Markup {
  const described = error ? html`aria-invalid="true" aria-describedby="error"` : "";
  const extra = html`type="email" autocapitalize="none" spellcheck="false" required ${described}`;
  const focused = focus || error ? html`${extra} autofocus` : extra;
  return field("email", "Email", typed.email, "username", focused);
}

function nameFields({ firstName, lastName }: Typed): Markup {
  return html`<div class="names">
    ${field("first_name", "First name", firstName, "given-name")}
    ${field("last_name", "Last name", lastName, "family-name")}
  </div>`;
}

function field(name: string, label: string, value: string, autocomplete: string, extra?: Markup) {
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      value="${value}"
      autocomplete="${autocomplete}"
      ${extra ?? ""}
    />
  </div>`;
}

type Choice = { value: string; letters: string; label: Markup };

function personChoice(user: User): Choice {
  const label = html`Continue as <strong>${user.email}</strong>`;
  return { value: user.email, letters: initials(user), label };
}

/** A form in which each button is an answer. */
function choiceList(
  action: string,
  name: string,
  choices: Choice[],
  hidden: Record<string, string> = {},
): Markup {
  return html`<form method="post" action="${action}">
    ${Object.entries(hidden).map(
      ([key, value]) => html`<input type="hidden" name="${key}" value="${value}" />`,
    )}
    <ul class="choices">
      ${choices.map(
        ({ value, letters, label }) =>
          html`<li>
            <button name="${name}" value="${value}">
              <span class="avatar" aria-hidden="true">${letters.toUpperCase()}</span>
              <span>${label}</span>
            </button>
          </li>`,
      )}
    </ul>
  </form>`;
}

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
