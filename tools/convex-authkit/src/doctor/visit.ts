/** How long an app or a service may take, in milliseconds: a dev server compiles its first page then. */
const PATIENCE = 20_000;

/** What answers at the address of an app. */
export type Page = {
  html: string;
  /** The page and its scripts, as a browser gets them. */
  text: string;
};

/** Sends a request, and does not follow where it leads. */
export function ask(url: string, init: RequestInit = {}): Promise<Response> {
  return fetch(url, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE), ...init });
}

/** Gets the first page of an app with its scripts, or `undefined` when nothing answers there. */
export async function visit(origin: string): Promise<Page | undefined> {
  const response = await ask(`${origin}/`).catch(() => undefined);
  if (!response) return undefined;
  const html = await response.text();
  const scripts = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|tsx)[^"]*)"/g)].map(
    ([, path = ""]) => new URL(path, origin).href,
  );
  // begin: vite
  // The dev server of Vite serves each module by itself, and the variables with this one.
  if (html.includes("/src/main.tsx")) scripts.push(`${origin}/src/env.ts`);
  // end: vite
  const own = new Set(scripts.filter((url) => url.startsWith(origin)));
  const texts = await Promise.all([...own].map(async (url) => (await ask(url)).text()));
  return { html, text: [html, ...texts].join("\n") };
}

/** The text that scripts give to one of these names: `name: "text"`. */
export function valueIn(text: string, ...names: string[]): string | undefined {
  for (const name of names) {
    const value = new RegExp(`\\b${name}"?:\\s*["'\`]([^"'\`]+)["'\`]`).exec(text)?.[1];
    if (value !== undefined) return value;
  }
  return undefined;
}
