import { html } from "hono/html";
import type { Environment } from "../environment.ts";
import { stateOf } from "../identity/invitations.ts";
import { choicesOf, organizationNames } from "../identity/organizations.ts";
import { activeSessions } from "../identity/sessions.ts";
import type { ActionRow } from "../outgoing/actions.ts";
import type { Delivery } from "../outgoing/webhooks.ts";
import type { Invitation, Session, User } from "../state/objects.ts";
import type { SignIn } from "../state/sign-ins.ts";
import { initials } from "./hosted-page.ts";
import { layout, type Markup } from "./layout.ts";

const shown = 30;

/** Refetches the page while it is looked at, and keeps what is open, focused or selected. */
export const followScript = `
const main = document.querySelector("main");
let last;
async function follow() {
  if (document.visibilityState === "visible" && getSelection().isCollapsed) {
    const response = await fetch(location.href).catch(() => undefined);
    document.body.classList.toggle("offline", !response?.ok);
    if (response?.ok) swap(await response.text());
  }
  setTimeout(follow, 1000);
}
function swap(text) {
  if (text === last) return;
  last = text;
  const next = new DOMParser().parseFromString(text, "text/html").querySelector("main");
  for (const { id } of main.querySelectorAll("details[open]")) next.querySelector("#" + id)?.setAttribute("open", "");
  const focused = document.activeElement?.id;
  main.replaceChildren(...next.childNodes);
  if (focused) document.getElementById(focused)?.focus();
}
follow();
`;

/** What the environment knows and has sent: no secret, and no token but those of invitations. */
export function inboxPage(env: Environment): Markup {
  const people = env.users.all().toReversed();
  const invitations = env.invitations
    .all()
    .filter((invitation) => stateOf(env, invitation) === "pending")
    .toReversed();
  const signIns = env.signIns.all().toReversed().slice(0, shown);
  const deliveries = env.deliveries.all().toReversed().slice(0, shown);
  const actions = env.actions.all().toReversed().slice(0, shown);
  return layout(
    { title: "Inbox", width: "full", script: followScript },
    html`<h1>Inbox</h1>
      <p class="lead">What this environment knows, sends and asks. It updates by itself.</p>
      <p class="alert offline-note" role="alert">The local WorkOS has stopped.</p>
      <div class="columns">
        <div>
          ${section(
            "Sign-ins",
            env.signIns.all().length,
            signIns.map((signIn) => signInRow(env, signIn)),
            "None yet. Each shows its steps: authorize, action, code, token, webhook, answer.",
          )}
          ${section(
            "Webhooks",
            env.deliveries.all().length,
            deliveries.map((delivery) => deliveryRow(env, delivery)),
            "None yet. The app is sent an event when something about a person changes.",
          )}
          ${section(
            "Actions",
            env.actions.all().length,
            actions.map(actionRow),
            "None yet. The app is asked before a person registers or signs in.",
          )}
        </div>
        <div>
          ${section(
            "Invitations",
            invitations.length,
            invitations.slice(0, shown).map((invitation) => invitationRow(env, invitation)),
            "None pending. WorkOS sends them by email; here you open their links.",
          )}
          ${section(
            "People",
            people.length,
            people.slice(0, shown).map((user) => personRow(env, user)),
            "Nobody yet. Sign up in an app, and you are the first.",
          )}
        </div>
      </div>`,
  );
}

function section(title: string, count: number, rows: Markup[], empty: string): Markup {
  return html`<section>
    <h2>${title} <span class="count">${count}</span></h2>
    ${
      rows.length > 0
        ? html`<ul class="rows">
            ${rows}
          </ul>`
        : html`<p class="empty">${empty}</p>`
    }
    ${count > rows.length ? html`<p class="empty">The last ${rows.length} are shown.</p>` : ""}
  </section>`;
}

function signInRow(env: Environment, { id, email, steps, sessionId }: SignIn): Markup {
  const webhooks = env.deliveries.all().flatMap(({ event, status, lastResult }) => {
    if (sessionId === null || event.event !== "session.created") return [];
    if (event.data.id !== sessionId) return [];
    const answer = typeof lastResult === "number" ? `HTTP ${lastResult}` : lastResult;
    return { name: "webhook", status, detail: answer ?? "no answer yet", at: event.created_at };
  });
  const way = [...steps, ...webhooks];
  const last = steps.at(-1);
  const isDenied = steps.some(({ status }) => status === "denied");
  const status = isDenied ? "denied" : sessionId === null ? "pending" : "allowed";
  const word = isDenied ? "refused" : sessionId === null ? "under way" : "signed in";
  return html`<li>
    <details id="${id}">
      ${summary(status, email, isDenied ? (last?.detail ?? "") : "", steps[0]?.at ?? "", word)}
      <ol class="way">
        ${way.map(
          (step) =>
            html`<li>
              <span class="pill ${step.status}">${step.name}</span>
              <span class="what"
                >${step.status === "done" ? "" : html`<strong>${step.status}</strong>`}
                ${step.detail}</span
              >
              ${time(step.at)}
            </li>`,
        )}
      </ol>
    </details>
  </li>`;
}

