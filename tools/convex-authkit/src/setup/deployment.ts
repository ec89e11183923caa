import { runConvex, runConvexInTerminal } from "../convex-cli.ts";
import { hasOwnDeployment, readDevelopmentFile, type Values } from "../own-platform.ts";
import type { Project } from "../project/project.ts";
import { convexCommand, findOtherDeployment, type Target } from "../target.ts";
import type { Progress } from "./progress.ts";
import { ask, hasTerminal } from "./terminal.ts";

/** @throws Error with one sentence when the shell has a variable that chooses another deployment */
export function refuseOtherDeployments(project: Project): void {
  const other = findOtherDeployment(project, process.env);
  if (other) throw new Error(`${other}: unset it and run this again.`);
}

/**
 * Sees that a development deployment is chosen, and its addresses are in .env.local.
 *
 * @throws Error with one sentence when one has to be chosen and there is no terminal for that
 */
export async function chooseDeployment(project: Project, progress: Progress): Promise<void> {
  if (!hasOwnDeployment(project)) {
    const { command, inFolder } = convexCommand(project, "init");
    const withoutTerminal = project.packageManager.exec(
      "convex dev --once --skip-push --configure new --team <team> --project <project>",
    );
    if (hasTerminal) {
      console.log(
        "\n  The Convex CLI asks for a deployment. Log in, or create an account: what it starts without an account runs on this machine, where WorkOS cannot reach it.\n",
      );
    }
    await ask(
      () => runConvexInTerminal(project, ["init"]),
      `No Convex deployment is chosen yet: run ${command}${inFolder}, or without a terminal ${withoutTerminal}, and this again.`,
    );
    progress.add("Convex deployment");
  }
  const { CONVEX_SELF_HOSTED_URL, CONVEX_URL } = readDevelopmentFile(project);
  if (CONVEX_SELF_HOSTED_URL) await requireAnswer(CONVEX_SELF_HOSTED_URL);
  // Whoever writes another CONVEX_SELF_HOSTED_URL into the file leaves the addresses of the one before.
  const isOfAnother = CONVEX_SELF_HOSTED_URL && CONVEX_SELF_HOSTED_URL !== CONVEX_URL;
  if (isOfAnother || !knowsAddresses(project)) await runConvex(project, ["init"]);
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

/** Whether the Convex CLI runs the deployment on this machine, with or without an account. */
export function runsHere(project: Project): boolean {
  const { CONVEX_DEPLOYMENT = "" } = readDevelopmentFile(project);
  return /^(anonymous|local):/.test(CONVEX_DEPLOYMENT);
}

/** Whether all that a plan starts from is in .env.local. */
export function knowsAddresses(project: Project): boolean {
  const { CONVEX_URL, CONVEX_SITE_URL } = readDevelopmentFile(project);
  return hasOwnDeployment(project) && Boolean(CONVEX_URL && CONVEX_SITE_URL);
}

/**
 * Has Convex make a WorkOS environment for the deployment, unless it has one.
 *
 * @param appUrls where production's apps are, which convex.json reads
 * @throws Error with one sentence where Convex does not do that
 */
export async function provisionWorkos(
  target: Target,
  appUrls: Values,
  progress: Progress,
): Promise<void> {
  if (isSelfHosted(target)) {
    throw new Error(
      "Convex makes WorkOS environments for deployments in its cloud, and this one is self-hosted: take --existing.",
    );
  }
  const { WORKOS_CLIENT_ID, WORKOS_API_KEY } = await target.deployment.listVariables();
  if (WORKOS_CLIENT_ID && WORKOS_API_KEY) {
    console.log(`\n  The deployment has the WorkOS environment ${WORKOS_CLIENT_ID}, and keeps it.`);
    return;
  }
  const { project } = target;
  const { command, inFolder } = convexCommand(project, provisionCommand(target).join(" "));
  await ask(
    () => runConvexInTerminal(project, provisionCommand(target), appUrls),
    `Convex asks for your agreement before it makes a WorkOS team and environment: run ${command}${inFolder} in a terminal, and this again.`,
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

function isSelfHosted({ project, isProduction, cliOptions }: Target): boolean {
  return isProduction
    ? cliOptions.includes("--env-file")
    : Boolean(readDevelopmentFile(project).CONVEX_SELF_HOSTED_URL);
}

/** @throws Error with one sentence when production would be the development deployment */
export function refuseSameDeployment({ project, isProduction, convexUrl }: Target): void {
  if (!isProduction) return;
  const { CONVEX_URL, CONVEX_SELF_HOSTED_URL } = readDevelopmentFile(project);
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
