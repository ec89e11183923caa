import { createHash } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { PushError } from "./errors.ts";
import { functionScope } from "./function-scope.ts";

/** A module as the CLI bundles it. */
export type ModuleSource = {
  path: string;
  source: string;
  sourceMap?: string;
  environment: "isolate" | "node";
};

/** The variables that a module reads from `process.env`. */
export type Environment = Record<string, string>;
export type ModuleNamespace = Record<string, unknown>;

const { LOCAL_CONVEX_MODULES } = process.env;
if (!LOCAL_CONVEX_MODULES) throw new Error("A deployment is started with startLocalConvex.");
/** Where pushed modules are written for Node to import: a folder that `startLocalConvex` makes. */
export const MODULE_ROOT = LOCAL_CONVEX_MODULES;
writeFileSync(path.join(MODULE_ROOT, "package.json"), '{"type":"module"}');
// Who made it may be killed before this process ends.
process.once("exit", () => rmSync(MODULE_ROOT, { recursive: true, force: true }));
// Errors in pushed code name its sources and not the bundles.
process.setSourceMapsEnabled(true);

/** Modules that import each other. */
export type ModuleBundle = ReturnType<typeof writeBundle>;

const bundles = new Map<string, ModuleBundle>();

/**
 * A set of modules that import each other, with a `process.env` of their own; `onUnset` is called
 * (and may throw) when they read a variable that is not set.
 *
 * Node never frees an ES module, so bundles are cached by their sources and their environment: a
 * push loads what changed, and a component that did not change stays loaded.
 */
export function moduleBundle(
  modules: ModuleSource[],
  env: Environment,
  onUnset?: (variable: string) => void,
): ModuleBundle {
  const content = modules.map(({ path, environment, source }) => [path, environment, source]);
  const identity = JSON.stringify([content, env, onUnset !== undefined]);
  const key = createHash("sha256").update(identity).digest("hex");
  let bundle = bundles.get(key);
  if (!bundle) {
    const directory = path.join(MODULE_ROOT, String(bundles.size));
    bundle = writeBundle(directory, modules, onUnset ? watched(env, onUnset) : env);
    bundles.set(key, bundle);
  }
  return bundle;
}

function writeBundle(directory: string, modules: ModuleSource[], env: Environment) {
  for (const { path: modulePath, source, sourceMap } of modules) {
    const file = path.join(directory, modulePath);
    if (!file.startsWith(directory + path.sep))
      throw new PushError("InvalidModules", `Bad path ${modulePath}`);
    mkdirSync(path.dirname(file), { recursive: true });
    // Sources end with the name of their map.
    writeFileSync(file, source);
    if (sourceMap) writeFileSync(`${file}.map`, sourceMap);
  }
  /** `process` as a module sees it: those that say "use node" get Node's, with other variables. */
  const processOf = (modulePath: string): object => {
    const module = modules.find(({ path }) => path === modulePath);
    return module?.environment === "node"
      ? (Object.create(process, { env: { value: env } }) as object)
      : { env };
  };
  return {
    processOf,
    /** Evaluates a module (once). */
    async load(modulePath: string): Promise<ModuleNamespace> {
      const url = pathToFileURL(path.join(directory, modulePath)).href;
      const scope = { componentPath: "", process: processOf(modulePath), isAction: true };
      return await functionScope.run(scope, async () => (await import(url)) as ModuleNamespace);
    },
  };
}

function watched(env: Environment, onUnset: (variable: string) => void): Environment {
  return new Proxy(env, {
    get(target, name) {
      if (typeof name === "string" && !(name in target)) onUnset(name);
      return Reflect.get(target, name) as unknown;
    },
  });
}
