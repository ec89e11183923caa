import { html } from "hono/html";
import type { User } from "../identity/objects.ts";
import { layout, type Markup } from "./layout.ts";

/** What the person typed, shown again after an error. */
export type Typed = { email: string; firstName: string; lastName: string };

export type HostedPage = {
  screen: "sign-in" | "sign-up";
  /** Host of the app that the person continues to. */
  app: string;
  /** Where the form goes: the page's own URL. */
  action: string;
  typed: Typed;
  people: User[];
  error?: Markup | string;
  /** The other screen, with the same query. */
  otherScreen: string;
};

/** The hosted sign-in or sign-up page. */
export function hostedPage(page: HostedPage): Markup {
  const signUp = page.screen === "sign-up";
  const title = signUp ? "Create your account" : "Sign in";
  const people = signUp ? [] : page.people;
  return layout(
    title,
    html`<h1>${title}</h1>
      <p class="lead">to continue to ${page.app}</p>
      ${page.error ? html`<p class="alert" id="error" role="alert">${page.error}</p>` : ""}
      <form method="post" action="${page.action}" novalidate>
        ${emailField(page, people.length === 0)} ${signUp ? nameFields(page.typed) : ""}
        <button class="primary">Continue</button>
      </form>
      ${people.length > 0 ? peopleList(page.action, people) : ""}
      <p class="switch">
        ${
          signUp
            ? html`Have an account? <a href="${page.otherScreen}">Sign in instead</a>`
            : html`New here? <a href="${page.otherScreen}">Create an account</a>`
        }
      </p>`,
  );
}

/** Points from a refused email to the screen that accepts it. */
export function emailError(text: string, link: { href: string; label: string }): Markup {
  return html`${text} <a href="${link.href}">${link.label}</a>`;
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

function peopleList(action: string, people: User[]): Markup {
  return html`<p class="or">or pick a person</p>
    <form method="post" action="${action}">
      <ul class="people">
        ${people.map(
          (user) =>
            html`<li>
              <button name="email" value="${user.email}">
                <span class="avatar" aria-hidden="true">${initials(user)}</span>
                <span>Continue as <strong>${user.email}</strong></span>
              </button>
            </li>`,
        )}
      </ul>
    </form>`;
}

function initials({ first_name, last_name, email }: User): string {
  const letters = `${first_name?.charAt(0) ?? ""}${last_name?.charAt(0) ?? ""}`;
  return (letters || email.charAt(0)).toUpperCase();
}
