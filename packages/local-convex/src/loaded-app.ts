import type { JSONValue } from "convex/values";
import { analyzeModule, exportsOf, type AnalyzedModule } from "./analyze.ts";
import { evaluateAuthConfig, type AuthProvider } from "./auth-config.ts";
import {
  childEnvironment,
  evaluateDefinitions,
  type ComponentDefinition,
} from "./component-definitions.ts";
import { buildComponent, type Component, type Schema } from "./engine-internals.ts";
import { messageOf, PushError } from "./errors.ts";
import { describeFailure } from "./function-failure.ts";
import { wrapFunctions } from "./function-modules.ts";
import { ModuleBundle, type Environment, type ModuleSource } from "./module-bundle.ts";
import { appModules, type DefinitionSource, type PushedCode } from "./pushed-code.ts";

/** The analysis of one component definition, as the CLI's code generation wants it. */
export type DefinitionAnalysis = {
  definition: ComponentDefinition;
  schema: AnalyzedSchema | null;
  functions: Record<string, AnalyzedModule>;
  udfConfig: {
    serverVersion: string;
    importPhaseRngSeed: JSONValue;
    importPhaseUnixTimestamp: JSONValue;
  };
};

export type AnalyzedSchema = {
  tables: { tableName: string; indexes: { indexDescriptor: string; fields: string[] }[] }[];
  schemaValidation: boolean;
};

/** Where a component is mounted, for the CLI. */
type ComponentNode = {
  definitionPath: string;
  componentPath: string;
  args: Record<string, never>;
  childComponents: Record<string, ComponentNode>;
  httpRoutes: { httpModuleRoutes: null; mounts: string[] };
  exports: Record<string, never>;
};

/** Pushed code that was evaluated and found fit to run. */
export type LoadedApp = {
  code: PushedCode;
  /** The variables that it was evaluated with. */
  env: Environment;
  authProviders: AuthProvider[];
  /** By definition path. */
  analysis: Record<string, DefinitionAnalysis>;
  tree: ComponentNode;
  /** By component path. */
  components: Map<string, { definitionPath: string; component: Component }>;
};

type LoadedDefinition = { source: DefinitionSource; schema: Schema | null; bundle: ModuleBundle };

/** Evaluates pushed code without touching what runs; throws a {@link PushError} if it is refused. */
export async function loadApp(
  code: PushedCode,
  env: Environment,
  systemEnv: Environment,
): Promise<LoadedApp> {
  const sources = new Map(code.definitions.map((source) => [source.definitionPath, source]));
  const appEnv = { ...env, ...systemEnv };
  const bundleOf = ({ definitionPath, functions }: DefinitionSource) =>
    ModuleBundle.of(functions, definitionPath === "" ? appEnv : systemEnv);
  // All are compiled at once; in what follows each is waited for in its turn.
  for (const source of code.definitions) bundleOf(source);
  const definitions = await evaluateDefinitions(code.definitions);
  const analysis: LoadedApp["analysis"] = {};
  const loaded = new Map<string, LoadedDefinition>();
  for (const [path, definition] of definitions) {
    const source = sources.get(path);
    if (!source) continue;
    const schema = await loadSchema(source);
    const bundle = bundleOf(source);
    const functions = await analyzeFunctions(source, bundle);
    const exports = path === "" ? definition.exports : exportsOf(functions);
    loaded.set(path, { source, schema, bundle });
    analysis[path] = {
      definition: { ...definition, exports },
      schema: schema && exportSchema(schema),
      functions,
      udfConfig: udfConfigOf(source),
    };
  }
  const authProviders = await evaluateAuthConfig(appModules(code), appEnv);
  const components: LoadedApp["components"] = new Map();

  function mount(
    definitionPath: string,
    componentPath: string,
    ownEnv: Environment,
  ): ComponentNode {
    const definition = analysis[definitionPath]?.definition;
    const definitionSource = loaded.get(definitionPath);
    if (!definition || !definitionSource)
      throw new PushError("InvalidConfig", `Unknown component definition ${definitionPath}.`);
    const component = buildMounted(definitionSource, componentPath, ownEnv);
    components.set(componentPath, { definitionPath, component });
    const children = definition.childComponents.map((child): [string, ComponentNode] => {
      const path = componentPath === "" ? child.name : `${componentPath}/${child.name}`;
      return [child.name, mount(child.path, path, childEnvironment(child, ownEnv, systemEnv))];
    });
    return {
      definitionPath,
      componentPath,
      args: {},
      childComponents: Object.fromEntries(children),
      httpRoutes: { httpModuleRoutes: null, mounts: Object.keys(definition.httpMounts) },
      exports: {},
    };
  }

  return { code, env, authProviders, analysis, tree: mount("", "", appEnv), components };
}

function buildMounted(
  { source, schema }: LoadedDefinition,
  componentPath: string,
  env: Environment,
): Component {
  // Two mounts with the same variables share a bundle; `process.env` is what tells them apart.
  const bundle = ModuleBundle.of(source.functions, env);
  const modules = source.functions
    .filter(isFunctionModule)
    .map(
      ({ path }) =>
        [
          `/${path}`,
          once(async () => wrapFunctions(await bundle.load(path), componentPath)),
        ] as const,
    );
  try {
    return buildComponent(componentPath, schema, Object.fromEntries(modules));
  } catch (error) {
    throw new PushError("InvalidSchema", `Hit an error while pushing:\n${messageOf(error)}`);
  }
}

function once<Result>(compute: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined;
  return () => (result ??= compute());
}

async function loadSchema({ schema }: DefinitionSource): Promise<Schema | null> {
  if (!schema) return null;
  try {
    const { default: exported } = await ModuleBundle.of([schema], {}).load(schema.path);
    return exported as Schema;
  } catch (error) {
    throw new PushError(
      "InvalidSchema",
      `Hit an error while pushing:\nHit an error while evaluating your schema:\n${describeFailure(error).message}`,
    );
  }
}

function exportSchema(schema: Schema): AnalyzedSchema {
  // `export` is how a schema serializes itself; it is left out of the public types.
  const { export: exportJson } = schema as unknown as { export: () => string };
  return JSON.parse(exportJson.call(schema)) as AnalyzedSchema;
}

async function analyzeFunctions(
  { functions }: DefinitionSource,
  bundle: ModuleBundle,
): Promise<Record<string, AnalyzedModule>> {
  const analyzed: Record<string, AnalyzedModule> = {};
  for (const { path } of functions.filter(isFunctionModule)) {
    const namespace = await bundle.load(path).catch((error: unknown) => {
      throw new PushError(
        "InvalidModules",
        `Hit an error while pushing:\nLoading the pushed modules encountered the following\n    error:\nFailed to analyze ${path}: ${describeFailure(error).message}`,
      );
    });
    analyzed[path] = analyzeModule(path, namespace);
  }
  return analyzed;
}

function isFunctionModule({ path }: ModuleSource): boolean {
  return !path.startsWith("_deps/") && path !== "auth.config.js";
}

function udfConfigOf({ udfServerVersion }: DefinitionSource): DefinitionAnalysis["udfConfig"] {
  return {
    serverVersion: udfServerVersion,
    importPhaseRngSeed: { $bytes: Buffer.alloc(32).toString("base64") },
    importPhaseUnixTimestamp: { $integer: Buffer.alloc(8).toString("base64") },
  };
}
