import { createHash } from "node:crypto";
import type { ModuleSource } from "./module-bundle.ts";
import { PushError } from "./errors.ts";

/** The code of one component definition as the CLI pushes it; the app's own has the path "". */
export type DefinitionSource = {
  definitionPath: string;
  definition: ModuleSource | null;
  dependencies: string[];
  schema: ModuleSource | null;
  functions: ModuleSource[];
  udfServerVersion: string;
};

/** Everything that was pushed: what a deployment needs to run the app again. */
export type PushedCode = {
  /** The folder of the functions, for the CLI. */
  functionsDirectory: string;
  definitions: DefinitionSource[];
};

/** The body of `start_push` and `evaluate_push`. */
export type PushRequest = {
  functions: string;
  appDefinition: Omit<DefinitionSource, "definitionPath" | "functions"> & {
    changedModules: ModuleSource[];
    unchangedModuleHashes: { path: string }[];
  };
  componentDefinitions: DefinitionSource[];
};

/** The pushed code in full: the CLI leaves out the modules that the deployment already has. */
export function resolvePush(request: PushRequest, current: PushedCode | null): PushedCode {
  const { changedModules, unchangedModuleHashes, ...app } = request.appDefinition;
  const known = new Map(appModules(current).map((module) => [module.path, module]));
  const unchanged = unchangedModuleHashes.map(({ path }) => {
    const module = known.get(path);
    if (!module)
      throw new PushError("RaceDetected", `Module ${path} was overwritten by another push.`);
    return module;
  });
  return {
    functionsDirectory: request.functions,
    definitions: [
      { ...app, definitionPath: "", functions: [...changedModules, ...unchanged] },
      ...request.componentDefinitions,
    ],
  };
}

/** The app's own modules. */
export function appModules(code: PushedCode | null): ModuleSource[] {
  return code?.definitions.find(({ definitionPath }) => definitionPath === "")?.functions ?? [];
}

/** The hash by which the CLI tells whether a module changed. */
export function hashOf(module: ModuleSource): string {
  const hash = createHash("sha256").update(module.source);
  return hash.update(module.sourceMap ?? "").digest("hex");
}
