import { convexToJson, type JSONValue } from "convex/values";
import type { DefinitionAnalysis } from "./loaded-app.ts";
import type { Engine } from "./engine.ts";
import { FunctionError } from "./function-failure.ts";
import type { Identity } from "./identity.ts";
import type { FunctionCall } from "./sync-protocol.ts";
import { tableOfId } from "./validator.ts";

/** What the queries of the CLI look at. */
export type SystemContext = {
  engine: Engine;
  environmentVariables: ReadonlyMap<string, string>;
  cloudUrl: string;
  siteUrl: string;
};

/** What the CLI sends; the names of variables and tables among it are strings. */
type Args = { name?: string; table?: string; tableName?: string; order?: string } & {
  paginationOpts?: { numItems: number };
};
type SystemQuery = (context: SystemContext, args: Args, componentPath: string) => JSONValue;

const QUERIES: Record<string, SystemQuery> = {
  queryEnvironmentVariables: ({ environmentVariables }) =>
    [...environmentVariables].map(([name, value]) => ({ name, value })),
  "queryEnvironmentVariables:get": ({ environmentVariables }, args) => {
    const name = args.name ?? "";
    const value = environmentVariables.get(name);
    return value === undefined ? null : { name, value };
  },
  tables: ({ engine }, _args, componentPath) =>
    page(tableNames(engine, componentPath).map((name) => ({ name }))),
  // What `convex dev` watches after a schema was refused, to push again when the table changes.
  queryTable: ({ engine }, { tableName = "" }, componentPath) =>
    documentsOf(engine, componentPath, tableName).map((document) => convexToJson(document)),
  tableSize: ({ engine }, { tableName = "" }, componentPath) =>
    documentsOf(engine, componentPath, tableName).length,
  tableData: ({ engine }, { table = "", order, paginationOpts }, componentPath) => {
    const documents = documentsOf(engine, componentPath, table);
    if (order !== "asc") documents.reverse();
    return page(
      documents.slice(0, paginationOpts?.numItems).map((document) => convexToJson(document)),
    );
  },
  "modules:apiSpec": ({ engine }, _args, componentPath) => {
    const path = engine.app?.components.get(componentPath)?.definitionPath;
    const analysis = path === undefined ? undefined : engine.app?.analysis[path];
    return analysis ? apiSpec(analysis) : [];
  },
  "convexUrl:cloudUrl": ({ cloudUrl }) => cloudUrl,
  "convexUrl:siteUrl": ({ siteUrl }) => siteUrl,
};

/** Whether a path is one of the queries that the CLI makes of the deployment itself. */
export function isSystemQuery(udfPath: string): boolean {
  return udfPath.startsWith("_system/");
}

/** Answers a query of the CLI. */
export function runSystemQuery(
  context: SystemContext,
  identity: Identity,
  { udfPath, args, componentPath = "" }: FunctionCall,
): Promise<JSONValue> {
  const name = udfPath.replace("_system/cli/", "").replace(/\.js(?=:|$)/, "");
  const query = QUERIES[name.replace(/:default$/, "")];
  if (identity.kind !== "admin" || !query)
    return Promise.reject(new FunctionError(`Could not find public function for '${udfPath}'.`));
  return Promise.resolve(query(context, (args[0] ?? {}) as Args, componentPath));
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

function documentsOf(engine: Engine, componentPath: string, table: string) {
  const documents = Object.values(engine.database(componentPath)._documents);
  return documents
    .filter(({ _id }) => tableOfId(_id) === table)
    .sort((a, b) => a._creationTime - b._creationTime);
}

function apiSpec({ functions }: DefinitionAnalysis): JSONValue {
  return Object.entries(functions).flatMap(([path, { functions, httpRoutes }]): JSONValue[] => [
    ...functions.map(({ name, udfType, visibility, args, returns }) => ({
      functionType: udfType,
      identifier: `${path}:${name}`,
      visibility,
      args: parsed(args),
      returns: parsed(returns),
    })),
    ...(httpRoutes ?? []).map(({ route }) => ({ functionType: "HttpAction", ...route })),
  ]);
}

function parsed(validator: string | null): JSONValue {
  return (validator && (JSON.parse(validator) as JSONValue)) ?? { type: "any" };
}
