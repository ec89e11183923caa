import { convexToJson, type JSONValue } from "convex/values";
import type { AnalyzedModule } from "./analyze.ts";
import type { Deployment } from "./deployment.ts";
import type { Engine } from "./engine.ts";
import { tableOfId } from "./engine-internals.ts";
import type { FunctionOutcome } from "./function-outcome.ts";
import type { Identity } from "./identity.ts";
import type { FunctionCall } from "./sync-protocol.ts";

/** What the CLI sends; the names of variables and tables among it are strings. */
type Args = { name?: string; table?: string; tableName?: string; order?: string } & {
  paginationOpts?: { numItems: number };
};
type SystemQuery = (deployment: Deployment, args: Args, componentPath: string) => JSONValue;

const QUERIES: Record<string, SystemQuery> = {
  queryEnvironmentVariables: ({ variables }) =>
    Object.entries(variables).map(([name, value]) => ({ name, value })),
  "queryEnvironmentVariables:get": ({ variables }, { name = "" }) => {
    const value = variables[name];
    return value === undefined ? null : { name, value };
  },
  tables: ({ engine }, _args, componentPath) =>
    page(tableNames(engine, componentPath).map((name) => ({ name }))),
  // What `convex dev` watches after a schema was refused, to push again when the table changes.
  queryTable: ({ engine }, { tableName = "" }, componentPath) =>
    documentsOf(engine, componentPath, tableName),
  tableSize: ({ engine }, { tableName = "" }, componentPath) =>
    documentsOf(engine, componentPath, tableName).length,
  tableData: ({ engine }, { table = "", order, paginationOpts }, componentPath) => {
    const documents = documentsOf(engine, componentPath, table);
    if (order !== "asc") documents.reverse();
    return page(documents.slice(0, paginationOpts?.numItems));
  },
  "modules:apiSpec": ({ engine }, _args, componentPath) =>
    Object.entries(engine.app?.components.get(componentPath)?.functions ?? {}).flatMap(specsOf),
  // Asked before an import, which is refused at its next step.
  "queryImport:list": () => [],
  "convexUrl:cloudUrl": ({ cloudUrl }) => cloudUrl,
  "convexUrl:siteUrl": ({ siteUrl }) => siteUrl,
};

/** Whether a path is one of the queries that the CLI makes of the deployment itself. */
export function isSystemQuery(udfPath: string): boolean {
  return udfPath.startsWith("_system/");
}

/** Answers a query of the CLI. */
export function runSystemQuery(
  deployment: Deployment,
  identity: Identity,
  { udfPath, args, componentPath = "" }: FunctionCall,
): FunctionOutcome {
  const name = udfPath.replace("_system/cli/", "").replace(/\.js(?=:|$)/, "");
  const query = QUERIES[name.replace(/:default$/, "")];
  if (identity.kind !== "admin" || !query) {
    const message = `Could not find public function for '${udfPath}'.`;
    return { ok: false, failure: { message }, logLines: [] };
  }
  const value = query(deployment, (args[0] ?? {}) as Args, componentPath);
  return { ok: true, value, logLines: [] };
}

function page(items: JSONValue[]): JSONValue {
  return { page: items, isDone: true, continueCursor: "" };
}

function tableNames(engine: Engine, componentPath: string): string[] {
  const { _documents, _schema } = engine.database(componentPath);
  const stored = Object.keys(_documents).map(tableOfId);
  const names = new Set([...(_schema?.tables.keys() ?? []), ...stored]);
  return [...names].filter((name) => !name.startsWith("_")).sort();
}

function documentsOf(engine: Engine, componentPath: string, table: string): JSONValue[] {
  return Object.values(engine.database(componentPath)._documents)
    .filter(({ _id }) => tableOfId(_id) === table)
    .sort((a, b) => a._creationTime - b._creationTime)
    .map((document) => convexToJson(document));
}

function specsOf([path, { functions, httpRoutes }]: [string, AnalyzedModule]): JSONValue[] {
  return [
    ...functions.map(({ name, udfType, visibility, args, returns }) => ({
      functionType: udfType,
      identifier: `${path}:${name}`,
      visibility,
      args: parsed(args),
      returns: parsed(returns),
    })),
    ...(httpRoutes ?? []).map(({ route }) => ({ functionType: "HttpAction", ...route })),
  ];
}

function parsed(validator: string | null): JSONValue {
  return (validator && (JSON.parse(validator) as JSONValue)) ?? { type: "any" };
}
