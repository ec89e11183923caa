import { UnauthorizedException } from "@workos-inc/node";
import { parseEnv } from "node:util";
import { z } from "zod";
import { runConvex } from "../convex-cli.ts";
import { readDevelopmentFile, type Values } from "../own-platform.ts";
import type { Project } from "../project/project.ts";
import { acceptedClientIds, convexCommand } from "../target.ts";
import { isUnlisted } from "../workos-environment.ts";
import { failed, notChecked, ok, sentenceOf, type Check, type Outcome } from "./check.ts";
import type { Facts } from "./facts.ts";
import { ask } from "./visit.ts";

/** The WorkOS environment, and that it is the one for this deployment and no other. */
export function workosChecks({ apps, config }: Project): Check[] {
  const inBrowser = apps.filter(({ isBrowserOnly }) => isBrowserOnly);
  return [
    {
      id: "key-kind",
      title: "The API key is of the kind for this deployment",
      needs: ["variables"],
      run: checkKeyKind,
    },
    {
      id: "api-key",
      title: "WorkOS accepts the API key",
      // A key of production is not even tried from development.
      needs: ["key-kind"],
      run: checkApiKey,
    },
    {
      id: "key-pair",
      title: "The client id and the API key are of the same WorkOS environment",
      needs: ["api-key"],
      run: checkKeyPair,
    },
    {
      id: "jwks",
      title: "WorkOS has keys for each client id, with which Convex checks access tokens",
      needs: ["key-pair"],
      run: checkJwks,
    },
    {
      id: "redirect-uris",
      title: "The redirect URI of each app is registered in WorkOS",
      needs: ["key-pair"],
      run: checkRedirectUris,
    },
    ...inBrowser.slice(0, 1).map(() => ({
      id: "cors-origins",
      title: `The origin of the ${inBrowser.map(({ title }) => title).join(" and the ")} is registered in WorkOS for CORS`,
      needs: ["key-pair"],
      run: checkCorsOrigins,
    })),
    ...(config.roles
      ? [
          {
            id: "permissions",
            title: "The roles in WorkOS have the permissions that the backend goes by",
            needs: ["key-pair"],
            run: checkPermissions,
          },
        ]
      : []),
    {
      id: "separate",
      title: "Development and production have WorkOS environments of their own",
      needs: ["variables"],
      run: checkSeparate,
    },
    {
      id: "preview",
      title: "Previews do not use production's WorkOS environment",
      needs: ["variables"],
      run: checkPreview,
    },
  ];
}

const dashboard = "https://dashboard.workos.com";

async function checkKeyKind(facts: Facts): Promise<Outcome> {
  const { WORKOS_API_KEY = "" } = await facts.variables();
  const [wrong, here] = facts.isProduction
    ? ["sk_test_", "production"]
    : ["sk_live_", "development"];
  if (!WORKOS_API_KEY.startsWith(wrong)) return ok;
  return failed(
    `WORKOS_API_KEY on the deployment starts with ${wrong}, and this is ${here}.`,
    `Copy client id and key of the ${here} environment from ${dashboard}: ${await facts.convexCommand("env set WORKOS_API_KEY")}.`,
  );
}

async function checkApiKey(facts: Facts): Promise<Outcome> {
  const { sdk, apiUrl } = await facts.workos();
  try {
    await sdk.userManagement.listUsers({ limit: 1 });
    return ok;
  } catch (error) {
    if (error instanceof UnauthorizedException) {
      return failed(
        "WorkOS answered 401 to WORKOS_API_KEY of the deployment: it was revoked, or mistyped.",
        `Copy a key from ${dashboard}, API keys: ${await facts.convexCommand("env set WORKOS_API_KEY")}.`,
      );
    }
    return failed(
      `WorkOS at ${apiUrl} did not answer as expected: ${sentenceOf(error)}`,
      "Check the network and https://status.workos.com, and WORKOS_API_HOSTNAME if it is set.",
    );
  }
}

async function checkKeyPair(facts: Facts): Promise<Outcome> {
  const workos = await facts.workos();
  const refusal = await workos.findPairRefusal();
  if (refusal === undefined) return ok;
  return failed(
    `WorkOS answered ${refusal} to ${workos.clientId} with WORKOS_API_KEY of the deployment: they are of different environments.`,
    `Copy both from the same environment in ${dashboard}: ${await facts.convexCommand("env set WORKOS_CLIENT_ID")}.`,
  );
}

const keySet = z.object({ keys: z.array(z.looseObject({ kid: z.string() })).min(1) });

