import { readTarget } from "../target.ts";
import { checkResult } from "./check.ts";
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
} from "./deployment.ts";
import { printHostVariables } from "./hosts.ts";
import { ways, type SetupOptions } from "./options.ts";
import { planSteps, readSetting, type Setting } from "./plan.ts";
import type { Progress } from "./progress.ts";
import { completeOptions, findAppUrls } from "./questions.ts";
import { agreeOn, printPlan, runSteps } from "./steps.ts";

/**
 * Finds out what there is, says what it will change, changes it, says what is left to do by hand, and
 * examines the result.
 *
 * @returns whether all is well
 * @throws Error with one sentence when something is missing, contradicts the rest, or is not agreed to
 */
export async function setUp(given: SetupOptions, progress: Progress): Promise<boolean> {
  const options = await completeOptions(given);
  const { instead } = ways[options.way];
  if (instead) {
    console.log(`\n  ${instead}\n`);
    return true;
  }

  console.log("\n  Finding out what there is …");
  if (options.envFile === undefined) {
    refuseOtherDeployments();
    if (options.dryRun && !knowsAddresses()) return showFirstCommand(["init"]);
    await chooseDeployment(progress);
  }
  const target = await readTarget(options, { ...process.env, ...(await findAppUrls(options)) });
  refuseSameDeployment(target);
  if (options.envFile !== undefined) await requireAnswer(target.convexUrl);
  if (options.way === "managed") {
    if (options.dryRun && !(await hasWorkosEnvironment(target))) {
      return showFirstCommand(provisionCommand(target));
    }
    await provisionWorkos(target, progress);
  }

  const variables = await target.deployment.listVariables();
  const credentials = await findCredentials(target, options.clientId, variables);
  const workos = await connect(target, credentials);
  const setting = await readSetting({ target, workos, credentials, variables });
  const steps = planSteps(setting, options);
  const title = target.way === "development" ? "Development" : "Production";
  printPlan(`${title}: ${target.convexUrl}, and ${workos.clientId} of WorkOS`, steps);
  if (options.dryRun) return true;

  if (steps.some(({ apply }) => apply)) {
    await agreeOn(steps, options);
    await runSteps(steps, progress);
  }
  await finishByHand(setting, progress);
  if (target.way === "production") {
    printHostVariables(target, workos.clientId);
    console.log("  Then npm run deploy, and npm run doctor -- --prod examines the result.\n");
    return true;
  }
  console.log("  npm run dev runs it; npm run setup -- --prod is for production.\n");
  return options.check ? await checkResult() : true;
}

/** The plan, as far as it can be known before that. */
function showFirstCommand(command: string[]): true {
  console.log(`\n  + npx convex ${command.join(" ")}; what follows depends on it.\n`);
  return true;
}

async function finishByHand(setting: Setting, progress: Progress): Promise<void> {
  // What is left by hand is known from before, but for the secret that a step has set.
  const { target, variables: before } = setting;
  const WORKOS_ACTION_SECRET = process.env.WORKOS_ACTION_SECRET || before.WORKOS_ACTION_SECRET;
  const variables = { ...before, WORKOS_ACTION_SECRET };
  printDashboardTasks(target, variables);
  await askActionSecret(target, variables, progress);
}
