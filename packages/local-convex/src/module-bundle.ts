import { createHash } from "node:crypto";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { transform } from "esbuild";
import { functionConsole } from "./function-console.ts";

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

/** A variable was read that is not set, in a module that may not do without. */
export class MissingVariableError extends Error {
  readonly variable: string;

  constructor(variable: string) {
    super(`Environment variable ${variable} is not set.`);
    this.variable = variable;
  }
}

const runtime = { console: functionConsole, processes: {} as Record<string, unknown> };
const RUNTIME_NAME = "__localConvexRuntime";
// Errors in pushed code name its sources and not the bundles.
process.setSourceMapsEnabled(true);
Object.assign(globalThis, { [RUNTIME_NAME]: runtime });

/**
 * A set of modules that import each other, with a `process.env` of their own.
 *
 * Node never frees an ES module, so bundles are cached by their sources and their environment: a
 * push loads what changed, and a component that did not change stays loaded.
 */
export class ModuleBundle {
  private static readonly cache = new Map<string, ModuleBundle>();
  private readonly directory: string;
  private readonly written: Promise<void>;

  private constructor(id: number, modules: ModuleSource[], env: Environment) {
    this.directory = path.join(MODULE_ROOT, String(id));
    runtime.processes[`isolate${id}`] = { env };
    // Modules that say "use node" get Node's `process`, but never this machine's variables.
    runtime.processes[`node${id}`] = Object.create(process, { env: { value: env } });
    this.written = Promise.all(modules.map((module) => this.write(id, module))).then(() => {});
    // Reported to whoever loads a module, which may be later or never.
    this.written.catch(() => {});
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
    await this.written;
    const url = pathToFileURL(path.join(this.directory, modulePath)).href;
    return (await import(url)) as ModuleNamespace;
  }

  private async write(id: number, module: ModuleSource): Promise<void> {
    const file = path.join(this.directory, module.path);
    if (!file.startsWith(this.directory + path.sep)) throw new Error(`Bad path ${module.path}`);
    const moduleProcess = `globalThis.${RUNTIME_NAME}.processes.${module.environment}${id}`;
    const { code } = await transform(withSourceMap(module), {
      loader: "js",
      format: "esm",
      target: "esnext",
      sourcemap: module.sourceMap ? "inline" : false,
      sourcesContent: false,
      sourcefile: module.path,
      define: {
        process: moduleProcess,
        // The generated `env` reads it this way.
        "globalThis.process": moduleProcess,
        console: `globalThis.${RUNTIME_NAME}.console`,
      },
      logLevel: "silent",
    });
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, code);
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

function withSourceMap({ source, sourceMap }: ModuleSource): string {
  if (!sourceMap) return source;
  const code = source.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n");
  const encoded = Buffer.from(sourceMap).toString("base64");
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${encoded}`;
}
