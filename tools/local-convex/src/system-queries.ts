import { convexToJson, type JSONValue } from "convex/values";
import type { AnalyzedModule } from "./analyze.ts";
import { tableOfId, type Database } from "./engine-internals.ts";
import type { Engine } from "./engine.ts";
import type { FunctionOutcome } from "./function-outcome.ts";
import type { Identity } from "./identity.ts";
import type { FunctionCall } from "./sync-protocol.ts";

/** What the CLI asks, and of which component. */
type Question = {
  engine: Engine;
  args: { name?: string; table?: string; tableName?: string; order?: string } & {
    paginationOpts?: { numItems: number };
  };
  componentPath: string;
  db: Database;
};

const QUERIES: Record<string, (question: Question) => JSONValue> = {
  queryEnvironmentVariables: ({ engine }) =>
    Object.entries(engine.variables).map(([name, value]) => ({ name, value })),
  "queryEnvironmentVariables:get": ({ engine, args: { name = "" } }) => {
    const value = engine.variables[name];
    return value === undefined ? null : { name, value };
  },
  tables: ({ db }) => {
    const stored = Object.keys(db._documents).map(tableOfId);
    const names = new Set([...(db._schema?.tables.keys() ?? []), ...stored]);
    const own = [...names].filter((name) => !name.startsWith("_"));
    return page(own.sort().map((name) => ({ name })));
  },
  // What `convex dev` watches after a schema was refused, to push again when the table changes.
  queryTable: ({ db, args }) => documentsOf(db, args.tableName),
  tableSize: ({ db, args }) => documentsOf(db, args.tableName).length,
  tableData: ({ db, args: { table, order, paginationOpts } }) => {
    const documents = documentsOf(db, table);
    if (order !== "asc") documents.reverse();
    return page(documents.slice(0, paginationOpts?.numItems));
  },
  "modules:apiSpec": ({ engine, componentPath }) =>
    Object.entries(engine.app?.components.get(componentPath)?.functions ?? {}).flatMap(specsOf),
  // Asked before an import, which is refused at its next step.
  "queryImport:list": () => [],
  "convexUrl:cloudUrl": ({ engine }) => engine.cloudUrl,
  "convexUrl:siteUrl": ({ engine }) => engine.siteUrl,
};

/** Whether a path is one of the queries that the CLI makes of the deployment itself. */
export function isSystemQuery(udfPath: string): boolean {
  return udfPath.startsWith("_system/");
}

/** Answers a query of the CLI. */
export function runSystemQuery(
  engine: Engine,
  { isAdmin }: Identity,
  { udfPath, args, componentPath = "" }: FunctionCall,
): FunctionOutcome {
  const name = udfPath.replace("_system/cli/", "").replace(/\.js(?=:|$)/, "");
  const query = QUERIES[name.replace(/:default$/, "")];
  if (!isAdmin || !query) {
    const message = `Could not find public function for '${udfPath}'.`;
    return { ok: false, failure: { message }, logLines: [] };
  }
  const db = engine.database(componentPath);
  const question = { engine, args: (args[0] ?? {}) as Question["args"], componentPath, db };
  return { ok: true, value: query(question), logLines: [] };
}

function page(items: JSONValue[]): JSONValue {
  return { page: items, isDone: true, continueCursor: "" };
}

function documentsOf({ _documents }: Database, table = ""): JSONValue[] {
  return Object.values(_documents)
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
