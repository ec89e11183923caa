import { AsyncLocalStorage } from "node:async_hooks";
import { convexToJson, jsonToConvex, type Value } from "convex/values";
import type { AnalyzedModule, UdfType } from "./analyze.ts";
import { createCrons } from "./crons.ts";
import {
  buildComponent,
  mountComponent,
  observeCommits,
  openInternals,
  replaceSyscalls,
  tableOfId,
  type Accessor,
  type Component,
  type Database,
  type FunctionPath,
} from "./engine-internals.ts";
import { createFileStorage } from "./file-storage.ts";
import { FunctionLog } from "./function-log.ts";
import { httpExchange, HTTP_FUNCTION } from "./function-modules.ts";
import {
  describeFailure,
  FunctionError,
  type FunctionFailure,
  type FunctionOutcome,
} from "./function-outcome.ts";
import { requestLogLines } from "./function-scope.ts";
import { ANONYMOUS, type Identity } from "./identity.ts";
import type { LoadedApp } from "./loaded-app.ts";
import type { Environment } from "./module-bundle.ts";
import { runPage } from "./pagination.ts";
import { QueryCache, type CachedQuery } from "./query-cache.ts";
import { createScheduler } from "./scheduler.ts";
import type { StateStore, Writes } from "./state-store.ts";
import type { FunctionCall } from "./sync-protocol.ts";
import { isSystemQuery, runSystemQuery } from "./system-queries.ts";
import { observeDatabase } from "./table-indexes.ts";
import { validationError } from "./validator.ts";

export type FunctionKind = Lowercase<UdfType>;
type FoundFunction = AnalyzedModule["functions"][number] & FunctionPath;

/** Among what a query has read: nothing tells which tables the system's own queries look at. */
const ANY_TABLE = "*";

/** The functions and documents of a deployment. */
export class Engine {
  app: LoadedApp | null = null;
  /** The time of the newest state, in nanoseconds. */
  timestamp = now();
  /** What `convex env` sets. */
  variables: Environment = {};
  readonly cloudUrl: string;
  readonly siteUrl: string;
  readonly state: StateStore | null;
  readonly internals = openInternals();
  readonly log = new FunctionLog();
  readonly scheduler = createScheduler(this);
  readonly files = createFileStorage(this);
  private readonly updateCrons = createCrons(this);
  private readonly cache = new QueryCache();
  private readonly runningQuery = new AsyncLocalStorage<CachedQuery | undefined>();
  private readonly commitListeners = new Set<() => void>();
  private readonly observed = new WeakSet<Database>();
  private readonly uncommitted = new Map<string, { db: Database; writes: Writes }>();
  /**
   * Runs in the context of no request. A commit calls back inside the request that made it, whose
   * identity and transaction are not for what starts there.
   */
  readonly detached = AsyncLocalStorage.snapshot();

  constructor(cloudUrl: string, siteUrl: string, state: StateStore | null) {
    this.cloudUrl = cloudUrl;
    this.siteUrl = siteUrl;
    this.state = state;
    observeCommits(this.internals, (timestamp) => this.onCommit(timestamp));
    const { asyncSyscalls, jsSyscalls } = this.files;
    const ownSyscalls: Parameters<typeof replaceSyscalls>[1] = {
      "1.0/schedule": (args) => this.scheduler.schedule(args),
      "1.0/queryPage": (args, original) => this.queryPage(args, original),
    };
    replaceSyscalls(this.internals, { ...asyncSyscalls, ...ownSyscalls }, jsSyscalls);
    for (const path of new Set(["", ...(state?.components() ?? [])]))
      this.mount(path, buildComponent(path));
  }

  /** Never answers with an older time than a client has seen, which matters after a restart. */
  observeTimestamp(timestamp: bigint): void {
    if (timestamp > this.timestamp) this.timestamp = timestamp;
  }

  /** Calls back after each transaction and each change of code; returns how to stop that. */
  subscribe(listener: () => void): () => void {
    this.commitListeners.add(listener);
    return () => this.commitListeners.delete(listener);
  }

