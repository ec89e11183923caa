import type { TargetApp } from "../target.ts";
import { failed, notChecked, type Outcome } from "./check.ts";
import { ask, valueIn, type Page } from "./visit.ts";

/** What an app tells WorkOS when somebody signs in. */
export type SignIn = { clientId: string; redirectUri: string };

/** What the doctor knows of apps on one of the AuthKit SDKs. */
export type AppKind = {
  /** Whether a page is of its framework. */
  isServedAs: (html: string) => boolean;
  /** What to do when the redirect URI is an error. */
  callbackFix: string;
  /** How it signs people in, or why that is not known. */
  readSignIn: (app: TargetApp, page: Page) => Promise<SignIn | Outcome> | SignIn | Outcome;
};

const onServer: AppKind = {
  isServedAs: (html) => html.includes("/_next/"),
  callbackFix:
    "Is there a route for it (route.ts, with handleAuth), and is it deployed? The log of the server says more.",
  async readSignIn({ origin, framework }) {
    const url = `${origin}/sign-in`;
    const response = await ask(url);
    if (response.status === 404) return notChecked(`there is no ${url}.`);
    const location = response.headers.get("location");
    if (!location) {
      return failed(
        `${url} answered ${response.status}, and does not lead to WorkOS.`,
        `The log of the ${framework} server says why: most likely it lacks a variable.`,
      );
    }
    const { searchParams } = new URL(location, url);
    return readFrom((name) => searchParams.get(name) ?? undefined, "client_id", "redirect_uri");
  },
};

const inBrowser: AppKind = {
  isServedAs: (html) => /<script[^>]* type="module"/.test(html),
  callbackFix:
    "Let the host answer every path without a file with index.html, as for single-page apps.",
  // In a build by the names of the SDK's properties; from the dev server by those of the variables.
  readSignIn: ({ publicPrefix }, { text }) =>
    readFrom(
      (name) => valueIn(text, `${publicPrefix}WORKOS_${toUpperSnakeCase(name)}`, name),
      "clientId",
      "redirectUri",
    ),
};

export const kindOf = ({ isBrowserOnly }: Pick<TargetApp, "isBrowserOnly">): AppKind =>
  isBrowserOnly ? inBrowser : onServer;

function readFrom(
  read: (name: string) => string | undefined,
  ...[idName, uriName]: [string, string]
): SignIn | Outcome {
  const [clientId, redirectUri] = [read(idName), read(uriName)];
  if (clientId && redirectUri) return { clientId, redirectUri };
  return notChecked("what it serves does not show with which client id and redirect URI.");
}

const toUpperSnakeCase = (name: string) => name.replace(/[A-Z]/g, "_$&").toUpperCase();
