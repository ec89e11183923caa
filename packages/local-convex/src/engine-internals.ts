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
import type { Value, ValidatorJSON } from "convex/values";
import { StartupError } from "./errors.ts";
import type { ModuleNamespace } from "./module-bundle.ts";

export type ConvexDocument = { _id: string; _creationTime: number } & Record<string, Value>;
export type FunctionPath = { componentPath: string; udfPath: string };
export type Schema = SchemaDefinition<GenericSchema, boolean>;

/** The tables of one component (convex-test's `DatabaseFake`). */
export type Database = {
  _documents: Record<string, ConvexDocument>;
  _storage: Record<string, Blob>;
  _nextDocId: number;
  _lastCreationTime: number;
  _schema: {
    schemaValidation: boolean;
    tables: Map<string, { documentType: ValidatorJSON; indexes: unknown[] }>;
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
  _validate: (table: string, document: Record<string, Value>) => void;
};

/** A mounted component: its tables and a loader of its modules. */
export type Component = { db: Database; modules: (path: string) => Promise<ModuleNamespace> };

/** convex-test's accessor with the methods that it keeps out of its types. */
export type Accessor = {
  withIdentity(identity: UserIdentityAttributes): Accessor;
  queryFromPath(path: FunctionPath, args: Value): Promise<Value>;
  mutationFromPath(path: FunctionPath, args: Value): Promise<Value>;
  actionFromPath(path: FunctionPath, args: Value): Promise<Value>;
  runInComponent<Result>(path: string, handler: () => Promise<Result>): Promise<Result>;
  fetch(path: string, init: RequestInit): Promise<Response>;
};

type Root = Accessor & {
  registerComponent(path: string, schema: Schema | null, modules: Modules): void;
  finishInProgressScheduledFunctions: () => Promise<void>;
};

type State = {
  components: Record<string, Component>;
  transactionManager: { commit: (isNested: boolean) => bigint | null; _lastCommitTs: bigint };
  asyncSyscall: (op: string, args: string) => Promise<string>;
  jsSyscall: (op: string, args: Record<string, unknown>) => Promise<unknown>;
};

type Modules = Record<string, () => Promise<ModuleNamespace>>;

/** Where an instance of convex-test keeps its state, and the accessor to run functions with. */
export type Internals = { accessor: Accessor; state: State };

// convex-test wants to find a `_generated` folder, and takes what is beside it for modules.
const NO_MODULES: Modules = { "/_generated/api.js": () => Promise.resolve({}) };

/** Starts convex-test with no functions and gets at its state. */
export function openInternals(): Internals {
  const { root, state } = start();
  assertKnown(state);
  return { accessor: root, state };
}

/** A component as convex-test wants it; throws what convex-test has against its schema. */
export function buildComponent(path: string, schema: Schema | null, modules: Modules): Component {
  const { root, state } = start();
  root.registerComponent(path, schema, { ...NO_MODULES, ...modules });
  return state.components[path] ?? differs(`components["${path}"]`);
}

/**
 * Mounts a component. A database that exists stays the same object, since scheduled jobs and open
 * transactions hold on to it; its schema and modules are replaced.
 */
export function mountComponent({ state }: Internals, path: string, component: Component): Database {
  const mounted = state.components[path];
  if (!mounted) {
    state.components[path] = component;
    return component.db;
  }
  mounted.db._schema = component.db._schema;
  mounted.modules = component.modules;
  return mounted.db;
}

/** Takes a component's functions away and keeps its documents, for when it is mounted again. */
export function unmountComponent({ state }: Internals, path: string): void {
  const mounted = state.components[path];
  if (mounted) mounted.modules = buildComponent(path, null, {}).modules;
}

/** Tells which documents a function reads and which ones a transaction changes. */
export function observeDatabase(
  db: Database,
  onRead: (table: string) => void,
  onWrite: (writes: Record<string, ConvexDocument | null>) => void,
): void {
  const [iterate, get, commit] = [db._iterateDocs, db.get, db.commit];
  db._iterateDocs = function (table, callback) {
    onRead(table);
    iterate.call(db, table, callback);
  };
  db.get = function (table, id) {
    if (typeof id === "string") onRead(id.replace(/^[0-9]+/, ""));
    return get.call(db, table, id);
  };
  db.commit = function (timestamp) {
    const writes = db._writes.length === 1 ? db._writes[0] : undefined;
    commit.call(db, timestamp);
    if (writes && Object.keys(writes).length > 0) onWrite(writes);
  };
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

type Syscall = (args: Record<string, unknown>) => Promise<unknown>;

/** Answers some of the functions' system calls in place of convex-test. */
export function replaceSyscalls(
  { state }: Internals,
  asyncSyscalls: Record<string, Syscall>,
  jsSyscalls: Record<string, Syscall>,
): void {
  const { asyncSyscall, jsSyscall } = state;
  state.asyncSyscall = async (op, args) => {
    const replacement = asyncSyscalls[op];
    if (!replacement) return await asyncSyscall(op, args);
    return JSON.stringify(await replacement(JSON.parse(args) as Record<string, unknown>));
  };
  state.jsSyscall = async (op, args) => await (jsSyscalls[op] ?? ((a) => jsSyscall(op, a)))(args);
}

/** Makes a system call from inside a running function. */
export async function syscall({ state }: Internals, op: string, args: object): Promise<unknown> {
  return JSON.parse(await state.asyncSyscall(op, JSON.stringify(args)));
}

function start(): { root: Root; state: State } {
  const root = convexTest({ modules: NO_MODULES }) as unknown as Root;
  const storage = AsyncLocalStorage.prototype as { run: (...args: unknown[]) => unknown };
  const { run } = storage;
  let state: State | undefined;
  storage.run = function (this: unknown, ...args) {
    if (isState(args[0])) state = args[0];
    return run.apply(this, args);
  };
  try {
    // Enters convex-test's context and does nothing there.
    void root.finishInProgressScheduledFunctions();
  } finally {
    storage.run = run;
  }
  return { root, state: state ?? differs("its state") };
}

function isState(store: unknown): store is State {
  return typeof store === "object" && store !== null && "components" in store;
}

function assertKnown(state: State): void {
  const db = state.components[""]?.db ?? differs('components[""].db');
  const known: [object, Record<string, string>][] = [
    [state, { asyncSyscall: "function", jsSyscall: "function", transactionManager: "object" }],
    [state.transactionManager, { commit: "function", _lastCommitTs: "bigint" }],
    [
      db,
      {
        _documents: "object",
        _storage: "object",
        _nextDocId: "number",
        _lastCreationTime: "number",
        _schema: "object",
        _writes: "object",
        ...Object.fromEntries(
          [
            "get",
            "insert",
            "patch",
            "delete",
            "storeFile",
            "commit",
            "_iterateDocs",
            "_validate",
          ].map((method) => [method, "function"]),
        ),
      },
    ],
  ];
  for (const [object, members] of known)
    for (const [member, type] of Object.entries(members))
      if (typeof Reflect.get(object, member) !== type) differs(member);
}

function differs(what: string): never {
  throw new StartupError(
    `convex-test is not the version that local-convex is made for (${what} is not as expected): install exactly the version in packages/local-convex/package.json.`,
  );
}
