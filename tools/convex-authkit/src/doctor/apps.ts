import type { App } from "../project/apps.ts";
import type { Project } from "../project/project.ts";
import { acceptedClientIds } from "../target.ts";
import { kindOf } from "./app-kinds.ts";
import { failed, notChecked, ok, type Check, type Outcome } from "./check.ts";
import type { Facts } from "./facts.ts";
import { ask, valueIn, visit } from "./visit.ts";

/** Each app, as it answers at its address. */
export function appChecks({ apps }: Project): Check[] {
  const inBrowser = apps.filter(({ isBrowserOnly }) => isBrowserOnly);
  return [
    ...apps.map((app) => ({
      id: `${app.name}-app`,
      title: `The ${app.title} is at its address`,
      needs: ["target"],
      run: (facts: Facts) => checkFramework(facts, app),
    })),
    ...apps.map((app) => ({
      id: `${app.name}-callback`,
      title: `The ${app.title} answers at its redirect URI`,
      needs: [`${app.name}-app`],
      run: (facts: Facts) => checkCallback(facts, app),
    })),
    ...apps.map((app) => ({
      id: `${app.name}-sign-in`,
      title: `The ${app.title} signs in with the right client id and redirect URI`,
      needs: [`${app.name}-app`, "client-ids"],
      run: (facts: Facts) => checkSignIn(facts, app),
    })),
    ...apps.map((app) => ({
      id: `${app.name}-convex`,
      title: `The ${app.title} talks to this deployment`,
      needs: [`${app.name}-app`, "deployment"],
      run: (facts: Facts) => checkConvexUrl(facts, app),
    })),
    ...inBrowser.slice(0, 1).map(() => ({
      id: "authentication-domain",
      title: `The ${inBrowser.map(({ title }) => title).join(" and the ")} has a custom authentication domain, which the deployment accepts`,
      needs: ["variables", ...inBrowser.map(({ name }) => `${name}-app`)],
      run: (facts: Facts) => checkAuthenticationDomain(facts, inBrowser),
    })),
  ];
}

async function checkFramework(facts: Facts, app: App): Promise<Outcome> {
  const { origin } = await facts.app(app);
  const page = await facts.page(app);
  const { apps } = facts.project;
  const isThere = page && kindOf(app).isServedAs(page.html);
  const second = facts.isProduction ? undefined : await findSecond(facts, app);
  if (second) {
    return failed(
      `The ${app.title} runs at ${second}, ${isThere ? "too" : `and not at ${origin}`}: sign-ins that begin there end at ${origin}.`,
      `Stop what runs at ${second}${isThere ? "" : ` and at ${origin}`}, and start ${facts.command("dev")} once.`,
    );
  }
  if (isThere) return ok;
  if (page) {
    const other = apps.find((each) => kindOf(each).isServedAs(page.html));
    const urlVariables = apps.flatMap(({ urlVariable }) => urlVariable ?? []);
    return failed(
      `At ${origin}, where the ${app.title} should be, is ${other ? other.framework : "another project"}.`,
      facts.isProduction
        ? `Is ${urlVariables.join(" or ")} another app's, and is this one deployed there?`
        : `Stop what runs there, and start ${facts.command("dev")}, which takes its ports from convex.json.`,
    );
  }
  if (!facts.isProduction) {
    return notChecked(`nothing runs at ${origin}: start ${facts.command("dev")}.`);
  }
  return failed(`Nothing answers at ${origin}.`, "Is the app deployed, and its address right?");
}

/** Where the app runs beside its address: a dev server may take one of the next ports when its own is taken. */
async function findSecond(facts: Facts, app: App): Promise<string | undefined> {
  const there = await facts.app(app);
  const ports = facts.project.apps.map(({ url }) => url.port);
  for (const port of [1, 2, 3].map((step) => app.url.port + step)) {
    const origin = `http://localhost:${port}`;
    if (ports.includes(port) || !(await isOpen(origin))) continue;
    const page = await visit(origin);
    if (!page || !kindOf(app).isServedAs(page.html)) continue;
    const signIn = await kindOf(app).readSignIn({ ...there, origin }, page);
    if ("redirectUri" in signIn && signIn.redirectUri === there.redirectUri) return origin;
  }
  return undefined;
}

