import type { ValidatorJSON } from "convex/values";
import { messageOf, PushError, RequestError } from "./errors.ts";
import { ModuleBundle, type Environment } from "./module-bundle.ts";
import type { DefinitionSource } from "./pushed-code.ts";
import { validationError } from "./validator.ts";

type EnvBinding = { type: "value"; value: string } | { type: "envVar"; name: string };

/** A tree of references: what one component offers to the component that mounts it. */
export type ComponentExports =
  { type: "leaf"; leaf: string } | { type: "branch"; branch: [string, ComponentExports][] };

/** What a `convex.config.ts` says. */
type Declared = {
  definitionType: { type: "app" } | { type: "childComponent"; name: string };
  childComponents: { name: string; path: string; env?: [string, EnvBinding][] | null }[];
  httpMounts: Record<string, string>;
  exports: ComponentExports;
  /** Their validators are serialized. */
  envVars?: [string, { value: string; optional?: boolean }][];
};
export type ComponentDefinition = Declared & { path: string };

const APP_WITHOUT_CONFIG: Declared = {
  definitionType: { type: "app" },
  childComponents: [],
  httpMounts: {},
  exports: { type: "branch", branch: [] },
};

/** Evaluates the `convex.config.ts` files of a push, dependencies first. */
export async function evaluateDefinitions(
  sources: DefinitionSource[],
): Promise<Map<string, ComponentDefinition>> {
  const definitions = new Map<string, ComponentDefinition>();
  async function evaluate(path: string): Promise<ComponentDefinition> {
    const known = definitions.get(path);
    if (known) return known;
    const source = sources.find(({ definitionPath }) => definitionPath === path);
    if (!source) throw new PushError("InvalidConfig", `Unknown component definition ${path}.`);
    const imports: ComponentDefinition[] = [];
    for (const dependency of source.dependencies) imports.push(await evaluate(dependency));
    const definition = { ...(await exportDefinition(source, imports)), path };
    definitions.set(path, definition);
    return definition;
  }
  await evaluate("");
  return definitions;
}

async function exportDefinition(
  { definition }: DefinitionSource,
  imports: ComponentDefinition[],
): Promise<Declared> {
  if (!definition) return APP_WITHOUT_CONFIG;
  // The bundle imports the definitions that it mounts by an encoded path without an extension.
  const source = definition.source.replace(/\.\/_componentDeps\/[A-Za-z0-9_-]+/g, "$&.js");
  const dependencies = imports.map(({ path, definitionType }) => {
    const defaultName = "name" in definitionType ? definitionType.name : undefined;
    const imported = JSON.stringify({ componentDefinitionPath: path, defaultName });
    return {
      path: `_componentDeps/${Buffer.from(path).toString("base64url")}.js`,
      source: `export default ${imported};`,
      environment: "isolate" as const,
    };
  });
  const bundle = ModuleBundle.of([{ ...definition, source }, ...dependencies], {});
  try {
    const { default: exported } = await bundle.load(definition.path);
    return (exported as { export(): Declared }).export();
  } catch (error) {
    const reason = `Failed to evaluate ${definition.path}: ${messageOf(error)}`;
    throw new PushError("InvalidConfig", reason);
  }
}

/** Refuses variables that do not match what the app declares, for a push or, later, for a change. */
export function assertVariables(
  definition: ComponentDefinition | undefined,
  env: Environment,
  before?: Environment,
): void {
  const refuse = (code: string, message: string) =>
    before ? new RequestError(400, code, message) : new PushError(code, message);
  const declared = definition?.envVars ?? [];
  const missing = declared.filter(([name, { optional }]) => !optional && !(name in env));
  const names = missing.map(([name]) => name).join(", ");
  if (names && !before)
    throw refuse(
      "MissingEnvironmentVariables",
      `Required environment variables are not set: ${names}. Set them in the Convex dashboard or CLI before pushing.`,
    );
  if (before && missing.some(([name]) => name in before))
    throw refuse(
      "RequiredEnvironmentVariable",
      `Cannot delete required environment variables: ${names}. These are declared as required in the app definition.`,
    );
  for (const [name, { value: validator }] of declared) {
    const value = env[name];
    const error =
      value === undefined ? null : validationError(JSON.parse(validator) as ValidatorJSON, value);
    if (error !== null)
      throw refuse(
        "InvalidEnvironmentVariable",
        `Environment variable ${name} does not match its declared validator: ${error}`,
      );
  }
}

/** The variables of a mounted component: the ones that its parent binds, and nothing else. */
export function childEnvironment(
  { env }: ComponentDefinition["childComponents"][number],
  parent: Environment,
  system: Environment,
): Environment {
  const bound = (env ?? []).map(([name, binding]) => {
    return [name, binding.type === "value" ? binding.value : parent[binding.name]];
  });
  const set = bound.filter(([, value]) => value !== undefined);
  return { ...system, ...(Object.fromEntries(set) as Environment) };
}
