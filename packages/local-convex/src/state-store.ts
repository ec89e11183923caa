import { mkdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { convexToJson, jsonToConvex, type JSONValue } from "convex/values";
import type { ConvexDocument, Database } from "./engine-internals.ts";
import { messageOf, StartupError } from "./errors.ts";
import type { Environment } from "./module-bundle.ts";
import type { PushedCode } from "./pushed-code.ts";

/** Committed changes of one component: new contents by id; null deletes. */
export type Writes = Record<string, ConvexDocument | null>;

/** Marks a SQLite file as ours: "cnvx". */
const APPLICATION_ID = 0x636e7678;
const SQLITE_BUSY = 5;
const SCHEMA = `
  PRAGMA application_id = ${APPLICATION_ID};
  CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS counters
    (component TEXT PRIMARY KEY, nextId INTEGER, lastTime REAL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS documents
    (component TEXT, id TEXT, document TEXT, PRIMARY KEY (component, id)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS files
    (component TEXT, id TEXT, type TEXT, content BLOB, PRIMARY KEY (component, id));
`;

/**
 * The state of a deployment in a folder, held by one process at a time. Each transaction is written
 * before it is acknowledged, so a process that is killed loses nothing.
 */
export class StateStore {
  private readonly sql: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();

  private constructor(sql: DatabaseSync) {
    this.sql = sql;
  }

  /** Opens the folder (and makes it); throws a {@link StartupError} if it cannot be ours. */
  static open(directory: string): StateStore {
    const file = path.join(directory, "state.sqlite");
    try {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      const sql = new DatabaseSync(file);
      // Locked until the process ends, however it ends. Looked at before anything is written.
      sql.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
      assertOurs(sql);
      sql.exec(`COMMIT; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${SCHEMA}`);
      return new StateStore(sql);
    } catch (error) {
      const inUse = (error as { errcode?: number }).errcode === SQLITE_BUSY;
      throw new StartupError(
        inUse
          ? `The state in ${directory} is in use by another process: stop that one, or choose another folder.`
          : `${file} is not the state of a local-convex deployment (${messageOf(error)}): move the folder away to start empty, or choose another one.`,
      );
    }
  }

  get variables(): Environment {
    return (this.setting("variables") ?? {}) as Environment;
  }

  set variables(variables: Environment) {
    this.run("REPLACE INTO settings VALUES ('variables', ?)", JSON.stringify(variables));
  }

  get code(): PushedCode | null {
    return this.setting("code") as PushedCode | null;
  }

  set code(code: PushedCode | null) {
    this.run("REPLACE INTO settings VALUES ('code', ?)", JSON.stringify(code));
  }

  /** The components that have ever had documents. */
  get components(): string[] {
    return this.sql
      .prepare("SELECT component FROM counters")
      .all()
      .map((row) => String(row.component));
  }

  /** Fills the tables of a component. */
  load(component: string, db: Database): void {
    const counters = this.get("SELECT * FROM counters WHERE component = ?", component);
    db._nextDocId = Number(counters?.nextId ?? db._nextDocId);
    db._lastCreationTime = Number(counters?.lastTime ?? 0);
    const documents = this.sql.prepare("SELECT id, document FROM documents WHERE component = ?");
    for (const { id, document } of documents.iterate(component))
      db._documents[String(id)] = jsonToConvex(
        JSON.parse(String(document)) as JSONValue,
      ) as ConvexDocument;
    const files = this.sql.prepare("SELECT id, type, content FROM files WHERE component = ?");
    for (const { id, type, content } of files.iterate(component))
      db.storeFile(
        String(id),
        new Blob([content as Uint8Array<ArrayBuffer>], { type: String(type) }),
      );
  }

  /** Writes a transaction, all of it or nothing. */
  commit(changes: Map<string, { db: Database; writes: Writes }>): void {
    this.sql.exec("BEGIN");
    try {
      for (const [component, { db, writes }] of changes) {
        for (const [id, document] of Object.entries(writes)) this.write(component, id, document);
        const { _nextDocId, _lastCreationTime } = db;
        this.run(
          "REPLACE INTO counters VALUES (?, ?, ?)",
          component,
          _nextDocId,
          _lastCreationTime,
        );
      }
      this.sql.exec("COMMIT");
    } catch (error) {
      this.sql.exec("ROLLBACK");
      throw error;
    }
  }

  /** Keeps the content of a file, before the transaction that makes it known. */
  saveFile(component: string, id: string, type: string, content: Uint8Array): void {
    this.run("REPLACE INTO files VALUES (?, ?, ?, ?)", component, id, type, content);
  }

  close(): void {
    this.sql.close();
  }

  private write(component: string, id: string, document: ConvexDocument | null): void {
    if (document) {
      const json = JSON.stringify(convexToJson(document));
      return this.run("REPLACE INTO documents VALUES (?, ?, ?)", component, id, json);
    }
    this.run("DELETE FROM documents WHERE component = ? AND id = ?", component, id);
    this.run("DELETE FROM files WHERE component = ? AND id = ?", component, id);
  }

  private setting(name: string): unknown {
    const row = this.get("SELECT value FROM settings WHERE name = ?", name);
    return row ? JSON.parse(String(row.value)) : null;
  }

  private get(sql: string, ...values: SqlValue[]) {
    return this.prepared(sql).get(...values);
  }

  private run(sql: string, ...values: SqlValue[]): void {
    this.prepared(sql).run(...values);
  }

  private prepared(sql: string): StatementSync {
    let statement = this.statements.get(sql);
    if (!statement) this.statements.set(sql, (statement = this.sql.prepare(sql)));
    return statement;
  }
}

type SqlValue = string | number | Uint8Array;

function assertOurs(sql: DatabaseSync): void {
  const only = (query: string) => Object.values(sql.prepare(query).get() ?? {})[0];
  if (only("SELECT count(*) FROM sqlite_schema") === 0) return;
  if (only("PRAGMA application_id") !== APPLICATION_ID)
    throw new Error("it belongs to something else");
  const check = only("PRAGMA quick_check(1)");
  if (check !== "ok") throw new Error(String(check));
}
