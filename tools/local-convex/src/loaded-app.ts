import type { JSONValue } from "convex/values";
import { analyzeModule, exportsOf, type AnalyzedModule } from "./analyze.ts";
import { evaluateAuthConfig } from "./auth-config.ts";
import {
  childEnvironment,
  evaluateDefinition,
  type ComponentDefinition,
} from "./component-definitions.ts";
import { buildComponent, type Component, type Schema } from "./engine-internals.ts";
import { PushError, pushStep } from "./errors.ts";
import { functionModules } from "./function-modules.ts";
import { describeFailure } from "./function-outcome.ts";
import { moduleBundle, type Environment, type ModuleBundle } from "./module-bundle.ts";
import { appModules, type DefinitionSource, type PushedCode } from "./pushed-code.ts";

/** Pushed code that was evaluated and found fit to run. */
export type LoadedApp = Awaited<ReturnType<typeof loadApp>>;

type LoadedDefinition = {
  source: DefinitionSource;
  definition: ComponentDefinition;
  schema: Schema | null;
  functions: Record<string, AnalyzedModule>;
};

type MountedComponent = {
  component: Component;
  /** Where its HTTP routes are served, ending with a slash; null if nowhere. */
  httpPrefix: string | null;
  functions: Record<string, AnalyzedModule>;
};

/** Evaluates pushed code without touching what runs; throws a {@link PushError} if it is refused. */
export async function loadApp(code: PushedCode, env: Environment, systemEnv: Environment) {
  const appEnv = { ...env, ...systemEnv };
  const definitions = new Map<string, LoadedDefinition>();
  const components = new Map<string, MountedComponent>();

  /** A component definition (once), after those that it mounts. */
  async function load(path: string): Promise<LoadedDefinition> {
    const known = definitions.get(path);
    if (known) return known;
    const source = code.definitions.find(({ definitionPath }) => definitionPath === path);
    if (!source) throw new PushError("InvalidConfig", `Unknown component definition ${path}.`);
    const imports: ComponentDefinition[] = [];
    for (const dependency of source.dependencies) imports.push((await load(dependency)).definition);
    const definition = await evaluateDefinition(source, imports);
    const schema = await loadSchema(source);
    const bundle = moduleBundle(source.functions, path === "" ? appEnv : systemEnv);
    const functions = await analyzeFunctions(source, bundle);
    if (path !== "") definition.exports = exportsOf(functions);
    const loaded = { source, definition, schema, functions };
    definitions.set(path, loaded);
    return loaded;
  }

  async function mount(
    definitionPath: string,
    componentPath: string,
    ownEnv: Environment,
    prefix: string | null,
  ): Promise<JSONValue> {
    const { source, definition, schema, functions } = await load(definitionPath);
    // Two mounts with the same variables share a bundle; `process.env` is what tells them apart.
    const modules = functionModules(moduleBundle(source.functions, ownEnv), componentPath);
    const build = () => buildComponent(componentPath, schema, modules);
    const component = await pushStep("InvalidSchema", "", build);
    const httpPrefix = functions["http.js"] ? prefix : null;
    components.set(componentPath, { component, httpPrefix, functions });
    const mounts = Object.entries(definition.httpMounts);
    const childComponents: Record<string, JSONValue> = {};
    for (const child of definition.childComponents) {
      const path = componentPath === "" ? child.name : `${componentPath}/${child.name}`;
      const reference = `_reference/childComponent/${child.name}`;
      const [below] = mounts.find(([, mounted]) => mounted === reference) ?? [];
      const childPrefix = prefix === null || below === undefined ? null : prefix + below.slice(1);
      const childEnv = childEnvironment(child, ownEnv, systemEnv);
      childComponents[child.name] = await mount(child.path, path, childEnv, childPrefix);
    }
    const httpRoutes = { httpModuleRoutes: null, mounts: mounts.map(([below]) => below) };
    return { definitionPath, componentPath, args: {}, childComponents, httpRoutes, exports: {} };
  }

  await load("");
  const authProviders = await evaluateAuthConfig(appModules(code), appEnv);
  /** Where each component is mounted, for the CLI. */
  const tree = await mount("", "", appEnv, "/");
  const analysis = [...definitions].map(([path, loaded]) => [path, analysisOf(loaded)] as const);
  return {
    code,
    /** The variables that it was evaluated with. */
    env,
    authProviders,
    /** By definition path. */
    analysis: Object.fromEntries(analysis),
    tree,
    /** By component path. */
    components,
  };
}

/** A component definition, as the CLI's code generation wants it. */
function analysisOf({ source, definition, schema, functions }: LoadedDefinition) {
  // How a schema serializes itself is left out of the public types.
  const exported = (schema as { export(): string } | null)?.export();
  return {
    definition,
    schema: exported === undefined ? null : (JSON.parse(exported) as JSONValue),
    functions,
    udfConfig: {
      serverVersion: source.udfServerVersion,
      importPhaseRngSeed: null,
      importPhaseUnixTimestamp: null,
    },
  };
}

// What pushed code throws is shown with the lines that it was thrown from.
const explain = (error: unknown) => describeFailure(error).message;

async function loadSchema({ schema }: DefinitionSource): Promise<Schema | null> {
  if (!schema) return null;
  const load = () => moduleBundle([schema], {}).load(schema.path);
  const sentence = "Hit an error while evaluating your schema:\n";
  const { default: exported } = await pushStep("InvalidSchema", sentence, load, explain);
  return exported as Schema;
}

async function analyzeFunctions({ functions }: DefinitionSource, bundle: ModuleBundle) {
  const analyzed: Record<string, AnalyzedModule> = {};
  for (const { path } of functions) {
    if (path.startsWith("_deps/") || path === "auth.config.js") continue;
    const load = () => bundle.load(path);
    const sentence = `Loading the pushed modules encountered the following\n    error:\nFailed to analyze ${path}: `;
    const namespace = await pushStep("InvalidModules", sentence, load, explain);
    analyzed[path] = await analyzeModule(path, namespace);
  }
  return analyzed;
}
