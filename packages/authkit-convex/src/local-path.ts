/**
 * Where to go after sign-in, when that comes from a URL that anyone can write: a path of this app, or
 * `fallback`. Browsers read `//host`, `/\host` and a tab or newline after the slash as another site.
 */
export function localPath(untrusted: unknown, fallback = "/"): string {
  if (typeof untrusted !== "string" || !untrusted.startsWith("/")) return fallback;
  const base = "http://app.invalid";
  if (!URL.canParse(untrusted, base)) return fallback;
  const url = new URL(untrusted, base);
  if (url.origin !== base || url.pathname.startsWith("//")) return fallback;
  return url.pathname + url.search + url.hash;
}
