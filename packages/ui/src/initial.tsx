const characters = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The first character of a name as people count them, which may be of several code points. */
export function initialOf(name: string): string {
  const [first] = characters.segment(name.trim());
  return first?.segment.toUpperCase() ?? "…";
}
