import type { AppKind } from "./apps.ts";
import { notChecked, ok, type Outcome } from "./check.ts";
import type { Facts } from "./facts.ts";
import { valueIn } from "./visit.ts";

/** What the doctor knows of the Vite app. */
export const viteApp: AppKind = {
  isServedAs: (html) => /<script[^>]* type="module"/.test(html),
  callbackFix:
    "Let the host answer every path without a file with index.html, as for single-page apps.",
  // In a build by the names in apps/vite/src/env.ts; from the dev server by those of the variables.
  readSignIn: (_origin, { text }) => ({
    clientId: valueIn(text, "VITE_WORKOS_CLIENT_ID", "clientId"),
    redirectUri: valueIn(text, "VITE_WORKOS_REDIRECT_URI", "redirectUri"),
  }),
};

export async function checkAuthenticationDomain(facts: Facts): Promise<Outcome> {
  if (!facts.isProduction) return notChecked("development does without one.");
  const host = valueIn((await facts.pageThere("vite")).text, "VITE_WORKOS_API_HOSTNAME");
  if (host && host !== "api.workos.com") return ok;
  return notChecked(
    "it has none, and browsers that block third-party cookies sign people out on reload: set one up in https://dashboard.workos.com under Domains, and VITE_WORKOS_API_HOSTNAME to it.",
  );
}
