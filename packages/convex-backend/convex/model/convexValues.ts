const MAX_DEPTH = 16;
const MAX_FIELDS = 1024;
const MAX_ITEMS = 8192;
/** Convex allows no other names, and WorkOS's metadata may have them. */
const FIELD_NAME = /^(?![$_])[\x20-\x7e]{1,1024}$/;

/** JSON as Convex can hold it. What it cannot hold is left out, and keeps nobody from being synced. */
function storable(value: unknown, depth: number): unknown {
  if (typeof value === "string") return textIn(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth === MAX_DEPTH) return null;
  if (!Array.isArray(value)) return storableFields(value, depth);
  return value.slice(0, MAX_ITEMS).map((item) => storable(item, depth + 1));
}

export function storableFields(object: object, depth = 0): Record<string, unknown> {
  const fields = Object.entries(object)
    .filter(([name, value]) => value !== undefined && FIELD_NAME.test(name))
    .slice(0, MAX_FIELDS);
  return Object.fromEntries(fields.map(([name, value]) => [name, storable(value, depth + 1)]));
}

/** A text as Convex can hold it; empty when it is something else. */
export function textIn(value: unknown): string {
  if (typeof value !== "string") return "";
  // Half of a surrogate pair is no character, and JSON can hold it.
  return value.replace(/\p{Surrogate}/gu, "\ufffd");
}
