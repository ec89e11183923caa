import type { ValidatorJSON } from "convex/values";
import type { ComponentExports } from "./component-definitions.ts";
import { assertSchedule, type CronJob } from "./crons.ts";
import { messageOf, PushError, pushStep } from "./errors.ts";
import type { ModuleNamespace } from "./module-bundle.ts";

/** A Convex function as registered by `query`, `internalAction` and the like. */
export type RegisteredFunction = {
  isQuery?: true;
  isMutation?: true;
  isAction?: true;
  isPublic?: true;
  isInternal?: true;
  exportArgs?: () => string;
  exportReturns?: () => string;
  _handler?: (ctx: unknown, args: unknown) => unknown;
};

export type UdfType = "Query" | "Mutation" | "Action";

/** A module as the CLI wants it described. */
export type AnalyzedModule = Awaited<ReturnType<typeof analyzeModule>>;

/** Whether an export is a query, a mutation or an action. */
export function udfTypeOf(exported: unknown): UdfType | null {
  if (exported === null || (typeof exported !== "object" && typeof exported !== "function"))
    return null;
  const { isQuery, isMutation, isAction } = exported as RegisteredFunction;
  return isQuery ? "Query" : isMutation ? "Mutation" : isAction ? "Action" : null;
}

type Router = { isRouter: true; getRoutes: () => [path: string, method: string, unknown][] };
type Crons = { isCrons: true; crons: Record<string, CronJob> };

/** Lists what a pushed module exports, and refuses functions that could never run. */
export async function analyzeModule(path: string, namespace: ModuleNamespace) {
  const functions = Object.entries(namespace).flatMap(([name, exported]) => {
    const udfType = udfTypeOf(exported);
    return udfType ? [analyzeFunction(path, name, udfType, exported as RegisteredFunction)] : [];
  });
  const { default: main } = namespace as { default?: Partial<Router & Crons> };
  const router = path === "http.js" && main?.isRouter ? main : null;
  const crons = path === "crons.js" && main?.isCrons ? Object.entries(main.crons ?? {}) : null;
  for (const [name, { schedule }] of crons ?? [])
    await pushStep(
      "InvalidModules",
      (error) =>
        `Failed to analyze ${path}: the schedule of "${name}" is wrong: ${messageOf(error)}`,
      () => assertSchedule(schedule),
    );
  const routes = router && (router.getRoutes?.() ?? []);
  return {
    functions,
    httpRoutes: routes?.map(([path, method]) => ({ route: { path, method }, pos: null })) ?? null,
    cronSpecs: crons,
    sourceMapped: null,
  };
}

function analyzeFunction(
  path: string,
  name: string,
  udfType: UdfType,
  registered: RegisteredFunction,
) {
  const { isPublic, isInternal } = registered;
  const args = registered.exportArgs?.() ?? null;
  const { type } = (args === null ? { type: "any" } : JSON.parse(args)) as ValidatorJSON;
  if (type !== "object" && type !== "any")
    throw new PushError(
      "InvalidModules",
      `Invalid JSON returned from ${path}:${name}.exportArgs(): Args validator must be an object or any`,
    );
  const kind = isPublic ? ("public" as const) : isInternal ? ("internal" as const) : null;
  const returns = registered.exportReturns?.() ?? null;
  return { name, pos: null, udfType, visibility: kind && { kind }, args, returns };
}

/** The public functions of a component, as a tree of references for the component that mounts it. */
export function exportsOf(modules: Record<string, AnalyzedModule>): ComponentExports {
  const root: ComponentExports = { type: "branch", branch: [] };
  for (const [path, { functions }] of Object.entries(modules)) {
    const modulePath = path.replace(/\.js$/, "");
    for (const { name, visibility } of functions) {
      if (visibility?.kind !== "public") continue;
      let { branch } = root;
      for (const part of modulePath.split("/")) branch = branchOf(branch, part);
      branch.push([name, { type: "leaf", leaf: `_reference/function/${modulePath}:${name}` }]);
    }
  }
  return root;
}

type Branch = [string, ComponentExports][];

function branchOf(parent: Branch, name: string): Branch {
  for (const [key, child] of parent)
    if (key === name && child.type === "branch") return child.branch;
  const branch: Branch = [];
  parent.push([name, { type: "branch", branch }]);
  return branch;
}