function isOpen(origin: string): Promise<boolean> {
  const answer = fetch(origin, { redirect: "manual", signal: AbortSignal.timeout(5_000) });
  return answer.then(
    () => true,
    () => false,
  );
}

async function checkCallback(facts: Facts, app: App): Promise<Outcome> {
  const { redirectUri } = await facts.app(app);
  const response = await ask(redirectUri);
  if (response.status < 400) return ok;
  return failed(
    `${redirectUri} answered ${response.status}: nobody comes back from WorkOS signed in.`,
    kindOf(app).callbackFix,
  );
}

async function checkSignIn(facts: Facts, app: App): Promise<Outcome> {
  const [there, variables, page] = await Promise.all([
    facts.app(app),
    facts.variables(),
    facts.pageThere(app),
  ]);
  const used = await kindOf(app).readSignIn(there, page);
  if ("status" in used) return used;
  const problem = (what: string, is: string, right: string, variable: string) =>
    failed(
      `The ${app.title} signs in with the ${what} ${is}, and not with ${right}.`,
      setAnew(facts, app, variable),
    );
  const { clientId, redirectUri } = used;
  const right = there.ownClientId ? [there.ownClientId] : acceptedClientIds(variables);
  if (!right.includes(clientId)) {
    return problem("client id", clientId, right.join(" or "), app.clientIdVariable);
  }
  if (redirectUri === there.redirectUri) return ok;
  const variable = `${app.publicPrefix}WORKOS_REDIRECT_URI`;
  return problem("redirect URI", redirectUri, there.redirectUri, variable);
}

function setAnew(facts: Facts, { title }: App, name: string): string {
  return facts.isProduction
    ? `Set ${name} in the settings of the host, and build the ${title} again.`
    : `Is ${name} set in the shell, or in a file of the app? Remove it, and restart ${facts.command("dev")}.`;
}

async function checkConvexUrl(facts: Facts, app: App): Promise<Outcome> {
  const { convexUrl } = await facts.target();
  const { text } = await facts.pageThere(app);
  if (text.includes(convexUrl)) return ok;
  const variable = `${app.publicPrefix}CONVEX_URL`;
  const other =
    valueIn(text, variable, "convexUrl") ?? /https:\/\/[\w-]+\.convex\.cloud/.exec(text)?.[0];
  return failed(
    `The ${app.title} does not have ${convexUrl} in what it serves${other ? `, but ${other}` : ""}.`,
    setAnew(facts, app, variable),
  );
}

async function checkAuthenticationDomain(facts: Facts, apps: App[]): Promise<Outcome> {
  if (!facts.isProduction) return notChecked("development does without one.");
  const { WORKOS_API_HOSTNAME: accepted } = await facts.variables();
  for (const app of apps) {
    const variable = `${app.publicPrefix}WORKOS_API_HOSTNAME`;
    const host = valueIn((await facts.pageThere(app)).text, variable, "apiHostname");
    if (host === accepted && accepted) continue;
    if (host && host !== "api.workos.com") {
      return failed(
        `The ${app.title} signs in at ${host}, which access tokens then name as their issuer, and the deployment accepts api.workos.com${accepted ? ` and ${accepted}` : ""} only.`,
        `Run ${await facts.convexCommand(`env set WORKOS_API_HOSTNAME ${host}`)}.`,
      );
    }
    return notChecked(
      `it has none, and browsers that block third-party cookies sign people out on reload: set one up in https://dashboard.workos.com under Domains, and ${variable} to it.`,
    );
  }
  return ok;
}
