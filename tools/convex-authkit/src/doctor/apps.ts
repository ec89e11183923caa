import { appNames, apps, type AppName } from "@repo/config/apps";
import { failed, notChecked, ok, type Check, type Outcome } from "./check.ts";
import type { Facts } from "./facts.ts";
// begin: next
import { nextApp } from "./next-app.ts";
// end: next
import { ask, valueIn, type Page } from "./visit.ts";
// begin: vite
import { checkAuthenticationDomain, viteApp } from "./vite-app.ts";
// end: vite

/** What the doctor knows of one app alone. */
export type AppKind = {
  /** Whether a page is of its framework. */
  isServedAs: (html: string) => boolean;
  /** What to do when /callback is an error. */
  callbackFix: string;
  /** What it tells WorkOS when somebody signs in, or what is wrong with it. */
  readSignIn: (origin: string, page: Page) => Promise<SignIn | Outcome> | SignIn;
};

type SignIn = { clientId: string | undefined; redirectUri: string | undefined };

const kinds: Record<AppName, AppKind> = {
  // begin: next
  next: nextApp,
  // end: next
  // begin: vite
  vite: viteApp,
  // end: vite
};

/** Each app, as it answers at its address. */
export const appChecks: Check[] = [
  ...appNames.map((app) => ({
    id: `${app}-app`,
    title: `The ${apps[app].name} is at its address`,
    needs: ["target"],
    run: (facts: Facts) => checkFramework(facts, app),
  })),
  ...appNames.map((app) => ({
    id: `${app}-callback`,
    title: `The ${apps[app].name} serves /callback`,
    needs: [`${app}-app`],
    run: (facts: Facts) => checkCallback(facts, app),
  })),
  ...appNames.map((app) => ({
    id: `${app}-sign-in`,
    title: `The ${apps[app].name} signs in with the right client id and redirect URI`,
    needs: [`${app}-app`, "variables"],
    run: (facts: Facts) => checkSignIn(facts, app),
  })),
  ...appNames.map((app) => ({
    id: `${app}-convex`,
    title: `The ${apps[app].name} talks to this deployment`,
    needs: [`${app}-app`, "deployment"],
    run: (facts: Facts) => checkConvexUrl(facts, app),
  })),
  // begin: vite
  {
    id: "authentication-domain",
    title: "The Vite app has a custom authentication domain",
    needs: ["vite-app"],
    run: checkAuthenticationDomain,
  },
  // end: vite
];

async function checkFramework(facts: Facts, app: AppName): Promise<Outcome> {
  const { origin } = (await facts.target()).apps[app];
  const page = await facts.pages[app]();
  if (page && kinds[app].isServedAs(page.html)) return ok;
  if (page) {
    const other = appNames.find((each) => kinds[each].isServedAs(page.html));
    const appUrls = appNames.map((each) => apps[each].variables.appUrl);
    return failed(
      `At ${origin}, where the ${apps[app].name} should be, is ${other ? apps[other].framework : "another project"}.`,
      facts.isProduction
        ? `Is ${appUrls.join(" or ")} another app's, and is this one deployed there?`
        : "Stop what runs there, and start npm run dev, which takes its ports from packages/convex-backend/convex.json.",
    );
  }
  if (!facts.isProduction) return notChecked(`nothing runs at ${origin}: start npm run dev.`);
  return failed(`Nothing answers at ${origin}.`, "Is the app deployed, and its address right?");
}

async function checkCallback(facts: Facts, app: AppName): Promise<Outcome> {
  const { redirectUri } = (await facts.target()).apps[app];
  const response = await ask(redirectUri);
  if (response.status < 400) return ok;
  return failed(
    `${redirectUri} answered ${response.status}: nobody comes back from WorkOS signed in.`,
    kinds[app].callbackFix,
  );
}

async function checkSignIn(facts: Facts, app: AppName): Promise<Outcome> {
  const [target, variables] = await Promise.all([facts.target(), facts.variables()]);
  const { origin, redirectUri } = target.apps[app];
  const used = await kinds[app].readSignIn(origin, await facts.pageThere(app));
  if ("status" in used) return used;
  const right = { clientId: variables.WORKOS_CLIENT_ID, redirectUri };
  for (const name of ["clientId", "redirectUri"] as const) {
    if (used[name] === right[name]) continue;
    return failed(
      `The ${apps[app].name} signs in with the ${name === "clientId" ? "client id" : "redirect URI"} ${used[name]}, and not with ${right[name]}.`,
      setAnew(facts, app, apps[app].variables[name]),
    );
  }
  return ok;
}

function setAnew({ isProduction }: Facts, app: AppName, name: string): string {
  return isProduction
    ? `Set ${name} in the settings of the host, and build the ${apps[app].name} anew.`
    : `Is ${name} set in the shell, or in a file of the app? Take it out, and start npm run dev anew.`;
}

async function checkConvexUrl(facts: Facts, app: AppName): Promise<Outcome> {
  const { convexUrl } = await facts.target();
  const { text } = await facts.pageThere(app);
  if (text.includes(convexUrl)) return ok;
  const variable = apps[app].variables.convexUrl;
  const other =
    valueIn(text, variable, "convexUrl") ?? /https:\/\/[\w-]+\.convex\.cloud/.exec(text)?.[0];
  return failed(
    `The ${apps[app].name} does not have ${convexUrl} in what it serves${other ? `, but ${other}` : ""}.`,
    setAnew(facts, app, variable),
  );
}
