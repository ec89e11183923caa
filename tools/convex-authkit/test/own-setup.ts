import { contract } from "@repo/config/env";
import { parseEnv } from "node:util";
import { expect } from "vitest";
import type { OwnServices } from "./own-services.ts";
import type { RepositoryCopy } from "./repository-copy.ts";
import { SetupRun } from "./setup-run.ts";

type Values = Partial<Record<string, string>>;

/** What is given for an existing WorkOS environment. */
export function credentialsOf({ clientId, apiKey }: OwnServices): Record<string, string> {
  return { WORKOS_CLIENT_ID: clientId, WORKOS_API_KEY: apiKey };
}

/** Runs `npm run setup` without a terminal to its end, and sees that it tells no secret. */
export async function setUp(
  copy: RepositoryCopy,
  services: OwnServices,
  args: string[],
  env: Record<string, string> = {},
) {
  const result = await new SetupRun(copy, args, { env }).result();
  await expectNoSecrets(result.output, copy, services, env);
  return result;
}

/** No value of a variable that the contract calls a secret occurs, wherever it was or is kept. */
export async function expectNoSecrets(
  output: string,
  copy: RepositoryCopy,
  services: OwnServices,
  ...more: Values[]
) {
  const file = parseEnv(copy.readDevelopmentFile());
  const sources = [await services.variables(), services.chosenDeployment, file, ...more];
  const secrets = sources.flatMap((values) =>
    Object.entries(values).flatMap(([name, value]) => (isSecret(name) && value ? [value] : [])),
  );
  expect(secrets).not.toEqual([]);
  for (const secret of secrets) expect(output).not.toContain(secret);
}

function isSecret(name: string): boolean {
  return name in contract && contract[name as keyof typeof contract].secret;
}
