import { password } from "@clack/prompts";
import { appNames } from "@repo/config/apps";
import { actionPath } from "@repo/convex-backend/endpoints";
import { styleText } from "node:util";
import type { Target } from "../target.ts";
import type { Progress } from "./progress.ts";
import { isOutOfReach } from "./reach.ts";
import { ask, hasTerminal } from "./terminal.ts";

type Variables = Partial<Record<string, string>>;

/** Says what is left to do in the dashboard of WorkOS, which has no API for it. */
export function printDashboardTasks(target: Target, variables: Variables): void {
  const origins = appNames.map((app) => target.apps[app].origin);
  const tasks = [
    ...(variables.WORKOS_ACTION_SECRET ? [] : [actionTask(target)]),
    ...(variables.ADMIN_ORGANIZATION_ID ? [] : [adminTask(target)]),
    `Sign-out redirects: ${origins.join(" and ")}. Signing out is right without them, only that WorkOS then goes to the home page.`,
  ];
  console.log(`\n  ${styleText("bold", "Only https://dashboard.workos.com can do this:")}\n`);
  for (const task of tasks) console.log(`  • ${task}`);
  console.log("");
}

function actionTask(target: Target): string {
  if (isOutOfReach(target)) {
    return "No action endpoint: WorkOS cannot reach a deployment on this machine, and asks nobody.";
  }
  const command = `npx convex env set WORKOS_ACTION_SECRET${suffix(target)}`;
  return `An action endpoint ${target.siteUrl}${actionPath}, for registration and authentication; its secret with ${command}, in packages/convex-backend.`;
}

function adminTask(target: Target): string {
  return `An organization whose members with the role admin administer the app; its id with npx convex env set ADMIN_ORGANIZATION_ID <id>${suffix(target)}, in packages/convex-backend.`;
}

function suffix({ cliOptions }: Target): string {
  return cliOptions.map((option) => ` ${option}`).join("");
}

/** Asks for the secret of the action endpoint, where there is somebody who can make that endpoint. */
export async function askActionSecret(
  target: Target,
  variables: Variables,
  progress: Progress,
): Promise<void> {
  if (!hasTerminal || variables.WORKOS_ACTION_SECRET || isOutOfReach(target)) return;
  const message = "Secret of that action endpoint (not shown; leave it empty to do this later)";
  const secret = await ask(() => password({ message }), "");
  if (!secret) return;
  await target.deployment.setVariables({ WORKOS_ACTION_SECRET: secret });
  progress.add("Secret of the action endpoint");
}
