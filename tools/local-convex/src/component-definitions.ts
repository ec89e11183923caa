import type { ValidatorJSON } from "convex/values";
import { PushError, pushStep, RequestError } from "./errors.ts";
import { moduleBundle, type Environment } from "./module-bundle.ts";
import type { DefinitionSource } from "./pushed-code.ts";
import { validationError } from "./validator.ts";

/** A tree of references: what one component offers to the component that mounts it. */
export type ComponentExports =
  { type: "leaf"; leaf: string } | { type: "branch"; branch: [string, ComponentExports][] };

/** What a `convex.config.ts` says. */
export type ComponentDefinition = {
  path: string;
  definitionType: { type: "app" | "childComponent"; name?: string };
  childComponents: ChildComponent[];
  httpMounts: Record<string, string>;
  exports: ComponentExports;
  /** Their validators are serialized. */
  envVars?: [string, { value: string; optional?: boolean }][];
};

type ChildComponent = {
  name: string;
  path: string;
  env?: [string, { type: "value"; value: string } | { type: "envVar"; name: string }][] | null;
};

/** Evaluates a `convex.config.ts`, which mounts the definitions that it imports. */
export async function evaluateDefinition(
  { definitionPath: path, definition }: DefinitionSource,
  imports: ComponentDefinition[],
): Promise<ComponentDefinition> {
  if (!definition)
    return {
      path,
      definitionType: { type: "app" },
      childComponents: [],
      httpMounts: {},
      exports: { type: "branch", branch: [] },
    };
  // The bundle imports the definitions that it mounts by an encoded path without an extension.
  const source = definition.source.replace(/\.\/_componentDeps\/[A-Za-z0-9_-]+/g, "$&.js");
  const dependencies = imports.map(({ path, definitionType: { name } }) => {
    const imported = JSON.stringify({ componentDefinitionPath: path, defaultName: name });
    return {
      path: `_componentDeps/${Buffer.from(path).toString("base64url")}.js`,
      source: `export default ${imported};`,
      environment: "isolate" as const,
    };
  });
  return await pushStep("InvalidConfig", `Failed to evaluate ${definition.path}: `, async () => {
    const bundle = moduleBundle([{ ...definition, source }, ...dependencies], {});
    const { default: exported } = await bundle.load(definition.path);
    return { ...(exported as { export(): ComponentDefinition }).export(), path };
  });
}

/** Refuses variables that do not match what the app declares, for a push or, later, for a change. */
export function assertVariables(
  definition: ComponentDefinition | undefined,
  env: Environment,
  before?: Environment,
): void {
  const refuse = (code: string, message: string) =>
    before ? new RequestError(400, code, message) : new PushError(code, message);
  const missing: string[] = [];
  for (const [name, { value: validator, optional }] of definition?.envVars ?? []) {
    const value = env[name];
    if (value === undefined && !optional) missing.push(name);
    if (value === undefined) continue;
    const error = validationError(JSON.parse(validator) as ValidatorJSON, value);
    if (error !== null)
      throw refuse(
        "InvalidEnvironmentVariable",
        `Environment variable ${name} does not match its declared validator: ${error}`,
      );
  }
  const names = missing.join(", ");
  if (names && !before)
    throw refuse(
      "MissingEnvironmentVariables",
      `Required environment variables are not set: ${names}. Set them in the Convex dashboard or CLI before pushing.`,
    );
  if (before && missing.some((name) => name in before))
    throw refuse(
      "RequiredEnvironmentVariable",
      `Cannot delete required environment variables: ${names}. These are declared as required in the app definition.`,
    );
}

/** The variables of a mounted component: the ones that its parent binds, and nothing else. */
export function childEnvironment(
  { env }: ChildComponent,
  parent: Environment,
  system: Environment,
): Environment {
  const bound = { ...system };
  for (const [name, binding] of env ?? []) {
    const value = binding.type === "value" ? binding.value : parent[binding.name];
    if (value !== undefined) bound[name] = value;
  }
  return bound;
}
