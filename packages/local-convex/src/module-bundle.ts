import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
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

/** Where pushed modules are written for Node to import; nothing else lives there. */
export const MODULE_ROOT = mkdtempSync(path.join(realpathSync(os.tmpdir()), "local-convex-"));
writeFileSync(path.join(MODULE_ROOT, "package.json"), '{"type":"module"}');
process.once("exit", () => rmSync(MODULE_ROOT, { recursive: true, force: true }));
// Errors in pushed code name its sources and not the bundles.
process.setSourceMapsEnabled(true);

/** A variable was read that is not set, in a module that may not do without. */
export class MissingVariableError extends Error {
  readonly variable: string;

  constructor(variable: string) {
    super(`Environment variable ${variable} is not set.`);
    this.variable = variable;
  }
}

/**
 * A set of modules that import each other, with a `process.env` of their own.
 *
 * Node never frees an ES module, so bundles are cached by their sources and their environment: a
 * push loads what changed, and a component that did not change stays loaded.
 */
export class ModuleBundle {
  private static readonly cache = new Map<string, ModuleBundle>();
  private readonly directory: string;
  private readonly modules: Map<string, ModuleSource>;
  private readonly env: Environment;
  private isWritten = false;

  private constructor(id: number, modules: ModuleSource[], env: Environment) {
    this.directory = path.join(MODULE_ROOT, String(id));
    this.modules = new Map(modules.map((module) => [module.path, module]));
    this.env = env;
  }

  /** The bundle of these modules, loaded before or not. `strict`: reading an unset variable throws. */
  static of(modules: ModuleSource[], env: Environment, { strict = false } = {}): ModuleBundle {
    const content = modules.map(({ path, environment, source }) => [path, environment, source]);
    const key = createHash("sha256")
      .update(JSON.stringify([content, env, strict]))
      .digest("hex");
    let bundle = ModuleBundle.cache.get(key);
    if (!bundle) {
      bundle = new ModuleBundle(ModuleBundle.cache.size, modules, strict ? strictly(env) : env);
      ModuleBundle.cache.set(key, bundle);
    }
    return bundle;
  }

  /** Evaluates a module (once). */
  async load(modulePath: string): Promise<ModuleNamespace> {
    if (!this.isWritten) for (const module of this.modules.values()) this.write(module);
    this.isWritten = true;
    const url = pathToFileURL(path.join(this.directory, modulePath)).href;
    const scope = { componentPath: "", process: this.processOf(modulePath), isAction: true };
    return await functionScope.run(scope, async () => (await import(url)) as ModuleNamespace);
  }

  /** `process` as a module sees it: those that say "use node" get Node's, with other variables. */
  processOf(modulePath: string): object {
    const { env } = this;
    const isNode = this.modules.get(modulePath)?.environment === "node";
    return isNode ? (Object.create(process, { env: { value: env } }) as object) : { env };
  }

  private write({ path: modulePath, source, sourceMap }: ModuleSource): void {
    const file = path.join(this.directory, modulePath);
    if (!file.startsWith(this.directory + path.sep)) throw new Error(`Bad path ${modulePath}`);
    mkdirSync(path.dirname(file), { recursive: true });
    // Sources end with the name of their map.
    writeFileSync(file, source);
    if (sourceMap) writeFileSync(`${file}.map`, sourceMap);
  }
}

/** Variables that throw when they are read and not set. */
function strictly(env: Environment): Environment {
  return new Proxy(env, {
    get(target, name) {
      if (typeof name === "string" && !(name in target)) throw new MissingVariableError(name);
      return Reflect.get(target, name) as unknown;
    },
  });
}
