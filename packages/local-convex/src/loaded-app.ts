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
import { functionModules } from "./function-modules.ts";
import { ModuleBundle, type Environment, type ModuleSource } from "./module-bundle.ts";
import { appModules, type DefinitionSource, type PushedCode } from "./pushed-code.ts";

/** The analysis of one component definition, as the CLI's code generation wants it. */
type DefinitionAnalysis = {
  definition: ComponentDefinition;
  schema: JSONValue;
  functions: Record<string, AnalyzedModule>;
  udfConfig: JSONValue;
};

/** Pushed code that was evaluated and found fit to run. */
export type LoadedApp = {
  code: PushedCode;
  /** The variables that it was evaluated with. */
  env: Environment;
  authProviders: AuthProvider[];
  /** By definition path. */
  analysis: Record<string, DefinitionAnalysis>;
  /** Where each component is mounted, for the CLI. */
  tree: JSONValue;
  /** By component path. */
  components: Map<string, MountedComponent>;
};

export type MountedComponent = {
  definitionPath: string;
  component: Component;
  /** Where its HTTP routes are served, ending with a slash; null if nowhere. */
  httpPrefix: string | null;
  functions: Record<string, AnalyzedModule>;
};

/** Evaluates pushed code without touching what runs; throws a {@link PushError} if it is refused. */
export async function loadApp(
  code: PushedCode,
  env: Environment,
  systemEnv: Environment,
): Promise<LoadedApp> {
  const appEnv = { ...env, ...systemEnv };
  const definitions = await evaluateDefinitions(code.definitions);
  const analysis: LoadedApp["analysis"] = {};
  const schemas = new Map<string, Schema | null>();
  const sources = new Map(code.definitions.map((source) => [source.definitionPath, source]));
  for (const [path, definition] of definitions) {
    const source = sources.get(path);
    if (!source) continue;
    const schema = await loadSchema(source);
    const bundle = ModuleBundle.of(source.functions, path === "" ? appEnv : systemEnv);
    const functions = await analyzeFunctions(source, bundle);
    const exports = path === "" ? definition.exports : exportsOf(functions);
    schemas.set(path, schema);
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
    httpPrefix: string | null,
  ): JSONValue {
    const analyzed = analysis[definitionPath];
    const source = sources.get(definitionPath);
    if (!analyzed || !source)
      throw new PushError("InvalidConfig", `Unknown component definition ${definitionPath}.`);
    const { definition, functions } = analyzed;
    // Two mounts with the same variables share a bundle; `process.env` is what tells them apart.
    const modules = functionModules(ModuleBundle.of(source.functions, ownEnv), componentPath);
    const schema = schemas.get(definitionPath) ?? null;
    const component = buildOrRefuse(() => buildComponent(componentPath, schema, modules));
    components.set(componentPath, { definitionPath, component, httpPrefix, functions });
    const mounts = Object.entries(definition.httpMounts);
    const children = definition.childComponents.map((child): [string, JSONValue] => {
      const path = componentPath === "" ? child.name : `${componentPath}/${child.name}`;
      const [prefix] =
        mounts.find(([, to]) => to === `_reference/childComponent/${child.name}`) ?? [];
      const childPrefix =
        httpPrefix === null || prefix === undefined ? null : httpPrefix + prefix.slice(1);
      const childEnv = childEnvironment(child, ownEnv, systemEnv);
      return [child.name, mount(child.path, path, childEnv, childPrefix)];
    });
    return {
      definitionPath,
      componentPath,
      args: {},
      childComponents: Object.fromEntries(children),
      httpRoutes: { httpModuleRoutes: null, mounts: mounts.map(([prefix]) => prefix) },
      exports: {},
    };
  }

  return { code, env, authProviders, analysis, tree: mount("", "", appEnv, "/"), components };
}

function buildOrRefuse(build: () => Component): Component {
  try {
    return build();
  } catch (error) {
    throw new PushError("InvalidSchema", `${messageOf(error)}`);
  }
}

async function loadSchema({ schema }: DefinitionSource): Promise<Schema | null> {
  if (!schema) return null;
  try {
    const { default: exported } = await ModuleBundle.of([schema], {}).load(schema.path);
    return exported as Schema;
  } catch (error) {
    throw new PushError(
      "InvalidSchema",
      `Hit an error while evaluating your schema:\n${describeFailure(error).message}`,
    );
  }
}

function exportSchema(schema: Schema): JSONValue {
  // How a schema serializes itself is left out of the public types.
  return JSON.parse((schema as unknown as { export(): string }).export()) as JSONValue;
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
        `Loading the pushed modules encountered the following\n    error:\nFailed to analyze ${path}: ${describeFailure(error).message}`,
      );
    });
    analyzed[path] = analyzeModule(path, namespace);
  }
  return analyzed;
}

function isFunctionModule({ path }: ModuleSource): boolean {
  return !path.startsWith("_deps/") && path !== "auth.config.js";
}

function udfConfigOf({ udfServerVersion }: DefinitionSource): JSONValue {
  return {
    serverVersion: udfServerVersion,
    importPhaseRngSeed: { $bytes: Buffer.alloc(32).toString("base64") },
    importPhaseUnixTimestamp: { $integer: Buffer.alloc(8).toString("base64") },
  };
}
