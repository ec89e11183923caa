import { AsyncLocalStorage } from "node:async_hooks";
import { convexToJson, jsonToConvex, type JSONValue, type Value } from "convex/values";
import type { AnalyzedFunction } from "./analyze.ts";
import {
  buildComponent,
  mountComponent,
  observeCommits,
  observeDatabase,
  openInternals,
  replaceSyscalls,
  unmountComponent,
  type Accessor,
  type ConvexDocument,
  type Database,
  type FunctionPath,
  type Internals,
} from "./engine-internals.ts";
import { requestLogLines } from "./function-console.ts";
import { describeFailure, FunctionError, type FunctionFailure } from "./function-failure.ts";
import { httpRequest } from "./function-modules.ts";
import { FileStorage } from "./file-storage.ts";
import { attributesOf, identityKey, type Identity } from "./identity.ts";
import type { LoadedApp } from "./loaded-app.ts";
import { QueryCache, type CachedQuery } from "./query-cache.ts";
import { Scheduler } from "./scheduler.ts";
import type { ComponentState } from "./state-directory.ts";
import { validationError } from "./validator.ts";

export type FunctionKind = "query" | "mutation" | "action";
export type FunctionOutcome = (
  { ok: true; value: JSONValue; timestamp: bigint } | { ok: false; failure: FunctionFailure }
) & { logLines: string[] };

/** The functions and documents of a deployment. */
export class Engine {
  app: LoadedApp | null = null;
  readonly scheduler: Scheduler;
  readonly files: FileStorage;
  private readonly internals: Internals = openInternals();
  private readonly cache = new QueryCache();
  private readonly reads = new AsyncLocalStorage<Set<string>>();
  private readonly commitListeners = new Set<() => void>();
  private readonly observed = new WeakSet<Database>();
  private changedTables = new Set<string>();
  private lastTimestamp = BigInt(Date.now()) * 1_000_000n;
  // A commit calls back inside the request that made it. What starts there must not take over its
  // identity and its transaction, so it runs in this context, which is the one of no request.
  private readonly detached = AsyncLocalStorage.snapshot();

  constructor(cloudUrl: string) {
    this.scheduler = new Scheduler({
      internals: this.internals,
      databaseOf: (path) => this.database(path),
      udfTypeOf: (path) => this.find(path)?.udfType ?? null,
      detached: this.detached,
    });
    this.files = new FileStorage({
      cloudUrl,
      accessor: this.internals.accessor,
      databaseOf: (path) => this.database(path),
    });
    observeCommits(this.internals, (timestamp) => this.onCommit(timestamp));
    this.observe("", this.database(""));
    const { asyncSyscalls, jsSyscalls } = this.files;
    const schedule = (args: Record<string, unknown>) => this.scheduler.schedule(args);
    replaceSyscalls(this.internals, { ...asyncSyscalls, "1.0/schedule": schedule }, jsSyscalls);
  }

  /** The time of the newest state, in nanoseconds. */
  get timestamp(): bigint {
    return this.lastTimestamp;
  }

  /** Never answers with an older time than a client has seen, which matters after a restart. */
  observeTimestamp(timestamp: bigint): void {
    if (timestamp > this.lastTimestamp) this.lastTimestamp = timestamp;
  }

  /** Calls back after each transaction and each change of code; returns how to stop that. */
  subscribe(listener: () => void): () => void {
    this.commitListeners.add(listener);
    return () => this.commitListeners.delete(listener);
  }

  /** Switches to other code in one step; documents stay. */
  activate(app: LoadedApp): void {
    for (const path of this.componentPaths())
      if (!app.components.has(path)) unmountComponent(this.internals, path);
    for (const [path, { component }] of app.components)
      this.observe(path, mountComponent(this.internals, path, component));
    this.app = app;
    this.cache.clear();
    this.notify();
  }

  /** Tells subscribers of a change that is no transaction: of code or of variables. */
  notify(): void {
    this.onCommit(BigInt(Date.now()) * 1_000_000n);
  }

  /** The function at a path, with or without `.js` after its module. */
  find({ componentPath, udfPath }: FunctionPath): (AnalyzedFunction & FunctionPath) | null {
    const [module = "", name = "default"] = udfPath.split(":");
    const modulePath = module.replace(/\.js$/, "");
    const definitionPath = this.app?.components.get(componentPath)?.definitionPath;
    if (definitionPath === undefined) return null;
    const analyzed = this.app?.analysis[definitionPath]?.functions[`${modulePath}.js`];
    const found = analyzed?.functions.find((candidate) => candidate.name === name);
    return found ? { ...found, componentPath, udfPath: `${modulePath}:${name}` } : null;
  }

  /** Runs a function for a client; `kind` is null when the caller takes any. */
  async run(
    kind: FunctionKind | null,
    identity: Identity,
    path: FunctionPath,
    args: JSONValue,
  ): Promise<FunctionOutcome> {
    return await this.detached(() => this.runHere(kind, identity, path, args));
  }

  /** The current result of a query, which says itself when it is out of date. */
  query(identity: Identity, path: FunctionPath, args: JSONValue): CachedQuery {
    const key = JSON.stringify([identityKey(identity), path.componentPath, path.udfPath, args]);
    return this.cache.get(key, (reads) =>
      this.detached(() => this.reads.run(reads, () => this.runHere("query", identity, path, args))),
    );
  }

