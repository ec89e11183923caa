import { ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { acceptedClientIds, appsOfOtherClients } from "../target.ts";
import { findProblems } from "../variables.ts";
import { failed, notChecked, ok, sentenceOf, type Check, type Outcome } from "./check.ts";
import type { Facts } from "./facts.ts";

/** The Convex deployment, and what is on it. */
export const deploymentChecks: Check[] = [
  {
    id: "target",
    title: "It is known where the deployment and the apps are",
    needs: ["packages", "convex-json", "file"],
    run: checkTarget,
  },
  {
    id: "deployment",
    title: "The Convex CLI reaches the deployment",
    needs: ["target"],
    run: checkDeployment,
  },
  {
    id: "functions",
    title: "The backend was pushed",
    needs: ["deployment"],
    run: checkFunctions,
  },
  {
    id: "variables",
    title: "The deployment has a client id and an API key, and no variable is malformed",
    needs: ["deployment"],
    run: checkVariables,
  },
  {
    id: "client-ids",
    title: "The deployment accepts the client id of each app",
    needs: ["variables"],
    run: checkClientIds,
  },
  {
    id: "same-environment",
    title: "The file and the deployment have the same client id and API key",
    needs: ["variables"],
    run: checkSameEnvironment,
  },
];

async function checkTarget(facts: Facts): Promise<Outcome> {
  const { apps, backend, packageManager, pathOf } = facts.project;
  try {
    await facts.target();
    return ok;
  } catch (error) {
    const names = apps.flatMap(({ urlVariable }) => urlVariable ?? []);
    return failed(
      sentenceOf(error),
      facts.isProduction
        ? `Set ${names.join(" and ")} as for ${facts.command("deploy")}, and give the Convex CLI access: ${packageManager.exec("convex login")}, or CONVEX_DEPLOY_KEY.`
        : `Add what is missing to ${pathOf(backend.envFile)}, or run ${facts.command("setup")}.`,
    );
  }
}

async function checkDeployment(facts: Facts): Promise<Outcome> {
  try {
    await facts.variables();
    return ok;
  } catch (error) {
    const { convexUrl } = await facts.target();
    return failed(
      `The Convex CLI did not reach ${convexUrl}: ${sentenceOf(error)}`,
      `Is that URL right, is the deployment running, and is its key the right one? A deployment in Convex's cloud needs ${facts.project.packageManager.exec("convex login")} too; ${facts.command("setup")} chooses anew.`,
    );
  }
}

async function checkFunctions(facts: Facts): Promise<Outcome> {
  const push = facts.isProduction
    ? `Run ${facts.command("deploy")}.`
    : `Run ${facts.command("dev")}, which pushes it.`;
  const { convexUrl, deployment } = await facts.target();
  const { identityQuery } = facts.project.config;
  if (identityQuery === undefined) {
    const { functions } = await deployment.describe();
    return functions.length > 0 ? ok : failed("The deployment has no functions.", push);
  }
  try {
    // It answers whoever is not signed in, too.
    const convex = new ConvexHttpClient(convexUrl, { logger: false });
    await convex.query(makeFunctionReference<"query">(identityQuery), {});
    return ok;
  } catch (error) {
    return failed(`The deployment does not serve ${identityQuery}: ${reasonOf(error)}`, push);
  }
}

/** What a deployment says, without the id of the request, which is in the line before. */
function reasonOf(error: unknown): string {
  const lines = error instanceof Error ? error.message.trim().split("\n") : [];
  return sentenceOf(lines.length > 1 ? lines.at(-1) : error);
}

async function checkVariables(facts: Facts): Promise<Outcome> {
  const required = ["WORKOS_CLIENT_ID", "WORKOS_API_KEY"];
  const problems = findProblems(facts.project, await facts.variables(), required);
  const [name = ""] = /^\w+/.exec(problems[0] ?? "") ?? [];
  if (problems.length === 0) return ok;
  return failed(
    `On the deployment: ${problems.join(" ")}`,
    `Run ${await facts.convexCommand(`env set ${name}`)}. It asks for the value.`,
  );
}

async function checkClientIds(facts: Facts): Promise<Outcome> {
  const variables = await facts.variables();
  const accepted = acceptedClientIds(variables);
  const target = await facts.target();
  const refused = appsOfOtherClients(target, variables.WORKOS_CLIENT_ID).find(
    ({ ownClientId }) => !accepted.includes(ownClientId),
  );
  if (!refused) return ok;
  const { clientIdVariable, ownClientId, title } = refused;
  return failed(
    `The ${title} has ${ownClientId} of ${clientIdVariable}, and the deployment accepts tokens of ${accepted.join(" and ")} only.`,
    `Run ${facts.command("setup")}, or add it with ${await facts.convexCommand("env set WORKOS_OTHER_CLIENT_IDS")}. If the ${title} has no WorkOS application of its own, remove ${clientIdVariable}.`,
  );
}

async function checkSameEnvironment(facts: Facts): Promise<Outcome> {
  if (facts.isProduction || facts.envFile !== undefined) {
    return notChecked("it is the development file that has values for the apps.");
  }
  const { backend, pathOf } = facts.project;
  const [file, variables] = [facts.file(), await facts.variables()];
  if (file.WORKOS_CLIENT_ID !== variables.WORKOS_CLIENT_ID) {
    return failed(
      `WORKOS_CLIENT_ID is ${file.WORKOS_CLIENT_ID} in ${pathOf(backend.envFile)} and ${variables.WORKOS_CLIENT_ID} on the deployment: people sign in to one, and Convex refuses them for the other.`,
      `Delete the line in the file if the deployment is right, and run ${facts.command("setup")}.`,
    );
  }
  if (file.WORKOS_API_KEY === variables.WORKOS_API_KEY) return ok;
  return failed(
    `WORKOS_API_KEY in ${pathOf(backend.envFile)} is another than on the deployment.`,
    `Restart ${facts.command("dev")}: it takes the deployment's.`,
  );
}
