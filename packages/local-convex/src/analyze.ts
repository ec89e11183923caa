import type { JSONValue, ValidatorJSON } from "convex/values";
import type { ComponentExports } from "./component-definitions.ts";
import { scheduleError } from "./crons.ts";
import { PushError } from "./errors.ts";
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

/** A function as the CLI wants it described. */
export type AnalyzedFunction = {
  name: string;
  pos: null;
  udfType: UdfType;
  visibility: { kind: "public" | "internal" } | null;
  args: string | null;
  returns: string | null;
};

/** A cron job as `crons.ts` declares it. */
export type CronSpec = { name: string; args: [JSONValue]; schedule: CronSchedule };
export type CronSchedule =
  | { type: "interval"; seconds?: number; minutes?: number; hours?: number }
  | ({ type: "hourly" | "daily" | "weekly" | "monthly"; minuteUTC?: number; hourUTC?: number } & {
      dayOfWeek?: string;
      day?: number;
    })
  | { type: "cron"; cron: string };

/** A module as the CLI wants it described. */
export type AnalyzedModule = {
  functions: AnalyzedFunction[];
  httpRoutes: { route: { path: string; method: string }; pos: null }[] | null;
  cronSpecs: [string, CronSpec][] | null;
  sourceMapped: null;
};

/** Whether an export is a query, a mutation or an action. */
export function udfTypeOf(exported: unknown): UdfType | null {
  if (exported === null || (typeof exported !== "object" && typeof exported !== "function"))
    return null;
  const registered = exported as RegisteredFunction;
  if (registered.isQuery) return "Query";
  if (registered.isMutation) return "Mutation";
  return registered.isAction ? "Action" : null;
}

type Router = { isRouter: true; getRoutes: () => [path: string, method: string, unknown][] };
type Crons = { isCrons: true; crons: Record<string, CronSpec> };

/** Lists what a pushed module exports, and refuses functions that could never run. */
export function analyzeModule(path: string, namespace: ModuleNamespace): AnalyzedModule {
  const functions: AnalyzedFunction[] = [];
  for (const [name, exported] of Object.entries(namespace)) {
    const udfType = udfTypeOf(exported);
    if (!udfType) continue;
    const { isPublic, isInternal, ...registered } = exported as RegisteredFunction;
    const args = registered.exportArgs?.() ?? null;
    refuseInvalidArgs(`${path}:${name}`, args);
    const returns = registered.exportReturns?.() ?? null;
    const visibility = isPublic ? "public" : isInternal ? "internal" : null;
    functions.push({
      name,
      pos: null,
      udfType,
      visibility: visibility && { kind: visibility },
      args,
      returns,
    });
  }
  const { default: main } = namespace as { default?: Partial<Router & Crons> };
  const isRouter = path === "http.js" && main?.isRouter === true;
  const isCrons = path === "crons.js" && main?.isCrons === true;
  const cronSpecs = isCrons ? Object.entries(main.crons ?? {}) : null;
  for (const [name, { schedule }] of cronSpecs ?? []) {
    const error = scheduleError(schedule);
    if (error)
      throw new PushError(
        "InvalidModules",
        `Failed to analyze ${path}: the schedule of "${name}" is wrong: ${error}`,
      );
  }
  return {
    functions,
    httpRoutes: isRouter
      ? (main.getRoutes?.() ?? []).map(([path, method]) => ({ route: { path, method }, pos: null }))
      : null,
    cronSpecs,
    sourceMapped: null,
  };
}

function refuseInvalidArgs(functionPath: string, args: string | null): void {
  if (args === null) return;
  const { type } = JSON.parse(args) as ValidatorJSON;
  if (type === "object" || type === "any") return;
  throw new PushError(
    "InvalidModules",
    `Invalid JSON returned from ${functionPath}.exportArgs(): Args validator must be an object or any`,
  );
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
  const known = parent.find(([key, child]) => key === name && child.type === "branch")?.[1];
  const child = known ?? { type: "branch" as const, branch: [] };
  if (!known) parent.push([name, child]);
  return "branch" in child ? child.branch : [];
}
