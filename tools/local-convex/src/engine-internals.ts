/**
 * The one place that touches what convex-test does not export.
 *
 * convex-test keeps its state private to the module, so it is observed on its way through an
 * `AsyncLocalStorage`. Everything that is used of it is named here and looked for at the start; the
 * version is pinned in package.json, and test/engine-internals.test.ts holds what this relies on.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { convexTest } from "convex-test";
import type { GenericSchema, SchemaDefinition, UserIdentityAttributes } from "convex/server";
import type { JSONValue, Value, ValidatorJSON } from "convex/values";
import { StartupError } from "./errors.ts";
import type { ModuleNamespace } from "./module-bundle.ts";

export type ConvexDocument = { _id: string; _creationTime: number } & Record<string, Value>;
export type FunctionPath = { componentPath: string; udfPath: string };
export type Schema = SchemaDefinition<GenericSchema, boolean>;

/** A condition of an index range, as functions send it. */
export type RangeFilter = {
  type: "Eq" | "Gt" | "Gte" | "Lt" | "Lte";
  fieldPath: string;
  value: JSONValue;
};

type SerializedQuery = {
  source:
    | { type: "FullTableScan"; tableName: string }
    | { type: "IndexRange"; indexName: string; range: RangeFilter[] }
    | { type: "Search"; indexName: string };
};

/** The tables of one component (convex-test's `DatabaseFake`). */
export type Database = {
  _documents: Record<string, ConvexDocument>;
  _storage: Record<string, Blob>;
  _nextDocId: number;
  _lastCreationTime: number;
  _queryResults: Record<number, unknown>;
  _schema: {
    schemaValidation: boolean;
    tables: Map<string, { documentType: ValidatorJSON }>;
  } | null;
  /** Uncommitted writes, innermost transaction last; null deletes. */
  _writes: Record<string, ConvexDocument | null>[];
  get: (table: string | undefined, id: string) => ConvexDocument | null;
  insert: (table: string, value: Record<string, unknown>) => string;
  patch: (table: string, id: string, value: Record<string, unknown>) => void;
  delete: (table: string, id: string) => void;
  storeFile: (id: string, blob: Blob) => void;
  commit: (timestamp: bigint | null) => void;
  _iterateDocs: (table: string, callback: (document: ConvexDocument) => void) => void;
  /** What a query looks at, before its filters and its limit. */
  _resolveQuerySource: (query: SerializedQuery) => {
    sortedDocs: ConvexDocument[];
    fieldPathsToSortBy: string[];
    order: "asc" | "desc";
  };
  _validate: (table: string, document: Record<string, Value>) => void;
};

/** A mounted component: its tables and a loader of its modules, by path without extension. */
export type Component = { db: Database; modules: (path: string) => Promise<ModuleNamespace> };

/** convex-test's accessor, with the methods that it keeps out of its types. */
export type Accessor = {
  withIdentity(identity: UserIdentityAttributes): Accessor;
  queryFromPath(path: FunctionPath, args: Value): Promise<Value>;
  mutationFromPath(path: FunctionPath, args: Value): Promise<Value>;
  actionFromPath(path: FunctionPath, args: Value): Promise<Value>;
  runInComponent<Result>(path: string, work: () => Result | Promise<Result>): Promise<Result>;
  registerComponent(path: string, schema: Schema | null, modules: object): void;
  finishInProgressScheduledFunctions: () => Promise<void>;
};

type State = {
  components: Record<string, Component>;
  transactionManager: {
    commit: (isNested: boolean) => bigint | null;
    _endTransaction: (isNested: boolean) => void;
  };
  asyncSyscall: (op: string, args: string) => Promise<string>;
  jsSyscall: (op: string, args: Record<string, unknown>) => Promise<unknown>;
};

/** Where an instance of convex-test keeps its state, and the accessor to run functions with. */
export type Internals = { accessor: Accessor; state: State };

