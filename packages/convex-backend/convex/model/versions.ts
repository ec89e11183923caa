/** What orders the states of a WorkOS object: see the schema. */
type Version = { updatedAt: number; asOf: string };

type Versioned = { id: string; createdAt: string; data: { updatedAt: string } };

/** The version of the object that an event has. */
export function versionOf(event: Versioned): Version {
  return { updatedAt: toMilliseconds(event.data.updatedAt), asOf: asOf(event) };
}

/** When an event was sent, then its id: text that sorts by time. */
export function asOf({ createdAt, id }: Pick<Versioned, "createdAt" | "id">): string {
  return `${createdAt} ${id}`;
}

/** A WorkOS timestamp in milliseconds; 0 when it is none. */
export function toMilliseconds(timestamp: string | null): number {
  return Date.parse(timestamp ?? "") || 0;
}

export type Change<Row, Fields> = { existing: Row | null; fields: Fields; isSame: boolean };

/**
 * What a state of a WorkOS object changes about its row.
 *
 * @returns `null` when the row has a later state. `isSame`: nothing but `asOf` differs.
 */
export function compareVersions<Row extends Partial<Version>, Fields extends Version>(
  existing: Row | null,
  fields: Fields,
): Change<Row, Fields> | null {
  if (!existing) return { existing, fields, isSame: false };
  const isLater =
    fields.updatedAt === existing.updatedAt
      ? fields.asOf > (existing.asOf ?? "")
      : fields.updatedAt > (existing.updatedAt ?? -1);
  if (!isLater) return null;
  const has = existing as Record<string, unknown>;
  const isSame = Object.entries(fields).every(
    ([name, value]) => name === "asOf" || JSON.stringify(has[name]) === JSON.stringify(value),
  );
  return { existing, fields, isSame };
}
