import { password, text } from "@clack/prompts";
import { readDevelopmentFile, type Values } from "../own-platform.ts";
import type { Project } from "../project/project.ts";
import type { Target } from "../target.ts";
import { problemWith } from "../variables.ts";
import { WorkosEnvironment, WorkosRequestError } from "../workos-environment.ts";
import { ask } from "./terminal.ts";

export type Credentials = { WORKOS_CLIENT_ID: string; WORKOS_API_KEY: string };

/**
 * Finds which WorkOS environment is to be used: its client id and API key come from the command line,
 * the environment, the deployment or, in development, .env.local; or are asked for.
 *
 * @param variables those of the deployment
 * @throws Error with one sentence when they are missing, malformed or of the wrong kind
 */
export async function findCredentials(
  { project, isProduction, apps }: Target,
  givenClientId: string | undefined,
  variables: Values,
): Promise<Credentials> {
  const file = readDevelopmentFile(project);
  const sources = isProduction ? [variables] : [variables, file];
  const clientId =
    givenClientId ||
    process.env.WORKOS_CLIENT_ID ||
    sources.find((each) => each.WORKOS_CLIENT_ID)?.WORKOS_CLIENT_ID ||
    (await askClientId(project));
  requireFormat(project, "WORKOS_CLIENT_ID", clientId);
  if (isProduction && clientId === file.WORKOS_CLIENT_ID) {
    throw new Error(
      `${clientId} is the WorkOS environment of development, and production has to have another: take the client id and the API key of a production environment.`,
    );
  }
  const apiKey =
    process.env.WORKOS_API_KEY ||
    // The key of another client id would not fit.
    sources.find((each) => each.WORKOS_CLIENT_ID === clientId)?.WORKOS_API_KEY ||
    (await askApiKey(project));
  requireFormat(project, "WORKOS_API_KEY", apiKey);
  refuseOtherKind(isProduction, apiKey);
  for (const { clientIdVariable, ownClientId } of apps) {
    if (ownClientId) requireFormat(project, clientIdVariable, ownClientId);
  }
  return { WORKOS_CLIENT_ID: clientId, WORKOS_API_KEY: apiKey };
}

/** @throws Error with one sentence when WorkOS does not know the credentials, or not as a pair */
export async function connect(
  { workosApiUrl }: Target,
  { WORKOS_CLIENT_ID: clientId, WORKOS_API_KEY: apiKey }: Credentials,
): Promise<WorkosEnvironment> {
  const environment = new WorkosEnvironment({ clientId, apiKey, apiUrl: workosApiUrl });
  await environment.redirectUris().catch((error: unknown) => {
    if (!(error instanceof WorkosRequestError) || error.status !== 401) throw error;
    throw new Error("WorkOS does not know this WORKOS_API_KEY: copy it from the dashboard anew.", {
      cause: error,
    });
  });
  if ((await environment.findPairRefusal()) === undefined) return environment;
  throw new Error(
    `${clientId} and this WORKOS_API_KEY are not of one WorkOS environment: take both from the same page of its dashboard.`,
  );
}

function askClientId(project: Project): Promise<string> {
  return ask(
    () =>
      text({
        message: "Client id of the WorkOS environment (its dashboard shows it under API Keys)",
        placeholder: "client_…",
        validate: (value) => sentenceOn(project, "WORKOS_CLIENT_ID", value),
      }),
    "The client id of the WorkOS environment is not known: give it with --client-id, or as WORKOS_CLIENT_ID.",
  );
}

function askApiKey(project: Project): Promise<string> {
  return ask(
    () =>
      password({
        message: "API key of the WorkOS environment (not shown)",
        validate: (value) => sentenceOn(project, "WORKOS_API_KEY", value),
      }),
    "The API key of the WorkOS environment is not known: give it as WORKOS_API_KEY in the environment.",
  );
}

function sentenceOn(project: Project, name: string, value = ""): string | undefined {
  const problem = problemWith(project, name, value);
  return problem && `${name} ${problem}.`;
}

function requireFormat(project: Project, name: string, value: string): void {
  const sentence = sentenceOn(project, name, value);
  if (sentence) throw new Error(sentence);
}

/** The prefixes are WorkOS's, of the keys of staging and of production environments. */
function refuseOtherKind(isProduction: boolean, apiKey: string): void {
  const [prefix, kind, here] = isProduction
    ? ["sk_test_", "a staging", "production"]
    : ["sk_live_", "a production", "development"];
  if (!apiKey.startsWith(prefix)) return;
  throw new Error(
    `WORKOS_API_KEY starts with ${prefix}: it is the key of ${kind} environment, and this is ${here}.`,
  );
}
