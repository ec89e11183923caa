import { parseEnv } from "node:util";
import { expect } from "vitest";
import { readProject } from "../src/project/project.ts";
import { findVariable } from "../src/variables.ts";
import { CommandRun } from "./command-run.ts";
import type { OwnServices } from "./own-services.ts";
import { envFile, repository, type ProjectCopy } from "./project-copy.ts";

const project = await readProject(repository);

/** What is given for an existing WorkOS environment. */
export function credentialsOf({ clientId, apiKey }: OwnServices): Record<string, string> {
  return { WORKOS_CLIENT_ID: clientId, WORKOS_API_KEY: apiKey };
}

/** Starts `convex-authkit setup` in a terminal. */
export function setUpInTerminal(
  copy: ProjectCopy,
  args: string[],
  env: Record<string, string> = {},
): CommandRun {
  return new CommandRun(copy.root, ["setup", ...args], { inTerminal: true, env });
}

/** Runs it without a terminal to its end, and sees that it tells no secret. */
export async function setUp(
  copy: ProjectCopy,
  services: OwnServices,
  args: string[],
  env: Record<string, string> = {},
) {
  const result = await new CommandRun(copy.root, ["setup", ...args], { env }).result();
  await expectNoSecrets(result.output, copy, services, env);
  return result;
}

/** No value of a variable that is known as a secret occurs, wherever it was or is kept. */
export async function expectNoSecrets(
  output: string,
  copy: ProjectCopy,
  services: OwnServices,
  ...more: Record<string, string>[]
) {
  const file = parseEnv(copy.read(envFile)) as Record<string, string>;
  const sources = [await services.variables(), services.chosenDeployment, file, ...more];
  const secrets = sources.flatMap((values) =>
    Object.entries(values).flatMap(([name, value]) =>
      value && findVariable(project, name)?.secret ? [value] : [],
    ),
  );
  expect(secrets).not.toEqual([]);
  for (const secret of secrets) expect(output).not.toContain(secret);
}
