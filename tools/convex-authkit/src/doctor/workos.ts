import { OauthException, UnauthorizedException } from "@workos-inc/node";
import { appNames } from "@repo/config/apps";
import { readDevelopmentFile } from "@repo/convex-backend/development";
import { z } from "zod";
import { parseEnv } from "node:util";
import { runConvex } from "../convex-cli.ts";
import { WorkosRequestError } from "../workos-environment.ts";
import { failed, notChecked, ok, sentenceOf, type Check, type Outcome } from "./check.ts";
import type { Facts } from "./facts.ts";
import { ask } from "./visit.ts";

/** The WorkOS environment, and that it is the one for this deployment and no other. */
export const workosChecks: Check[] = [
  {
    id: "key-kind",
    title: "The API key is of the kind for this deployment",
    needs: ["variables"],
    run: checkKeyKind,
  },
  {
    id: "api-key",
    title: "WorkOS takes the API key",
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
    title: "WorkOS has keys for the client id, which Convex checks access tokens with",
    needs: ["key-pair"],
    run: checkJwks,
  },
  {
    id: "redirect-uris",
    title: "The redirect URI of each app is registered in WorkOS",
    needs: ["key-pair"],
    run: checkRedirectUris,
  },
  // begin: vite
  {
    id: "cors-origins",
    title: "The origin of the Vite app is registered in WorkOS for CORS",
    needs: ["key-pair"],
    run: checkCorsOrigins,
  },
  // end: vite
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

async function checkKeyKind(facts: Facts): Promise<Outcome> {
  const { WORKOS_API_KEY = "" } = await facts.variables();
  const [wrong, here] = facts.isProduction
    ? ["sk_test_", "production"]
    : ["sk_live_", "development"];
  if (!WORKOS_API_KEY.startsWith(wrong)) return ok;
  return failed(
    `WORKOS_API_KEY on the deployment starts with ${wrong}, and this is ${here}.`,
    `Copy client id and key of the ${here} environment from https://dashboard.workos.com. ${await facts.convexCommand("env set WORKOS_API_KEY")}`,
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
        `Copy a key from https://dashboard.workos.com, API keys. ${await facts.convexCommand("env set WORKOS_API_KEY")}`,
      );
    }
    return failed(
      `WorkOS at ${apiUrl} did not answer as expected: ${sentenceOf(error)}`,
      "Check the network and https://status.workos.com, and WORKOS_API_HOSTNAME if it is set.",
    );
  }
}

/** Presents a made-up code: WorkOS looks at who presents it first. */
async function checkKeyPair(facts: Facts): Promise<Outcome> {
  const { sdk, clientId } = await facts.workos();
  const answer = await sdk.userManagement
    .authenticateWithCode({ clientId, code: "made_up_by_the_doctor" })
    .catch((error: unknown) => error);
  if (!(answer instanceof OauthException)) throw answer;
  if (answer.error === "invalid_grant") return ok;
  return failed(
    `WorkOS answered ${answer.error} to ${clientId} with WORKOS_API_KEY of the deployment: they are of different environments.`,
    `Copy both from the same environment in https://dashboard.workos.com. ${await facts.convexCommand("env set WORKOS_CLIENT_ID")}`,
  );
}

const keySet = z.object({ keys: z.array(z.looseObject({ kid: z.string() })).min(1) });

async function checkJwks(facts: Facts): Promise<Outcome> {
  const { clientId, apiUrl } = await facts.workos();
  const url = `${apiUrl}/sso/jwks/${clientId}`;
  const response = await ask(url);
  const text = await response.text();
  if (response.ok && keySet.safeParse(JSON.parse(text)).success) return ok;
  return failed(
    `${url} answered ${response.status} without keys: Convex can check no access token.`,
    "Check https://status.workos.com, and the client id in the WorkOS dashboard.",
  );
}

async function checkRedirectUris(facts: Facts): Promise<Outcome> {
  const [workos, { apps }] = await Promise.all([facts.workos(), facts.target()]);
  return await compareList(
    () => workos.redirectUris(),
    appNames.map((app) => apps[app].redirectUri),
    "redirect URI",
    "Redirects",
  );
}

// begin: vite
async function checkCorsOrigins(facts: Facts): Promise<Outcome> {
  const [workos, { apps }] = await Promise.all([facts.workos(), facts.target()]);
  return await compareList(
    () => workos.corsOrigins(),
    [apps.vite.origin],
    "CORS origin",
    "Authentication, Sessions, Cross-Origin Resource Sharing",
  );
}
// end: vite

async function compareList(
  list: () => Promise<string[]>,
  wanted: string[],
  kind: string,
  page: string,
): Promise<Outcome> {
  const where = `in https://dashboard.workos.com under ${page}`;
  try {
    const registered = await list();
    const missing = wanted.filter((value) => !registered.includes(value));
    if (missing.length === 0) return ok;
    return failed(
      `WorkOS does not have the ${kind} ${missing.join(" and ")}, and refuses who comes from there.`,
      `Add it ${where}, or run npm run setup.`,
    );
  } catch (error) {
    if (error instanceof WorkosRequestError && [404, 405].includes(error.status)) {
      return notChecked(`WorkOS lists them to nobody. Look ${where} for ${wanted.join(" and ")}.`);
    }
    throw error;
  }
}

async function checkSeparate(facts: Facts): Promise<Outcome> {
  if (!facts.isProduction) return notChecked("npm run doctor -- --prod compares the two.");
  const development = readDevelopmentFile();
  if (!development.WORKOS_CLIENT_ID) return notChecked("no development is set up on this machine.");
  const production = await facts.variables();
  const same = (["WORKOS_CLIENT_ID", "WORKOS_API_KEY"] as const).filter(
    (name) => development[name] === production[name],
  );
  if (same.length === 0) return ok;
  return failed(
    `${same.join(" and ")} of production and of development are the same: whoever tries something out does so with real people.`,
    `Make a production environment in https://dashboard.workos.com. ${await facts.convexCommand("env set WORKOS_CLIENT_ID")}, and WORKOS_API_KEY likewise.`,
  );
}

async function checkPreview(facts: Facts): Promise<Outcome> {
  if (!facts.isProduction) return notChecked("npm run doctor -- --prod compares the two.");
  if (facts.file().CONVEX_SELF_HOSTED_URL) {
    return notChecked("a self-hosted deployment has no previews.");
  }
  const production = await facts.variables();
  const list = runConvex(["env", "default", "list", "--include-values", "--type", "preview"]);
  const defaults = await list.then(parseEnv, () => undefined);
  if (!defaults) return notChecked("the Convex CLI does not show their default variables here.");
  const same = (["WORKOS_CLIENT_ID", "WORKOS_API_KEY"] as const).filter(
    (name) => defaults[name] && defaults[name] === production[name],
  );
  if (same.length === 0) return ok;
  return failed(
    `${same.join(" and ")} of previews are production's, so that code that nobody has reviewed reaches real people.`,
    `In packages/convex-backend: npx convex env default set ${same[0]} --type preview, to that of another WorkOS environment.`,
  );
}
