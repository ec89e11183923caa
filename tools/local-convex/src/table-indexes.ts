import { compareValues, jsonToConvex, type JSONValue, type Value } from "convex/values";
import {
  tableOfId,
  type ConvexDocument,
  type Database,
  type RangeFilter,
} from "./engine-internals.ts";
import type { Writes } from "./state-store.ts";

/**
 * Tells which tables of a database are read and what is committed, and keeps sorted copies of the
 * tables: convex-test by itself looks at every document of every table, and sorts, for each query.
 */
export function observeDatabase(
  db: Database,
  { onRead, onWrite }: { onRead: (table: string) => void; onWrite: (writes: Writes) => void },
): void {
  const { _iterateDocs: iterate, _resolveQuerySource: resolve, get, commit } = db;
  const indexes = new Map<string, ReturnType<typeof sortedIndex>>();

  function indexOf(table: string, fields: string[]) {
    const key = [table, ...fields].join();
    let index = indexes.get(key);
    if (!index) {
      const documents = Object.values(db._documents).filter(({ _id }) => tableOfId(_id) === table);
      indexes.set(key, (index = sortedIndex(table, fields, documents)));
    }
    return index;
  }

  db.get = function (table, id) {
    if (typeof id === "string") onRead(tableOfId(id));
    return get.call(db, table, id);
  };
  // For searches, which have no index here.
  db._iterateDocs = function (table, callback) {
    onRead(table);
    iterate.call(db, table, callback);
  };
  db._resolveQuerySource = function (query) {
    const { source } = query;
    if (source.type === "Search") return resolve.call(db, query);
    const isScan = source.type === "FullTableScan";
    const table = isScan ? source.tableName : (source.indexName.split(".")[0] ?? "");
    onRead(table);
    // convex-test checks the query, and sorts and filters what it is given: nothing at first.
    const resolved = resolve.call(withDocuments(db, []), query);
    const { fieldPathsToSortBy: fields, order } = resolved;
    const found = indexOf(table, fields).range(isScan ? [] : source.range);
    const pending = new Map(db._writes.flatMap((writes) => Object.entries(writes)));
    for (const id of pending.keys()) if (tableOfId(id) !== table) pending.delete(id);
    if (pending.size === 0)
      return { ...resolved, sortedDocs: order === "desc" ? found.reverse() : found };
    const committed = found.filter(({ _id }) => !pending.has(_id));
    const uncommitted = [...pending.values()].filter((document) => document !== null);
    return resolve.call(withDocuments(db, [...committed, ...uncommitted]), query);
  };
  db.commit = function (timestamp) {
    const writes = db._writes.length === 1 ? (db._writes[0] ?? {}) : {};
    const ids = Object.keys(writes);
    const before = ids.map((id) => db._documents[id]);
    commit.call(db, timestamp);
    if (ids.length === 0) return;
    const after = Object.fromEntries(ids.map((id) => [id, db._documents[id] ?? null]));
    for (const index of indexes.values()) {
      for (const document of before) if (document) index.remove(document);
      for (const document of Object.values(after)) if (document) index.add(document);
    }
    onWrite(after);
  };
}

/** The documents of a table in the order of some fields. */
function sortedIndex(table: string, sortedBy: string[], documents: ConvexDocument[]) {
  // Without a last resort, documents that compare as equal could not be told apart.
  const fields = sortedBy.includes("_id") ? sortedBy : [...sortedBy, "_id"];
  const compare = (a: ConvexDocument, b: ConvexDocument) => {
    for (const field of fields) {
      const order = compareValues(fieldOf(a, field), fieldOf(b, field));
      if (order !== 0) return order;
    }
    return 0;
  };
  /** Binary search: the condition holds from some position on. */
  const firstWhere = (condition: (document: ConvexDocument) => boolean) => {
    let [low, high] = [0, documents.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (condition(documents[middle] as ConvexDocument)) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const splice = (place: ConvexDocument, deleted: number, ...added: ConvexDocument[]) => {
    if (tableOfId(place._id) !== table) return;
    const position = firstWhere((other) => compare(other, place) >= 0);
    documents.splice(position, deleted, ...added);
  };
  documents.sort(compare);
  return {
    add: (document: ConvexDocument) => splice(document, 0, document),
    remove: (document: ConvexDocument) => splice(document, 1),
    /** A copy of the documents that match all filters: equalities on the first fields, then bounds. */
    range(filters: RangeFilter[]): ConvexDocument[] {
      const bounds = filters.map((filter) => ({ ...filter, value: boundOf(filter.value) }));
      const sideOf = (document: ConvexDocument) => {
        for (const { type, fieldPath, value } of bounds) {
          const order = compareValues(fieldOf(document, fieldPath), value);
          if (order < 0 && type !== "Lt" && type !== "Lte") return -1;
          if (order > 0 && type !== "Gt" && type !== "Gte") return 1;
          if (order === 0 && type === "Gt") return -1;
          if (order === 0 && type === "Lt") return 1;
        }
        return 0;
      };
      const start = firstWhere((document) => sideOf(document) >= 0);
      const end = firstWhere((document) => sideOf(document) > 0);
      return documents.slice(start, end);
    },
  };
}

function fieldOf(document: ConvexDocument, path: string): Value | undefined {
  let value: Value | undefined = document;
  for (const name of path.split("."))
    value = (value as Record<string, Value> | null | undefined)?.[name];
  return value;
}

/** Functions send a bound that is `undefined` in a wrapping. */
function boundOf(json: JSONValue): Value | undefined {
  const isUndefined = typeof json === "object" && json !== null && "$undefined" in json;
  return isUndefined ? undefined : jsonToConvex(json);
}

/** A view of the database whose tables hold only these documents. */
function withDocuments(db: Database, documents: ConvexDocument[]): Database {
  const iterateDocs: Database["_iterateDocs"] = (_table, callback) => documents.forEach(callback);
  return Object.create(db, { _iterateDocs: { value: iterateDocs } }) as Database;
}