// convex-test insists on finding a `_generated` folder.
const noModules = () => Promise.resolve({});
const NO_MODULES = { "/_generated/api.js": noModules };

/** Starts convex-test with no functions and gets at its state. */
export function openInternals(): Internals {
  const internals = start();
  // Nobody else forgets the results that a query did not read to their end.
  const { transactionManager, components } = internals.state;
  const end = transactionManager._endTransaction.bind(transactionManager);
  transactionManager._endTransaction = (isNested) => {
    end(isNested);
    if (!isNested) for (const { db } of Object.values(components)) db._queryResults = {};
  };
  return internals;
}

/** A component with a schema; throws what convex-test has against it. */
export function buildComponent(
  path: string,
  schema: Schema | null = null,
  modules: Component["modules"] = noModules,
): Component {
  const { accessor, state } = start();
  accessor.registerComponent(path, schema, NO_MODULES);
  const { db } = state.components[path] ?? differs(`components["${path}"]`);
  return { db, modules };
}

/**
 * Mounts a component. A database that exists stays the same object, since scheduled jobs and open
 * transactions hold on to it; its schema and modules are replaced.
 */
export function mountComponent({ state }: Internals, path: string, component: Component): Database {
  const mounted = (state.components[path] ??= component);
  mounted.db._schema = component.db._schema;
  mounted.modules = component.modules;
  return mounted.db;
}

/** Calls back after each outermost transaction, with its timestamp. */
export function observeCommits({ state }: Internals, onCommit: (timestamp: bigint) => void): void {
  const manager = state.transactionManager;
  const commit = manager.commit.bind(manager);
  manager.commit = (isNested) => {
    const timestamp = commit(isNested);
    if (timestamp !== null) onCommit(timestamp);
    return timestamp;
  };
}

type Syscall = (args: Record<string, unknown>, original: () => Promise<unknown>) => unknown;

/** Answers some of the functions' system calls in place of convex-test. */
export function replaceSyscalls(
  { state }: Internals,
  asyncSyscalls: Record<string, Syscall>,
  jsSyscalls: Record<string, Syscall>,
): void {
  const { asyncSyscall, jsSyscall } = state;
  state.asyncSyscall = async (op, json) => {
    const replacement = asyncSyscalls[op];
    if (!replacement) return await asyncSyscall(op, json);
    const args = JSON.parse(json) as Record<string, unknown>;
    const original = async (): Promise<unknown> =>
      JSON.parse(await asyncSyscall(op, JSON.stringify(args)));
    return JSON.stringify(await replacement(args, original));
  };
  state.jsSyscall = async (op, args) => {
    const original = () => jsSyscall(op, args);
    return await (jsSyscalls[op] ?? original)(args, original);
  };
}

/** Makes a system call from inside a running function. */
export async function syscall({ state }: Internals, op: string, args: object): Promise<unknown> {
  return JSON.parse(await state.asyncSyscall(op, JSON.stringify(args)));
}

/** The table that an id belongs to: convex-test's ids are a number followed by the table's name. */
export function tableOfId(id: string): string {
  return id.replace(/^[0-9]+/, "");
}

function start(): Internals {
  const accessor = convexTest({ modules: NO_MODULES }) as unknown as Accessor;
  const storage = AsyncLocalStorage.prototype as { run: (...args: unknown[]) => unknown };
  const { run } = storage;
  let state: State | undefined;
  storage.run = function (this: unknown, ...args) {
    const [store] = args;
    if (typeof store === "object" && store && "components" in store) state = store as State;
    return run.apply(this, args);
  };
  try {
    // Enters convex-test's context and does nothing there.
    void accessor.finishInProgressScheduledFunctions();
  } finally {
    storage.run = run;
  }
  return { accessor, state: state ?? differs("its state") };
}

function differs(what: string): never {
  throw new StartupError(
    `convex-test is not the version that local-convex is made for (${what} is not as expected): install exactly the version in packages/local-convex/package.json.`,
  );
}
