/**
 * The first and the last byte that a `Range` header asks for; null where it asks for the whole file,
 * which is also what a header means that makes no sense. A deployment serves one range at a time.
 */
export function byteRange(
  header: string | undefined,
  size: number,
): [first: number, last: number] | "unsatisfiable" | null {
  const ranges = /^bytes=(.+)$/.exec(header ?? "")?.[1]?.split(",") ?? [];
  if (ranges.length > 1) return "unsatisfiable";
  const [, from = "", to = ""] = /^(\d*)-(\d*)$/.exec(ranges[0]?.trim() ?? "") ?? [];
  if (from === "" && to === "") return null;
  const first = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  return first > last ? "unsatisfiable" : [first, last];
}
