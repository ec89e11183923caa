import { chmodSync, mkdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
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

/** What is kept besides the documents. */
type Settings = { variables: Environment; code: PushedCode };
export type StateStore = ReturnType<typeof openState>;

/**
 * Opens the state of a deployment in a folder, held by one process at a time. Each transaction is
 * written before it is acknowledged, so a process that is killed loses nothing.
 *
 * @throws StartupError if the folder cannot be ours
 */
export function openState(directory: string) {
  const sql = openDatabase(directory);
  const getSetting = sql.prepare("SELECT value FROM settings WHERE name = ?");
  const setSetting = sql.prepare("REPLACE INTO settings VALUES (?, ?)");
  const getComponents = sql.prepare("SELECT component FROM counters");
  const getCounters = sql.prepare("SELECT nextId, lastTime FROM counters WHERE component = ?");
  const setCounters = sql.prepare("REPLACE INTO counters VALUES (?, ?, ?)");
  const getDocuments = sql.prepare("SELECT document FROM documents WHERE component = ?");
  const setDocument = sql.prepare("REPLACE INTO documents VALUES (?, ?, ?)");
  const deleteDocument = sql.prepare("DELETE FROM documents WHERE component = ? AND id = ?");
  const getFiles = sql.prepare("SELECT id, type, content FROM files WHERE component = ?");
  const setFile = sql.prepare("REPLACE INTO files VALUES (?, ?, ?, ?)");
  const deleteFile = sql.prepare("DELETE FROM files WHERE component = ? AND id = ?");
  return {
    get<Name extends keyof Settings>(name: Name): Settings[Name] | null {
      const row = getSetting.get(name);
      return row ? (JSON.parse(String(row.value)) as Settings[Name]) : null;
    },
    set<Name extends keyof Settings>(name: Name, value: Settings[Name]): void {
      setSetting.run(name, JSON.stringify(value));
    },
    /** The components that have ever had documents. */
    components: () => getComponents.all().map(({ component }) => String(component)),
    /** Fills the tables of a component. */
    load(component: string, db: Database): void {
      const counters = getCounters.get(component);
      db._nextDocId = Number(counters?.nextId ?? db._nextDocId);
      db._lastCreationTime = Number(counters?.lastTime ?? 0);
      for (const row of getDocuments.iterate(component)) {
        const document = jsonToConvex(JSON.parse(String(row.document)) as JSONValue);
        db._documents[(document as ConvexDocument)._id] = document as ConvexDocument;
      }
      for (const { id, type, content } of getFiles.iterate(component)) {
        const parts = [content as Uint8Array<ArrayBuffer>];
        db.storeFile(String(id), new Blob(parts, { type: String(type) }));
      }
    },
    /** Writes a transaction, all of it or nothing. */
    commit(changes: Map<string, { db: Database; writes: Writes }>): void {
      sql.exec("BEGIN");
      try {
        for (const [component, { db, writes }] of changes) {
          for (const [id, document] of Object.entries(writes))
            if (document) {
              setDocument.run(component, id, JSON.stringify(convexToJson(document)));
            } else {
              deleteDocument.run(component, id);
              deleteFile.run(component, id);
            }
          setCounters.run(component, db._nextDocId, db._lastCreationTime);
        }
        sql.exec("COMMIT");
      } catch (error) {
        sql.exec("ROLLBACK");
        throw error;
      }
    },
    /** Keeps the content of a file, before the transaction that makes it known. */
    saveFile(component: string, id: string, type: string, content: Uint8Array): void {
      setFile.run(component, id, type, content);
    },
    close: () => sql.close(),
  };
}

function openDatabase(directory: string): DatabaseSync {
  const file = path.join(directory, "state.sqlite");
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const sql = new DatabaseSync(file);
    // Locked until the process ends, however it ends. Looked at before anything is written.
    sql.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    assertOurs(sql);
    // It has the variables and everybody's documents. SQLite gives its other files the same mode.
    chmodSync(directory, 0o700);
    chmodSync(file, 0o600);
    sql.exec(`COMMIT; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${SCHEMA}`);
    return sql;
  } catch (error) {
    const inUse = (error as { errcode?: number }).errcode === SQLITE_BUSY;
    throw new StartupError(
      inUse
        ? `The state in ${directory} is in use by another process: stop that one, or choose another folder.`
        : `${file} is not the state of a local-convex deployment (${messageOf(error)}): move the folder away to start empty, or choose another one.`,
    );
  }
}

function assertOurs(sql: DatabaseSync): void {
  const only = (query: string) => Object.values(sql.prepare(query).get() ?? {})[0];
  if (only("SELECT count(*) FROM sqlite_schema") === 0) return;
  if (only("PRAGMA application_id") !== APPLICATION_ID)
    throw new Error("it belongs to something else");
  const check = only("PRAGMA quick_check(1)");
  if (check !== "ok") throw new Error(String(check));
}
