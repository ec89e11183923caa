import { failed, notChecked, ok, type Check, type Outcome } from "./check.ts";
import type { Facts } from "./facts.ts";
import { ask, valueIn, type Page } from "./visit.ts";

/** Both apps, as they answer at their addresses. */
export const appChecks: Check[] = [
  {
    id: "next-app",
    title: "The Next.js app is at its address",
    needs: ["target"],
    run: (facts) => checkFramework(facts, "next", "Next.js"),
  },
  {
    id: "vite-app",
    title: "The Vite app is at its address",
    needs: ["target"],
    run: (facts) => checkFramework(facts, "vite", "Vite"),
  },
  {
    id: "next-callback",
    title: "The Next.js app serves /callback",
    needs: ["next-app"],
    run: (facts) => checkCallback(facts, "next"),
  },
  {
    id: "vite-callback",
    title: "The Vite app serves /callback",
    needs: ["vite-app"],
    run: (facts) => checkCallback(facts, "vite"),
  },
  {
    id: "next-sign-in",
    title: "The Next.js app signs in with the right client id and redirect URI",
    needs: ["next-app", "variables"],
    run: checkNextSignIn,
  },
  {
    id: "vite-sign-in",
    title: "The Vite app signs in with the right client id and redirect URI",
    needs: ["vite-app", "variables"],
    run: checkViteSignIn,
  },
  {
    id: "next-convex",
    title: "The Next.js app talks to this deployment",
    needs: ["next-app", "deployment"],
    run: (facts) => checkConvexUrl(facts, "next"),
  },
  {
    id: "vite-convex",
    title: "The Vite app talks to this deployment",
    needs: ["vite-app", "deployment"],
    run: (facts) => checkConvexUrl(facts, "vite"),
  },
  {
    id: "authentication-domain",
    title: "The Vite app has a custom authentication domain",
    needs: ["vite-app"],
    run: checkAuthenticationDomain,
  },
];

type App = "next" | "vite";
const names = { next: "Next.js app", vite: "Vite app" };

const pageOf = (facts: Facts, app: App): Promise<Page | undefined> =>
  app === "next" ? facts.nextPage() : facts.vitePage();

/** The page of an app that was found to be there. */
async function pageThere(facts: Facts, app: App): Promise<Page> {
  const page = await pageOf(facts, app);
  if (!page) throw new Error(`The ${names[app]} has stopped meanwhile.`);
  return page;
}

async function checkFramework(
  facts: Facts,
  app: App,
  framework: Page["framework"],
): Promise<Outcome> {
  const { apps } = await facts.target();
  const { origin } = apps[app];
  const page = await pageOf(facts, app);
  if (page?.framework === framework) return ok;
  if (page) {
    return failed(
      `At ${origin}, where the ${names[app]} should be, is ${page.framework}.`,
      facts.isProduction
        ? "Are NEXT_APP_URL and VITE_APP_URL the right way round, and the app deployed there?"
        : "Stop what runs there, and start npm run dev, where both apps take their ports from packages/convex-backend/convex.json.",
    );
  }
  if (!facts.isProduction) return notChecked(`nothing runs at ${origin}: start npm run dev.`);
  return failed(`Nothing answers at ${origin}.`, "Is the app deployed, and its address right?");
}

async function checkCallback(facts: Facts, app: App): Promise<Outcome> {
  const { apps } = await facts.target();
  const { redirectUri } = apps[app];
  const response = await ask(redirectUri);
  if (response.status < 400) return ok;
  return failed(
    `${redirectUri} answered ${response.status}: nobody comes back from WorkOS signed in.`,
    app === "next"
      ? "Is apps/next/app/callback/route.ts there, and deployed? The log of the server says more."
      : "Let the host answer every path without a file with index.html, as for single-page apps.",
  );
}

async function checkNextSignIn(facts: Facts): Promise<Outcome> {
  const { apps } = await facts.target();
  const url = `${apps.next.origin}/sign-in`;
  const response = await ask(url);
  const location = response.headers.get("location");
  if (!location) {
    return failed(
      `${url} answered ${response.status}, and does not lead to WorkOS.`,
      "The log of the Next.js server says why: it lacks a variable, most likely.",
    );
  }
  const { searchParams } = new URL(location, url);
  return await compareSignIn(facts, "next", {
    clientId: searchParams.get("client_id") ?? undefined,
    redirectUri: searchParams.get("redirect_uri") ?? undefined,
  });
}

async function checkViteSignIn(facts: Facts): Promise<Outcome> {
  const { text } = await pageThere(facts, "vite");
  // In a build by the names in apps/vite/src/env.ts; from the dev server by those of the variables.
  return await compareSignIn(facts, "vite", {
    clientId: valueIn(text, "VITE_WORKOS_CLIENT_ID", "clientId"),
    redirectUri: valueIn(text, "VITE_WORKOS_REDIRECT_URI", "redirectUri"),
  });
}

const variablesOfApps = {
  next: { clientId: "WORKOS_CLIENT_ID", redirectUri: "NEXT_PUBLIC_WORKOS_REDIRECT_URI" },
  vite: { clientId: "VITE_WORKOS_CLIENT_ID", redirectUri: "VITE_WORKOS_REDIRECT_URI" },
};

async function compareSignIn(
  facts: Facts,
  app: App,
  used: { clientId?: string; redirectUri?: string },
): Promise<Outcome> {
  const [{ apps }, variables] = await Promise.all([facts.target(), facts.variables()]);
  const right = { clientId: variables.WORKOS_CLIENT_ID, redirectUri: apps[app].redirectUri };
  for (const name of ["clientId", "redirectUri"] as const) {
    if (used[name] === right[name]) continue;
    return failed(
      `The ${names[app]} signs in with the ${name === "clientId" ? "client id" : "redirect URI"} ${used[name]}, and not with ${right[name]}.`,
      setAnew(facts, app, variablesOfApps[app][name]),
    );
  }
  return ok;
}

function setAnew({ isProduction }: Facts, app: App, name: string): string {
  return isProduction
    ? `Set ${name} in the settings of the host, and build the ${names[app]} anew.`
    : `Is ${name} set in the shell, or in a file of the app? Take it out, and start npm run dev anew.`;
}

async function checkConvexUrl(facts: Facts, app: App): Promise<Outcome> {
  const { convexUrl } = await facts.target();
  const { text } = await pageThere(facts, app);
  if (text.includes(convexUrl)) return ok;
  const other =
    valueIn(text, "VITE_CONVEX_URL", "convexUrl") ??
    /https:\/\/[\w-]+\.convex\.cloud/.exec(text)?.[0];
  return failed(
    `The ${names[app]} does not have ${convexUrl} in what it serves${other ? `, but ${other}` : ""}.`,
    setAnew(facts, app, app === "next" ? "NEXT_PUBLIC_CONVEX_URL" : "VITE_CONVEX_URL"),
  );
}

async function checkAuthenticationDomain(facts: Facts): Promise<Outcome> {
  if (!facts.isProduction) return notChecked("development does without one.");
  const host = valueIn((await pageThere(facts, "vite")).text, "VITE_WORKOS_API_HOSTNAME");
  if (host && host !== "api.workos.com") return ok;
  return notChecked(
    "it has none, and browsers that block third-party cookies sign people out on reload: set one up in https://dashboard.workos.com under Domains, and VITE_WORKOS_API_HOSTNAME to it.",
  );
}
