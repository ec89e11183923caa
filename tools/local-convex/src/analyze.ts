import type { ValidatorJSON } from "convex/values";
import type { ComponentExports } from "./component-definitions.ts";
import { assertSchedule, type CronJob } from "./cron-schedule.ts";
import { PushError, pushStep } from "./errors.ts";
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
  const { isQuery, isMutation, isAction } = Object(exported) as RegisteredFunction;
  return isQuery ? "Query" : isMutation ? "Mutation" : isAction ? "Action" : null;
}

/** The default exports of `http.ts` and `crons.ts`. */
type Router = { isRouter: true; getRoutes: () => [path: string, method: string, unknown][] };
type Crons = { isCrons: true; crons: Record<string, CronJob> };

/** Lists what a pushed module exports, and refuses functions that could never run. */
export async function analyzeModule(path: string, namespace: ModuleNamespace) {
  const functions = [];
  for (const [name, exported] of Object.entries(namespace)) {
    const udfType = udfTypeOf(exported);
    if (!udfType) continue;
    const { isPublic, isInternal, exportArgs, exportReturns } = exported as RegisteredFunction;
    const args = exportArgs?.() ?? null;
    const { type } = JSON.parse(args ?? '{"type":"any"}') as ValidatorJSON;
    if (type !== "object" && type !== "any")
      throw new PushError(
        "InvalidModules",
        `Invalid JSON returned from ${path}:${name}.exportArgs(): Args validator must be an object or any`,
      );
    const kind = isPublic ? ("public" as const) : isInternal ? ("internal" as const) : null;
    const visibility = kind && { kind };
    functions.push({
      name,
      pos: null,
      udfType,
      visibility,
      args,
      returns: exportReturns?.() ?? null,
    });
  }
  const { default: main } = namespace as { default?: Partial<Router & Crons> };
  const routes = path === "http.js" && main?.isRouter ? main.getRoutes?.() : null;
  const cronSpecs = path === "crons.js" && main?.isCrons ? Object.entries(main.crons ?? {}) : null;
  for (const [name, { schedule }] of cronSpecs ?? []) {
    const sentence = `Failed to analyze ${path}: the schedule of "${name}" is wrong: `;
    await pushStep("InvalidModules", sentence, () => assertSchedule(schedule));
  }
  const httpRoutes =
    routes?.map(([path, method]) => ({ route: { path, method }, pos: null })) ?? null;
  return { functions, httpRoutes, cronSpecs, sourceMapped: null };
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