  /** Switches to other code in one step; documents stay. */
  activate(app: LoadedApp, { isRestart = false } = {}): void {
    const gone = () => Promise.reject(new FunctionError("The component is no longer mounted."));
    for (const [path, component] of Object.entries(this.internals.state.components))
      if (!app.components.has(path)) component.modules = gone;
    for (const [path, { component }] of app.components) this.mount(path, component);
    this.app = app;
    this.cache.clear();
    this.updateCrons(app, isRestart);
    this.notify();
  }

  /** Tells subscribers of a change that is no transaction: of code or of variables. */
  notify(): void {
    this.onCommit(now());
  }

  /** The function at a path, with or without `.js` after its module. */
  find({ componentPath = "", udfPath }: Omit<FunctionCall, "args">): FoundFunction | null {
    const [module = "", name = "default"] = udfPath.split(":");
    const modulePath = module.replace(/\.js$/, "");
    const analyzed = this.app?.components.get(componentPath)?.functions[`${modulePath}.js`];
    const found = analyzed?.functions.find((candidate) => candidate.name === name);
    return found ? { ...found, componentPath, udfPath: `${modulePath}:${name}` } : null;
  }

  /** Runs a function for a client; `kind` is null when the caller takes any. */
  async run(
    kind: FunctionKind | null,
    identity: Identity,
    call: FunctionCall,
    query?: CachedQuery,
  ): Promise<FunctionOutcome> {
    if (isSystemQuery(call.udfPath)) {
      query?.reads.add(ANY_TABLE);
      return runSystemQuery(this, identity, call);
    }
    const found = this.find(call);
    const name = call.udfPath.replace(/\.js(?=:|$)/, "");
    return await this.execute(found?.udfType ?? "Query", name, () =>
      this.runningQuery.run(query, async () => {
        assertMayRun(found, name, kind, identity);
        return await this.call(found, identity, jsonToConvex(call.args[0] ?? {}));
      }),
    );
  }

  /** Runs a function of any visibility for the deployment itself, with `around` around the call. */
  async runInternal(
    path: FunctionPath,
    args: Value,
    around = (call: () => Promise<Value>): Promise<unknown> => call(),
  ): Promise<FunctionOutcome> {
    const found = this.find(path);
    return await this.execute(
      found?.udfType ?? "Action",
      found?.udfPath ?? path.udfPath,
      async () => {
        if (!found) throw new FunctionError(`Could not find function ${path.udfPath}.`);
        await around(() => this.call(found, ANONYMOUS, args));
        return null;
      },
    );
  }

  /**
   * The current result of a query, which says itself when it is out of date. `journal` is the one
   * of an earlier result: pages of the two end at the same place.
   */
  query(identity: Identity, call: FunctionCall, journal: string | null): CachedQuery {
    // Whatever the answer depends on, but for the documents and the code.
    const { isAdmin, attributes } = identity;
    const { componentPath, udfPath, args } = call;
    const key = JSON.stringify([isAdmin, attributes, componentPath, udfPath, args, journal]);
    return this.cache.get(key, journal, (entry) => this.run("query", identity, call, entry));
  }

  /** Serves a request with the `http.ts` that is mounted there; null if none is. */
  async serveHttp(
    identity: Identity,
    request: Request,
  ): Promise<Response | FunctionFailure | null> {
    const { pathname } = new URL(request.url);
    let [componentPath, prefix] = ["", ""];
    for (const [path, { httpPrefix }] of this.app?.components ?? [])
      if (httpPrefix && pathname.startsWith(httpPrefix) && httpPrefix.length > prefix.length)
        [componentPath, prefix] = [path, httpPrefix];
    if (prefix === "") return null;
    const exchange = { request, route: pathname.slice(prefix.length - 1), response: undefined };
    // Identities do not cross into components.
    const accessor = this.accessorFor(componentPath === "" ? identity : ANONYMOUS);
    const path = { componentPath, udfPath: HTTP_FUNCTION };
    const outcome = await this.execute("HttpAction", `${request.method} ${pathname}`, () =>
      httpExchange.run(exchange, () => accessor.actionFromPath(path, {})),
    );
    return outcome.ok ? (exchange.response ?? new Response(null)) : outcome.failure;
  }

