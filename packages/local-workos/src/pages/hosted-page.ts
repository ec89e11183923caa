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
export function chooserPage({
  app,
  action,
  email,
  choices,
}: {
  app: string;
  action: string;
  email: string;
  choices: Chosen[];
}): Markup {
  const title = "Choose an organization";
  const buttons = choices.map(({ organization: { id, name }, role }) => ({
    ...{ value: id, letters: name.charAt(0), small: role.name, strong: name, isSmallFirst: false },
  }));
  return layout(
    { title },
    html`<h1>${title}</h1>
      <p class="lead">to continue to ${app} as ${email}</p>
      ${choiceList(action, "organization_id", buttons, { email })}`,
  );
}

/** Points from a refused email to the screen that accepts it. */
export function emailError(text: string, link: { href: string; label: string }): Markup {
  return html`${text} <a href="${link.href}">${link.label}</a>`;
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
  return html`<div class="field">
    <label for="email">Email</label>
    <input
      id="email"
      name="email"
      type="email"
      value="${typed.email}"
      autocomplete="username"
      autocapitalize="none"
      spellcheck="false"
      required
      ${described}
      ${focus || error ? html`autofocus` : ""}
    />
  </div>`;
}

function nameFields({ firstName, lastName }: Typed): Markup {
  return html`<div class="names">
    <div class="field">
      <label for="first_name">First name</label>
      <input id="first_name" name="first_name" value="${firstName}" autocomplete="given-name" />
    </div>
    <div class="field">
      <label for="last_name">Last name</label>
      <input id="last_name" name="last_name" value="${lastName}" autocomplete="family-name" />
    </div>
  </div>`;
}

type Choice = {
  value: string;
  letters: string;
  strong: string;
  small: string;
  isSmallFirst: boolean;
};

function personChoice(user: User): Choice {
  const letters = initials(user);
  return {
    value: user.email,
    letters,
    strong: user.email,
    small: "Continue as",
    isSmallFirst: true,
  };
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
        ({ value, letters, strong, small, isSmallFirst }) =>
          html`<li>
            <button name="${name}" value="${value}">
              <span class="avatar" aria-hidden="true">${letters.toUpperCase()}</span>
              <span>
                ${isSmallFirst ? `${small} ` : ""}<strong>${strong}</strong>
                ${isSmallFirst ? "" : small}
              </span>
            </button>
          </li>`,
      )}
    </ul>
  </form>`;
}
