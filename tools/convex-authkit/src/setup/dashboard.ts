import { password } from "@clack/prompts";
import { styleText } from "node:util";
import { actionPath } from "../endpoints.ts";
import type { Values } from "../own-platform.ts";
import { appsOfOtherClients, convexCommand, type Target } from "../target.ts";
import type { Progress } from "./progress.ts";
import { isOutOfReach } from "./reach.ts";
import { ask, hasTerminal } from "./terminal.ts";

/** Says what is left to do in the dashboard of WorkOS, which has no API for it. */
export function printDashboardTasks(target: Target, clientId: string, variables: Values): void {
  const { backend, config } = target.project;
  const origins = target.apps.map(({ origin }) => origin);
  const unset = Object.entries(config.deploymentVariables ?? {}).filter(
    ([name]) => !variables[name],
  );
  const tasks = [
    ...(variables.WORKOS_ACTION_SECRET || !backend.hasComponent ? [] : [actionTask(target)]),
    ...appsOfOtherClients(target, clientId).map(
      ({ ownClientId, redirectUri, title }) =>
        `The application ${ownClientId}, of the ${title}: see that ${redirectUri} is among its redirect URIs. Each application has its own.`,
    ),
    ...unset.map(([name, { is }]) => `${name} is ${is}: set it with ${command(target, name)}.`),
    ...(target.isProduction && !variables.WORKOS_API_HOSTNAME ? domainTask(target) : []),
    `Initiate login URI: the page of an app that starts a sign-in, such as ${origins[0]}/sign-in. Impersonation and sign-in at an identity provider begin there.`,
    `Sign-out redirects: ${origins.join(" and ")}. Without them, WorkOS goes to the home page after signing out.`,
  ];
  console.log(`\n  ${styleText("bold", "Left for you, in https://dashboard.workos.com:")}\n`);
  for (const task of tasks) console.log(`  • ${task}`);
  console.log("");
}

function domainTask(target: Target): string[] {
  return target.apps
    .filter(({ isBrowserOnly }) => isBrowserOnly)
    .map(
      ({ title }) =>
        `A custom authentication domain, for the session cookie of the ${title}. Access tokens then name it as their issuer: set it on the deployment, too, with ${command(target, "WORKOS_API_HOSTNAME")}.`,
    );
}

function actionTask(target: Target): string {
  if (isOutOfReach(target)) {
    return "No action endpoint: WorkOS cannot reach a deployment on this machine, and asks nobody.";
  }
  return `An action endpoint ${target.siteUrl}${actionPath}, for registration and authentication: set its secret with ${command(target, "WORKOS_ACTION_SECRET")}.`;
}

function command({ project, cliOptions }: Target, name: string): string {
  const { command, inFolder } = convexCommand(project, `env set ${name}`, cliOptions);
  return `${command}${inFolder}`;
}

/** Asks for the secret of the action endpoint, where there is somebody who can make that endpoint. */
export async function askActionSecret(
  target: Target,
  variables: Values,
  progress: Progress,
): Promise<void> {
  const { hasComponent } = target.project.backend;
  if (!hasTerminal || !hasComponent || variables.WORKOS_ACTION_SECRET || isOutOfReach(target)) {
    return;
  }
  const message = "Secret of that action endpoint (not shown; leave it empty to do this later)";
  const secret = await ask(() => password({ message }), "");
  if (!secret) return;
  await target.deployment.setVariables({ WORKOS_ACTION_SECRET: secret });
  progress.add("Secret of the action endpoint");
}
