import { doctor } from "../doctor/doctor.ts";
import type { Project } from "../project/project.ts";
import { convexCommand, readTarget } from "../target.ts";
import { connect, findCredentials } from "./credentials.ts";
import { askActionSecret, printDashboardTasks } from "./dashboard.ts";
import {
  chooseDeployment,
  hasWorkosEnvironment,
  knowsAddresses,
  provisionCommand,
  provisionWorkos,
  refuseOtherDeployments,
  refuseSameDeployment,
  requireAnswer,
  runsHere,
} from "./deployment.ts";
import { printHostVariables } from "./hosts.ts";
import type { Mode, SetupOptions } from "./options.ts";
import { planSteps } from "./plan.ts";
import type { Progress } from "./progress.ts";
import { completeOptions, findAppUrls } from "./questions.ts";
import { readSetting, type Setting } from "./setting.ts";
import { agreeOn, printPlan, runSteps } from "./steps.ts";

/**
 * Finds out what there is, says what it will change, changes it, says what is left to do by hand, and
 * examines the result.
 *
 * @returns whether all is well
 * @throws Error with one sentence when something is missing, contradicts the rest, or is not agreed to
 */
export async function setUp(
  project: Project,
  given: SetupOptions,
  progress: Progress,
): Promise<boolean> {
  const { run } = project.packageManager;
  const options = await completeOptions(given);
  if (options.mode === "local") {
    console.log(
      `\n  Nothing has to be set up: ${run("dev", "--local")} starts everything on this machine.\n`,
    );
    return true;
  }

  console.log("\n  Finding out what there is …");
  if (options.envFile === undefined) {
    refuseOtherDeployments(project);
    if (options.dryRun && !knowsAddresses(project)) return showFirstCommand(project, ["init"]);
    await chooseDeployment(project, progress);
    if (runsHere(project)) sayThatItRunsHere(project, options.mode);
  }
  const { isProduction, envFile } = options;
  const appUrls = await findAppUrls(project, options);
  const target = await readTarget(
    { project, isProduction, envFile, clientIds: process.env },
    { ...process.env, ...appUrls },
  );
  refuseSameDeployment(target);
  if (options.envFile !== undefined) await requireAnswer(target.convexUrl);
  if (options.mode === "managed") {
    if (options.dryRun && !(await hasWorkosEnvironment(target))) {
      return showFirstCommand(project, provisionCommand(target));
    }
    await provisionWorkos(target, appUrls, progress);
  }

  const variables = await target.deployment.listVariables();
  const credentials = await findCredentials(target, options.clientId, variables);
  const workos = await connect(target, credentials);
  const setting = await readSetting({ target, workos, credentials, variables });
  const steps = planSteps(setting, options);
  const title = isProduction ? "Production" : "Development";
  printPlan(`${title}: ${target.convexUrl}, and ${workos.clientId} of WorkOS`, steps);
  if (options.dryRun) return true;

  if (steps.some(({ apply }) => apply)) {
    await agreeOn(steps, options);
    await runSteps(steps, progress);
  }
  await finishByHand(setting, progress);
  if (isProduction) {
    printHostVariables(target, workos.clientId);
    console.log(`  Then ${run("deploy")}, and ${run("doctor", "--prod")} examines the result.\n`);
    return true;
  }
  console.log(`  ${run("dev")} runs it; ${run("setup", "--prod")} is for production.\n`);
  return options.check ? (await doctor.run([])) === 0 : true;
}

/** @throws Error with one sentence where nothing can be set up for it */
function sayThatItRunsHere({ backend, packageManager, pathOf }: Project, mode: Mode): void {
  const problem = `The Convex deployment in ${pathOf(backend.envFile)} runs on this machine, where WorkOS cannot reach it`;
  const remedy = `delete CONVEX_DEPLOYMENT there, and run ${packageManager.run("setup")} again to choose one in Convex's cloud`;
  if (mode === "managed") {
    throw new Error(`${problem}, and Convex makes no WorkOS environment for it: ${remedy}.`);
  }
  console.log(`\n  ${problem}: for webhooks and actions, ${remedy}.`);
}

/** The plan, as far as it can be known before that. */
function showFirstCommand(project: Project, words: string[]): true {
  const { command } = convexCommand(project, words.join(" "));
  console.log(`\n  + ${command}; what follows depends on it.\n`);
  return true;
}

async function finishByHand(setting: Setting, progress: Progress): Promise<void> {
  // What is left by hand is known from before, but for the secret that a step has set.
  const { target, variables: before } = setting;
  const WORKOS_ACTION_SECRET = process.env.WORKOS_ACTION_SECRET || before.WORKOS_ACTION_SECRET;
  const variables = { ...before, WORKOS_ACTION_SECRET };
  printDashboardTasks(target, setting.credentials.WORKOS_CLIENT_ID, variables);
  await askActionSecret(target, variables, progress);
}
