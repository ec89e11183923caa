import { chmodSync, closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";

/** "LWOS": tells a state file of ours from any other SQLite file. */
const applicationId = 0x4c574f53;
const formatVersion = 1;
const sqliteBusy = 5;

/** One table of JSON rows, in a file that is readable by its owner only, or in memory. */
export class Database {
  readonly #sqlite: DatabaseSync;
  readonly #upsert: StatementSync;
  readonly #delete: StatementSync;

  /**
   * Opens `local-workos.sqlite` in a directory, or a database in memory without one.
   *
   * @throws Error in one sentence if another process has the file open or it is not one of ours; it
   * is left as it is.
   */
  constructor(directory: string | undefined) {
    this.#sqlite = directory === undefined ? inMemory() : openFile(directory);
    this.#upsert = this.#sqlite.prepare(
      "INSERT INTO rows VALUES (?, ?, ?) ON CONFLICT (collection, id) DO UPDATE SET json = excluded.json",
    );
    this.#delete = this.#sqlite.prepare("DELETE FROM rows WHERE collection = ? AND id = ?");
  }

  /** The rows of a collection, in the order in which they were first written. */
  read(collection: string): unknown[] {
    return this.#sqlite
      .prepare("SELECT json FROM rows WHERE collection = ? ORDER BY rowid")
      .all(collection)
      .map(({ json }) => JSON.parse(String(json)) as unknown);
  }

  write(collection: string, id: string, row: unknown): void {
    this.#upsert.run(collection, id, JSON.stringify(row));
  }

  delete(collection: string, id: string): void {
    this.#delete.run(collection, id);
  }

  close(): void {
    if (this.#sqlite.isOpen) this.#sqlite.close();
  }
}

function inMemory(): DatabaseSync {
  const sqlite = new DatabaseSync(":memory:");
  createTable(sqlite);
  return sqlite;
}

function openFile(directory: string): DatabaseSync {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, "local-workos.sqlite");
  // Before SQLite does: it would make the file readable by everybody.
  closeSync(openSync(file, "a", 0o600));
  const sqlite = new DatabaseSync(file);
  try {
    claim(sqlite);
    chmodSync(file, 0o600);
    return sqlite;
  } catch (error) {
    sqlite.close();
    const isBusy = (error as { errcode?: number }).errcode === sqliteBusy;
    throw new Error(
      isBusy
        ? `${file} is in use by another process: stop that one or choose another state directory.`
        : `${file} is not a state file of local-workos: move it away or choose another state directory.`,
      { cause: error },
    );
  }
}

/** Takes the file for this process alone, and changes nothing in a file that is not ours. */
function claim(sqlite: DatabaseSync): void {
  sqlite.exec("PRAGMA locking_mode = EXCLUSIVE");
  const { tables } = sqlite.prepare("SELECT count(*) AS tables FROM sqlite_schema").get()!;
  const { application_id: id } = sqlite.prepare("PRAGMA application_id").get()!;
  const { user_version: version } = sqlite.prepare("PRAGMA user_version").get()!;
  const isNew = tables === 0 && id === 0;
  const isOurs = id === applicationId && version === formatVersion;
  if (!isNew && !isOurs) throw new Error("It has another application_id or user_version.");
  sqlite.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
  // Takes the write lock at once, and keeps it.
  sqlite.exec(
    `PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${formatVersion}; BEGIN IMMEDIATE; COMMIT`,
  );
  createTable(sqlite);
}

function createTable(sqlite: DatabaseSync): void {
  sqlite.exec(
    "CREATE TABLE IF NOT EXISTS rows (collection TEXT, id TEXT, json TEXT, UNIQUE (collection, id))",
  );
}