  /** Serves a request with the app's `http.ts`. */
  async handleHttp(identity: Identity, request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const accessor = this.accessorFor(identity);
    return await this.detached(() =>
      httpRequest.run(request, () =>
        accessor.fetch(`${pathname}${search}`, { method: request.method }),
      ),
    );
  }

  /** The documents of a component. */
  database(componentPath: string): Database {
    const component = this.internals.state.components[componentPath];
    if (component) return component.db;
    const db = mountComponent(
      this.internals,
      componentPath,
      buildComponent(componentPath, null, {}),
    );
    this.observe(componentPath, db);
    return db;
  }

  /** The paths of all components that have documents or are mounted. */
  componentPaths(): string[] {
    return Object.keys(this.internals.state.components);
  }

  /** Everything that is stored, at this moment. */
  async snapshotDocuments(): Promise<Record<string, ComponentState>> {
    const components = this.componentPaths().map((path) => [path, this.database(path)] as const);
    const states = components.map(async ([path, db]): Promise<[string, ComponentState]> => {
      const documents = Object.values(db._documents).map((document) => convexToJson(document));
      const { _nextDocId: nextDocumentId, _lastCreationTime: lastCreationTime } = db;
      const files = await this.files.snapshot(db);
      return [path, { nextDocumentId, lastCreationTime, documents, files }];
    });
    return Object.fromEntries(await Promise.all(states));
  }

  /** Puts back what {@link snapshotDocuments} gave. */
  restoreDocuments(components: Record<string, ComponentState>): void {
    for (const [path, state] of Object.entries(components)) {
      const db = this.database(path);
      db._nextDocId = state.nextDocumentId;
      db._lastCreationTime = state.lastCreationTime;
      for (const json of state.documents) {
        const document = jsonToConvex(json) as ConvexDocument;
        db._documents[document._id] = document;
      }
      this.files.restore(db, state.files);
    }
  }

  private async runHere(
    kind: FunctionKind | null,
    identity: Identity,
    path: FunctionPath,
    args: JSONValue,
  ): Promise<FunctionOutcome> {
    const logLines: string[] = [];
    try {
      const found = this.authorize(kind, identity, path);
      const parsed = jsonToConvex(args);
      const value = await requestLogLines.run(logLines, () => this.call(found, identity, parsed));
      return { ok: true, value: convexToJson(value), timestamp: this.lastTimestamp, logLines };
    } catch (error) {
      return { ok: false, failure: describeFailure(error), logLines };
    }
  }

  private authorize(kind: FunctionKind | null, identity: Identity, path: FunctionPath) {
    const found = this.find(path);
    const name = path.udfPath.replace(/\.js(?=:|$)/, "");
    if (identity.kind === "admin") {
      if (!found)
        throw new FunctionError(
          `Could not find function for '${name}'. Did you forget to run \`npx convex dev\`?`,
        );
    } else if (found?.visibility?.kind !== "public" || path.componentPath !== "") {
      // The same words whether it is internal or missing: clients may not learn which.
      throw new FunctionError(
        `Could not find public function for '${name}'. Did you forget to run \`npx convex dev\`?`,
      );
    }
    if (kind && kind !== found.udfType.toLowerCase())
      throw new FunctionError(
        `Trying to execute ${name} as ${capitalized(kind)}, but it is defined as ${found.udfType}.`,
      );
    return found;
  }

  private async call(
    { udfType, componentPath, udfPath }: AnalyzedFunction & FunctionPath,
    identity: Identity,
    args: Value,
  ): Promise<Value> {
    const accessor = this.accessorFor(identity);
    const path = { componentPath, udfPath };
    switch (udfType) {
      case "Query":
        return await accessor.queryFromPath(path, args);
      case "Mutation":
        return await accessor.mutationFromPath(path, args);
      case "Action":
        return await accessor.actionFromPath(path, args);
    }
  }

  private accessorFor(identity: Identity): Accessor {
    const attributes = attributesOf(identity);
    return attributes ? this.internals.accessor.withIdentity(attributes) : this.internals.accessor;
  }

  private observe(path: string, db: Database): void {
    if (this.observed.has(db)) return;
    this.observed.add(db);
    observeDatabase(
      db,
      (table) => this.reads.getStore()?.add(`${path}|${table}`),
      (writes) => {
        for (const id of Object.keys(writes))
          this.changedTables.add(`${path}|${id.replace(/^[0-9]+/, "")}`);
        this.scheduler.onWrite(path, writes);
      },
    );
    db._validate = (table, document) => {
      const error = schemaError(db, table, document);
      if (error !== null)
        throw new Error(
          `Failed to insert or update a document in table "${table}" because it does not match the schema: ${error}`,
        );
    };
  }

  private onCommit(timestamp: bigint): void {
    this.lastTimestamp = timestamp > this.lastTimestamp ? timestamp : this.lastTimestamp + 1n;
    this.cache.invalidate(this.changedTables);
    this.changedTables = new Set();
    this.detached(() => {
      for (const listener of this.commitListeners) listener();
    });
  }
}

function schemaError(db: Database, table: string, document: Record<string, Value>): string | null {
  const validator = db._schema?.schemaValidation && db._schema.tables.get(table)?.documentType;
  return validator ? validationError(validator, document) : null;
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
