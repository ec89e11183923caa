import { appNames, apps } from "@repo/config/apps";
import { findProblems, variablesOf } from "@repo/config/env";
import { api } from "@repo/convex-backend/api";
import { ConvexHttpClient } from "convex/browser";
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
    title: "The backend was pushed, as it is now",
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
    id: "same-environment",
    title: "The file and the deployment have the same client id and API key",
    needs: ["variables"],
    run: checkSameEnvironment,
  },
];

const appUrls = appNames.map((app) => apps[app].variables.appUrl);

async function checkTarget(facts: Facts): Promise<Outcome> {
  try {
    await facts.target();
    return ok;
  } catch (error) {
    return failed(
      sentenceOf(error),
      facts.isProduction
        ? `Set ${appUrls.join(" and ")} as for npm run deploy, and give the Convex CLI access: npx convex login, or CONVEX_DEPLOY_KEY.`
        : "Add what is missing to packages/convex-backend/.env.local, or run npm run setup.",
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
      "Is that URL right, is the deployment running, and is its key the right one? A deployment of Convex's cloud needs npx convex login too; npm run setup chooses anew.",
    );
  }
}

/** Of the backend as it is now; an older one lacks some. They answer whoever is not signed in, too. */
const someFunctions = { "account:current": api.account.current, "lists:mine": api.lists.mine };

async function checkFunctions(facts: Facts): Promise<Outcome> {
  const { convexUrl } = await facts.target();
  const convex = new ConvexHttpClient(convexUrl, { logger: false });
  for (const [name, query] of Object.entries(someFunctions)) {
    try {
      await convex.query(query, {});
    } catch (error) {
      return failed(
        `The deployment does not serve ${name}: ${reasonOf(error)}`,
        facts.isProduction ? "Run npm run deploy." : "Run npm run dev, which pushes it.",
      );
    }
  }
  return ok;
}

/** What a deployment says, without the id of the request, which is in the line before. */
function reasonOf(error: unknown): string {
  const lines = error instanceof Error ? error.message.trim().split("\n") : [];
  return sentenceOf(lines.length > 1 ? lines.at(-1) : error);
}

async function checkVariables(facts: Facts): Promise<Outcome> {
  const problems = findProblems(variablesOf("Convex functions"), await facts.variables());
  const [name = ""] = /^\w+/.exec(problems[0] ?? "") ?? [];
  if (problems.length === 0) return ok;
  return failed(
    `On the deployment: ${problems.join(" ")}`,
    `${await facts.convexCommand(`env set ${name}`)}, which asks for the value.`,
  );
}

async function checkSameEnvironment(facts: Facts): Promise<Outcome> {
  if (facts.isProduction || facts.envFile !== undefined) {
    return notChecked("it is the development file that has values for the apps.");
  }
  const [file, variables] = [facts.file(), await facts.variables()];
  if (file.WORKOS_CLIENT_ID !== variables.WORKOS_CLIENT_ID) {
    return failed(
      `WORKOS_CLIENT_ID is ${file.WORKOS_CLIENT_ID} in packages/convex-backend/.env.local and ${variables.WORKOS_CLIENT_ID} on the deployment: people sign in to one, and Convex refuses them for the other.`,
      "Delete the line in the file if the deployment is right, and run npm run setup.",
    );
  }
  if (file.WORKOS_API_KEY === variables.WORKOS_API_KEY) return ok;
  return failed(
    "WORKOS_API_KEY in packages/convex-backend/.env.local is another than on the deployment.",
    "Start npm run dev anew: it takes the deployment's.",
  );
}