  /** The documents of a component. */
  database(componentPath: string): Database {
    const mounted = this.internals.state.components[componentPath];
    return mounted?.db ?? this.mount(componentPath, buildComponent(componentPath));
  }

  private async execute(
    udfType: UdfType | "HttpAction",
    identifier: string,
    work: () => Promise<Value>,
  ): Promise<FunctionOutcome> {
    const logLines: string[] = [];
    const startedAt = Date.now();
    let outcome: FunctionOutcome;
    try {
      const value = await this.detached(() => requestLogLines.run(logLines, work));
      outcome = { ok: true, value: convexToJson(value), logLines };
    } catch (error) {
      outcome = { ok: false, failure: describeFailure(error), logLines };
    }
    this.log.add(udfType, identifier, startedAt, outcome);
    return outcome;
  }

  private async call(
    { udfType, componentPath, udfPath }: FoundFunction,
    identity: Identity,
    args: Value,
  ): Promise<Value> {
    const kind = udfType.toLowerCase() as FunctionKind;
    return await this.accessorFor(identity)[`${kind}FromPath`]({ componentPath, udfPath }, args);
  }

  private accessorFor(identity: Identity): Accessor {
    const { accessor } = this.internals;
    return identity.attributes ? accessor.withIdentity(identity.attributes) : accessor;
  }

  /** Ends a page where the last run of the query ended it, and notes where that was. */
  private async queryPage(
    args: Record<string, unknown>,
    original: () => Promise<unknown>,
  ): Promise<unknown> {
    const query = this.runningQuery.getStore();
    const run = original as () => Promise<{ continueCursor: string }>;
    const page = await runPage(args, query?.journal ?? null, run);
    if (query) query.journal = page.continueCursor;
    return page;
  }

  private mount(path: string, component: Component): Database {
    const db = mountComponent(this.internals, path, component);
    if (this.observed.has(db)) return db;
    this.observed.add(db);
    this.state?.load(path, db);
    observeDatabase(db, {
      onRead: (table) => this.runningQuery.getStore()?.reads.add(`${path}|${table}`),
      onWrite: (writes) => {
        this.uncommitted.set(path, { db, writes });
        this.scheduler.onWrite(path, writes);
      },
    });
    db._validate = (table, document) => {
      const schema = db._schema?.schemaValidation && db._schema.tables.get(table)?.documentType;
      const error = schema ? validationError(schema, document) : null;
      if (error !== null)
        throw new Error(
          `Failed to insert or update a document in table "${table}" because it does not match the schema: ${error}`,
        );
    };
    return db;
  }

  private onCommit(timestamp: bigint): void {
    this.timestamp = timestamp > this.timestamp ? timestamp : this.timestamp + 1n;
    const changed = new Map(this.uncommitted);
    this.uncommitted.clear();
    if (changed.size > 0) this.state?.commit(changed);
    const tables = [...changed].flatMap(([path, { writes }]) =>
      Object.keys(writes).map((id) => `${path}|${tableOfId(id)}`),
    );
    this.cache.invalidate(new Set([ANY_TABLE, ...tables]));
    this.detached(() => {
      for (const listener of this.commitListeners) listener();
    });
  }
}

function now(): bigint {
  return BigInt(Date.now()) * 1_000_000n;
}

/** Refuses what is out of reach of a client, or is called as what it is not. */
function assertMayRun(
  found: FoundFunction | null,
  name: string,
  kind: FunctionKind | null,
  { isAdmin }: Identity,
): asserts found is FoundFunction {
  const isPublic = found?.visibility?.kind === "public" && found.componentPath === "";
  // The same words whether it is internal or missing: clients may not learn which.
  if (!found || !(isAdmin || isPublic))
    throw new FunctionError(
      `Could not find ${isAdmin ? "" : "public "}function for '${name}'. Did you forget to run \`npx convex dev\`?`,
    );
  if (kind && kind !== found.udfType.toLowerCase())
    throw new FunctionError(
      `Trying to execute ${name} as ${kind.charAt(0).toUpperCase()}${kind.slice(1)}, but it is defined as ${found.udfType}.`,
    );
}
