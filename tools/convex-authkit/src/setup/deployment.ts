import { readDevelopmentFile } from "@repo/convex-backend/development";
import { runConvex, runConvexInTerminal } from "../convex-cli.ts";
import { hasOwnDeployment } from "../own-platform.ts";
import type { Target } from "../target.ts";
import type { Progress } from "./progress.ts";
import { ask } from "./terminal.ts";

const inBackend = "in packages/convex-backend";

/** What the Convex CLI takes before .env.local; it would then be about another deployment. */
const choosesAnother = ["CONVEX_DEPLOYMENT", "CONVEX_DEPLOY_KEY", "CONVEX_SELF_HOSTED_URL"];

/** @throws Error with one sentence when the shell has a variable that chooses another deployment */
export function refuseOtherDeployments(): void {
  const file = readDevelopmentFile();
  const name = choosesAnother.find((each) => process.env[each] && process.env[each] !== file[each]);
  if (!name) return;
  throw new Error(
    `${name} is set in this shell, and the Convex CLI takes it before packages/convex-backend/.env.local: unset it and run this again.`,
  );
}

/**
 * Sees that a development deployment is chosen, and its addresses are in .env.local.
 *
 * @throws Error with one sentence when one has to be chosen and there is no terminal for that
 */
export async function chooseDeployment(progress: Progress): Promise<void> {
  if (!hasOwnDeployment()) {
    await ask(
      () => runConvexInTerminal(["init"]),
      `No Convex deployment is chosen yet: run npx convex init ${inBackend}, or without a terminal npx convex dev --once --skip-push --configure new --team <team> --project <project>, and this again.`,
    );
    progress.add("Convex deployment");
  }
  const { CONVEX_SELF_HOSTED_URL, CONVEX_URL } = readDevelopmentFile();
  if (CONVEX_SELF_HOSTED_URL) await requireAnswer(CONVEX_SELF_HOSTED_URL);
  // Whoever writes another CONVEX_SELF_HOSTED_URL into the file leaves the addresses of the one before.
  const isOfAnother = CONVEX_SELF_HOSTED_URL && CONVEX_SELF_HOSTED_URL !== CONVEX_URL;
  if (isOfAnother || !knowsAddresses()) await runConvex(["init"]);
}

/**
 * For a self-hosted deployment: the Convex CLI would try again and again, and say nothing.
 *
 * @throws Error with one sentence when nothing answers there within 10 seconds
 */
export async function requireAnswer(convexUrl: string): Promise<void> {
  const signal = AbortSignal.timeout(10_000);
  await fetch(convexUrl, { signal }).catch((error: unknown) => {
    throw new Error(`The Convex deployment ${convexUrl} does not answer: start it.`, {
      cause: error,
    });
  });
}

/** Whether all that a plan starts from is in .env.local. */
export function knowsAddresses(): boolean {
  const { CONVEX_URL, CONVEX_SITE_URL } = readDevelopmentFile();
  return hasOwnDeployment() && Boolean(CONVEX_URL && CONVEX_SITE_URL);
}

/**
 * Has Convex make a WorkOS environment for the deployment, unless it has one.
 *
 * @throws Error with one sentence where Convex does not do that
 */
export async function provisionWorkos(target: Target, progress: Progress): Promise<void> {
  if (isSelfHosted(target)) {
    throw new Error(
      "Convex makes WorkOS environments for deployments in its cloud, and this one is self-hosted: take --existing.",
    );
  }
  if (await hasWorkosEnvironment(target)) return;
  await ask(
    () => runConvexInTerminal(provisionCommand(target)),
    `Convex asks for your agreement before it makes a WorkOS team and environment: run npx convex ${provisionCommand(target).join(" ")} ${inBackend} in a terminal, and this again.`,
  );
  if (!(await hasWorkosEnvironment(target))) {
    throw new Error(
      "Convex has made no WorkOS environment, as it says above: run this again, or take --existing.",
    );
  }
  progress.add("WorkOS environment");
}

export async function hasWorkosEnvironment({ deployment }: Target): Promise<boolean> {
  const { WORKOS_CLIENT_ID, WORKOS_API_KEY } = await deployment.listVariables();
  return Boolean(WORKOS_CLIENT_ID && WORKOS_API_KEY);
}

/** Of the Convex CLI: makes the WorkOS team too, when there is none. */
export function provisionCommand({ cliOptions }: Target): string[] {
  return ["integration", "workos", "provision-environment", ...cliOptions];
}

function isSelfHosted({ way, cliOptions }: Target): boolean {
  return way === "production"
    ? cliOptions.includes("--env-file")
    : Boolean(readDevelopmentFile().CONVEX_SELF_HOSTED_URL);
}

/** @throws Error with one sentence when production would be the development deployment */
export function refuseSameDeployment({ way, convexUrl }: Target): void {
  if (way === "development") return;
  const { CONVEX_URL, CONVEX_SELF_HOSTED_URL } = readDevelopmentFile();
  const { origin } = new URL(convexUrl);
  const isSame = [CONVEX_URL, CONVEX_SELF_HOSTED_URL].some((url) => url && isAt(url, origin));
  if (!isSame) return;
  throw new Error(
    `${convexUrl} is the development deployment, and production has to be another: name a file that chooses it with --env-file.`,
  );
}

function isAt(url: string, origin: string): boolean {
  return URL.parse(url)?.origin === origin;
}
