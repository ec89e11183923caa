const MAX_DEPTH = 16;
const MAX_FIELDS = 1024;
const MAX_ITEMS = 8192;
const MAX_FIELD_NAME = 1024;

/**
 * JSON as Convex can hold it. Other services allow field names that Convex does not (empty, with a
 * leading `$` or `_`, or beyond ASCII), and more depth and breadth: such fields are left out, because
 * one odd key in somebody's metadata must not keep that person from being synced.
 */
export function storable(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return wellFormed(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth === MAX_DEPTH) return null;
  if (Array.isArray(value)) {
    return value.slice(0, MAX_ITEMS).map((item) => storable(item, depth + 1));
  }
  return storableFields(value, depth);
}

/** The fields of an object that Convex can hold, see {@link storable}. */
export function storableFields(object: object, depth = 0): Record<string, unknown> {
  const fields = Object.entries(object)
    .filter(([name, value]) => value !== undefined && isFieldName(name))
    .slice(0, MAX_FIELDS);
  return Object.fromEntries(fields.map(([name, value]) => [name, storable(value, depth + 1)]));
}

/** Text as Convex can hold it: half of a surrogate pair is no character, and JSON can hold it. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

function isFieldName(name: string): boolean {
  return name.length <= MAX_FIELD_NAME && /^[\x20-\x7e]+$/.test(name) && !/^[$_]/.test(name);
}
