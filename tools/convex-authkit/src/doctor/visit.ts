/** How long an app or a service may take, in milliseconds: a dev server compiles its first page then. */
const PATIENCE = 20_000;

/** What answers at the address of an app. */
export type Page = {
  html: string;
  /** The page, its policy and its scripts, as a browser gets them. */
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
  // A page that loads no client of Convex names the deployment there, for those that do.
  const policy = response.headers.get("content-security-policy") ?? "";
  const texts = new Map<string, string>();
  await read(/(?:src|href)="([^"]+\.(?:js|tsx?|jsx)[^"]*)"/g, html);
  return { html, text: [policy, html, ...texts.values()].join("\n") };

  async function read(address: RegExp, within: string): Promise<void> {
    const urls = [...within.matchAll(address)]
      .map(([, path = ""]) => new URL(path, origin).href)
      .filter((url) => url.startsWith(`${origin}/`) && !texts.has(url));
    for (const url of urls) texts.set(url, "");
    await Promise.all(
      urls.map(async (url) => {
        const text = await (await ask(url)).text();
        texts.set(url, text);
        // The dev server of Vite serves each module by itself, with the variables that it reads.
        await read(/from "(\/src\/[^"]+)"/g, text);
      }),
    );
  }
}

/** The text that scripts give to one of these names: `name: "text"`. */
export function valueIn(text: string, ...names: string[]): string | undefined {
  for (const name of names) {
    const value = new RegExp(`\\b${name}"?:\\s*["'\`]([^"'\`]+)["'\`]`).exec(text)?.[1];
    if (value !== undefined) return value;
  }
  return undefined;
}