async function checkJwks(facts: Facts): Promise<Outcome> {
  const { apiUrl } = await facts.workos();
  for (const clientId of acceptedClientIds(await facts.variables())) {
    const url = `${apiUrl}/sso/jwks/${clientId}`;
    const response = await ask(url);
    const text = await response.text();
    if (response.ok && keySet.safeParse(JSON.parse(text)).success) continue;
    return failed(
      `${url} answered ${response.status} without keys: Convex can check no access token of that client id.`,
      "Check https://status.workos.com, and the client id in the WorkOS dashboard.",
    );
  }
  return ok;
}

async function checkRedirectUris(facts: Facts): Promise<Outcome> {
  const [workos, { apps }] = await Promise.all([facts.workos(), facts.target()]);
  return await compareList(
    facts,
    () => workos.redirectUris(),
    apps.map(({ redirectUri }) => redirectUri),
    "redirect URI",
    "Redirects",
  );
}

async function checkCorsOrigins(facts: Facts): Promise<Outcome> {
  const [workos, { apps }] = await Promise.all([facts.workos(), facts.target()]);
  return await compareList(
    facts,
    () => workos.corsOrigins(),
    apps.filter(({ isBrowserOnly }) => isBrowserOnly).map(({ origin }) => origin),
    "CORS origin",
    "Authentication, Sessions, Cross-Origin Resource Sharing",
  );
}

async function checkPermissions(facts: Facts): Promise<Outcome> {
  const workos = await facts.workos();
  const missing = Object.entries(await workos.missingPermissions(facts.project.config.roles ?? {}));
  if (missing.length === 0) return ok;
  const roles = missing.map(
    ([role, lacks]) => `${role} lacks ${lacks.join(" and ") || "everything"}`,
  );
  return failed(
    `In WorkOS, the role ${roles.join(", and ")}: the backend refuses its members.`,
    `Add them in ${dashboard} under Authorization, or run ${facts.command("setup")}.`,
  );
}

async function compareList(
  facts: Facts,
  list: () => Promise<string[]>,
  wanted: string[],
  kind: string,
  page: string,
): Promise<Outcome> {
  const where = `in ${dashboard} under ${page}`;
  try {
    const registered = await list();
    const missing = wanted.filter((value) => !registered.includes(value));
    if (missing.length === 0) return ok;
    return failed(
      `WorkOS does not have the ${kind} ${missing.join(" and ")}, and refuses who comes from there.`,
      `Add it ${where}, or run ${facts.command("setup")}.`,
    );
  } catch (error) {
    if (!isUnlisted(error)) throw error;
    return notChecked(`WorkOS does not list them. Look ${where} for ${wanted.join(" and ")}.`);
  }
}

const credentialNames = ["WORKOS_CLIENT_ID", "WORKOS_API_KEY"] as const;

/** The names of the credentials that are set there and the same here. */
const sameCredentials = (there: Values, here: Values) =>
  credentialNames.filter((name) => there[name] && there[name] === here[name]);

async function checkSeparate(facts: Facts): Promise<Outcome> {
  if (!facts.isProduction) return notChecked(`${facts.command("doctor", "--prod")} compares them.`);
  const development = readDevelopmentFile(facts.project);
  if (!development.WORKOS_CLIENT_ID) return notChecked("no development is set up on this machine.");
  const same = sameCredentials(development, await facts.variables());
  if (same.length === 0) return ok;
  return failed(
    `${same.join(" and ")} of production and of development are the same: whoever tries something out does so with real people.`,
    `Make a production environment in ${dashboard}: ${await facts.convexCommand("env set WORKOS_CLIENT_ID")}, and WORKOS_API_KEY likewise.`,
  );
}

async function checkPreview(facts: Facts): Promise<Outcome> {
  if (!facts.isProduction) return notChecked(`${facts.command("doctor", "--prod")} compares them.`);
  if (facts.file().CONVEX_SELF_HOSTED_URL) {
    return notChecked("a self-hosted deployment has no previews.");
  }
  const options = ["env", "default", "list", "--include-values", "--type", "preview"];
  const list = runConvex(facts.project, options);
  const defaults = await list.then(parseEnv, () => undefined);
  if (!defaults) return notChecked("the Convex CLI does not show their default variables here.");
  const same = sameCredentials(defaults, await facts.variables());
  if (same.length === 0) return ok;
  const set = convexCommand(facts.project, `env default set ${same[0]} --type preview`);
  return failed(
    `${same.join(" and ")} of previews are production's, so that code that nobody has reviewed reaches real people.`,
    `Set them to those of another WorkOS environment: ${set.command}${set.inFolder}.`,
  );
}
