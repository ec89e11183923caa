import type { ValidatorJSON } from "convex/values";
import { messageOf, PushError } from "./errors.ts";
import { ModuleBundle, type Environment } from "./module-bundle.ts";
import type { DefinitionSource } from "./pushed-code.ts";
import { validationError } from "./validator.ts";

type EnvDeclaration = { type: "value"; value: string; optional?: boolean };
type EnvBinding = { type: "value"; value: string } | { type: "envVar"; name: string };

/** A tree of references: what one component offers to the component that mounts it. */
export type ComponentExports =
  { type: "leaf"; leaf: string } | { type: "branch"; branch: [string, ComponentExports][] };

/** What a `convex.config.ts` says. */
export type ComponentDefinition = {
  path: string;
  definitionType: { type: "app" } | { type: "childComponent"; name: string };
  childComponents: { name: string; path: string; env?: [string, EnvBinding][] | null }[];
  httpMounts: Record<string, string>;
  exports: ComponentExports;
  envVars?: [string, EnvDeclaration][];
};

/** Evaluates the `convex.config.ts` files of a push, dependencies first. */
export async function evaluateDefinitions(
  sources: DefinitionSource[],
): Promise<Map<string, ComponentDefinition>> {
  const sourceOf = new Map(sources.map((source) => [source.definitionPath, source]));
  const definitions = new Map<string, ComponentDefinition>();

  async function evaluate(path: string): Promise<ComponentDefinition> {
    const known = definitions.get(path);
    if (known) return known;
    const source = sourceOf.get(path);
    if (!source) throw new PushError("InvalidConfig", `Unknown component definition ${path}.`);
    const imports: [string, ComponentDefinition][] = [];
    for (const dependency of source.dependencies)
      imports.push([dependency, await evaluate(dependency)]);
    const definition = { ...(await exportDefinition(source, imports)), path };
    definitions.set(path, definition);
    return definition;
  }

  await evaluate("");
  return definitions;
}

const APP_WITHOUT_CONFIG: Omit<ComponentDefinition, "path"> = {
  definitionType: { type: "app" },
  childComponents: [],
  httpMounts: {},
  exports: { type: "branch", branch: [] },
};

async function exportDefinition(
  { definition }: DefinitionSource,
  imports: [string, ComponentDefinition][],
): Promise<Omit<ComponentDefinition, "path">> {
  if (!definition) return APP_WITHOUT_CONFIG;
  // The bundle imports the definitions that it mounts by an encoded path without an extension.
  const source = definition.source.replace(/\.\/_componentDeps\/[A-Za-z0-9_-]+/g, "$&.js");
  const dependencies = imports.map(([path, { definitionType }]) => ({
    path: `_componentDeps/${Buffer.from(path).toString("base64url")}.js`,
    source: `export default ${JSON.stringify({
      componentDefinitionPath: path,
      defaultName: "name" in definitionType ? definitionType.name : undefined,
    })};`,
    environment: "isolate" as const,
  }));
  const bundle = ModuleBundle.of([{ ...definition, source }, ...dependencies], {});
  try {
    const { default: exported } = await bundle.load(definition.path);
    return (exported as { export(): Omit<ComponentDefinition, "path"> }).export();
  } catch (error) {
    throw new PushError(
      "InvalidConfig",
      `Hit an error while pushing:\nFailed to evaluate ${definition.path}: ${messageOf(error)}`,
    );
  }
}

/** The variables that a definition cannot do without. */
export function requiredVariables(definition: ComponentDefinition | undefined): string[] {
  const declared = definition?.envVars ?? [];
  return declared.filter(([, { optional }]) => !optional).map(([name]) => name);
}

/** What is wrong with variables that do not match their declarations; null if nothing is. */
export function invalidVariable(
  definition: ComponentDefinition | undefined,
  env: Environment,
): string | null {
  for (const [name, { value: validator }] of definition?.envVars ?? []) {
    const value = env[name];
    const error = value === undefined ? null : validationError(parse(validator), value);
    if (error !== null)
      return `Environment variable ${name} does not match its declared validator: ${error}`;
  }
  return null;
}

function parse(validator: string): ValidatorJSON {
  return JSON.parse(validator) as ValidatorJSON;
}

/** The variables of a mounted component: the ones that its parent binds, and nothing else. */
export function childEnvironment(
  child: ComponentDefinition["childComponents"][number],
  parent: Environment,
  system: Environment,
): Environment {
  const env = { ...system };
  for (const [name, binding] of child.env ?? []) {
    const value = binding.type === "value" ? binding.value : parent[binding.name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}