function deliveryRow(env: Environment, delivery: Delivery): Markup {
  const { id, event, email, status, attempts, lastResult, answer } = delivery;
  const endpoint = env.webhookEndpoints.get(delivery.endpointId);
  const about = email ?? env.organizations.get(delivery.organizationId)?.name ?? "";
  // It is longer than a phone is wide.
  const [object = "", change = ""] = event.event.split(".");
  const type = html`${object}<wbr />.${change}`;
  return html`<li>
    <details id="${id}">
      ${summary(status, type, about, event.created_at)}
      <p class="facts">
        ${endpoint?.endpoint_url ?? "A deleted endpoint"} · ${attempts}
        ${attempts === 1 ? "attempt" : "attempts"}${
          lastResult === null
            ? ""
            : ` · ${typeof lastResult === "number" ? "HTTP " : ""}${lastResult}`
        }
      </p>
      ${block("Body", JSON.stringify(event, null, 2))} ${answer ? block("Answer", answer) : ""}
      <form method="post" action="/inbox/resend">
        <button class="small" id="resend_${id}" name="delivery" value="${id}">Resend</button>
      </form>
    </details>
  </li>`;
}

function actionRow({ id, object, email, context, verdict, at }: ActionRow): Markup {
  const name = object === "authentication_action_context" ? "Authentication" : "Registration";
  return html`<li>
    <details id="${id}">
      ${summary(verdict.allowed ? "allowed" : "denied", name, email, at)}
      ${verdict.allowed ? "" : block("Answer", verdict.message)}
      ${block("Body", JSON.stringify(context, null, 2))}
    </details>
  </li>`;
}

function invitationRow(env: Environment, invitation: Invitation): Markup {
  const { email, organization_id, role_slug, accept_invitation_url } = invitation;
  const organization = env.organizations.get(organization_id)?.name;
  const role = role_slug === null ? "" : ` as ${role_slug}`;
  return html`<li class="invitation">
    <span class="what"
      ><strong>${email}</strong>
      ${organization ? `to join ${organization}${role}` : "to sign up"}</span
    >
    <a href="${accept_invitation_url}">Accept invitation</a>
  </li>`;
}

function personRow(env: Environment, user: User): Markup {
  const sessions = activeSessions(env, user.id);
  const label = `${sessions.length} ${sessions.length === 1 ? "session" : "sessions"}`;
  const belongsTo = organizationNames(env, user).join(", ");
  return html`<li>
    <details id="${user.id}">
      <summary class="person">
        <span class="avatar" aria-hidden="true">${initials(user).toUpperCase()}</span>
        <span class="what"
          ><strong>${user.name ?? user.email}</strong> ${user.name && user.email}</span
        >
        ${sessions.length > 0 ? html`<span class="pill delivered">${label}</span>` : ""}
      </summary>
      ${belongsTo ? html`<p class="facts">${belongsTo}</p>` : ""}
      ${sessions.map((session) => sessionFacts(env, session))} ${impersonateForm(env, user)}
      ${block("User", JSON.stringify(user, null, 2))}
    </details>
  </li>`;
}

function sessionFacts(env: Environment, session: Session): Markup {
  const organization = env.organizations.get(session.organization_id)?.name;
  const { impersonator } = session;
  return html`<p class="facts">
    Since
    ${time(session.created_at)}${organization ? ` in ${organization}` : ""}${
      impersonator ? `, impersonated by ${impersonator.email}` : ""
    }
    · ${session.user_agent ?? "unknown device"}
  </p>`;
}

/** One button, or one for each organization that the person can be signed in to. */
function impersonateForm(env: Environment, { id }: User): Markup {
  const choices = choicesOf(env, id);
  const buttons =
    choices.length < 2
      ? [{ value: "", label: "Impersonate" }]
      : choices.map(({ organization }) => ({
          value: organization.id,
          label: `Impersonate in ${organization.name}`,
        }));
  return html`<form class="buttons" method="post" action="/inbox/impersonate">
    <input type="hidden" name="user" value="${id}" />
    ${buttons.map(
      ({ value, label }) =>
        html`<button class="small" id="as_${id}${value}" name="organization" value="${value}">
          ${label}
        </button>`,
    )}
  </form>`;
}

function summary(
  status: string,
  what: string | Markup,
  about: string,
  at: string,
  word: string = status,
): Markup {
  return html`<summary>
    <span class="pill ${status}">${word}</span>
    <span class="what"><strong>${what}</strong> ${about}</span>
    ${time(at)}
  </summary>`;
}

function block(label: string, text: string): Markup {
  return html`<h3>${label}</h3>
    <pre tabindex="0">${text}</pre>`;
}

/** In the time zone of this machine, which is the reader's. */
function time(iso: string): Markup {
  return html`<time datetime="${iso}">${new Date(iso).toLocaleTimeString("en-GB")}</time>`;
}
