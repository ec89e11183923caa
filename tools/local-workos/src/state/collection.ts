import type { Clock } from "./clock.ts";
import type { Database } from "./database.ts";
import type { ApiObject, EventName } from "./objects.ts";

/** Rows of one kind: read from memory, written through to the database. */
export class Collection<Row extends { id: string }> {
  readonly #database: Database;
  readonly #name: string;
  readonly #rows: Map<string, Row>;

  constructor(database: Database, name: string) {
    this.#database = database;
    this.#name = name;
    this.#rows = new Map((database.read(name) as Row[]).map((row) => [row.id, row]));
  }

  get(id: string | null | undefined): Row | undefined {
    return id == null ? undefined : this.#rows.get(id);
  }

  /** In the order in which they were created. */
  all(): Row[] {
    return [...this.#rows.values()];
  }

  put(row: Row): Row {
    this.#rows.set(row.id, row);
    this.#database.write(this.#name, row.id, row);
    return row;
  }

  delete(id: string): void {
    this.#rows.delete(id);
    this.#database.delete(this.#name, id);
  }

  /** Forgets the oldest rows that may be forgotten, until no more than `count` are left. */
  keepNewest(count: number, mayForget: (row: Row) => boolean = () => true): void {
    for (const row of this.#rows.values()) {
      if (this.#rows.size <= count) return;
      if (mayForget(row)) this.delete(row.id);
    }
  }
}

/** Tells the webhook endpoints and `/events` of a change. */
export type Emit = (type: EventName, data: ApiObject) => void;

type Fields<Row> = Omit<Row, keyof ApiObject>;

/** Objects of the WorkOS API. Every change is an event, for those kinds that have events. */
export class Resource<Row extends ApiObject> extends Collection<Row> {
  readonly #object: Row["object"];
  readonly #prefix: string;
  readonly #clock: Clock;
  readonly #emit: Emit | undefined;

  constructor(
    database: Database,
    { object, prefix }: { object: Row["object"]; prefix: string },
    clock: Clock,
    emit?: Emit,
  ) {
    super(database, object);
    this.#object = object;
    this.#prefix = prefix;
    this.#clock = clock;
    this.#emit = emit;
  }

  create(fields: Fields<Row>, id = this.#clock.newId(this.#prefix)): Row {
    const now = this.#clock.iso();
    const base: ApiObject = { object: this.#object, id, created_at: now, updated_at: now };
    const row = this.put({ ...base, ...fields } as Row);
    this.#emit?.(`${this.#object}.created`, row);
    return row;
  }

  update(row: Row, changes: Partial<Fields<Row>>, verb = "updated"): Row {
    // Receivers order updates by this time: two within one millisecond must not look like one.
    const after = Math.max(this.#clock.now(), Date.parse(row.updated_at) + 1);
    this.put(Object.assign(row, changes, { updated_at: new Date(after).toISOString() }));
    this.#emit?.(`${this.#object}.${verb}`, row);
    return row;
  }

  remove(row: Row): void {
    this.delete(row.id);
    this.#emit?.(`${this.#object}.deleted`, row);
  }
}
