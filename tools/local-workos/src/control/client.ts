import type { z } from "zod";
import type { controlOperations } from "./operations.ts";

type Operations = ReturnType<typeof controlOperations>;

/** Client of the control API, for tests in other processes. */
export type ControlClient = {
  [Name in keyof Operations]: (
    ...args: z.input<Operations[Name]["args"]>
  ) => Promise<Awaited<ReturnType<Operations[Name]["run"]>>>;
};

/**
 * Makes a client of a running local WorkOS: each method posts its arguments, and throws an Error with
 * the answer if it is refused.
 */
export function createControlClient(options: { url: string; apiKey: string }): ControlClient {
  const { url, apiKey } = options;
  const call = async (name: string, args: unknown[]): Promise<unknown> => {
    const response = await fetch(new URL(`/_control/${name}`, url), {
      method: "POST",
      headers: { authorization: `Bearer ${apiKey}`, "content-type": "application/json" },
      body: JSON.stringify(args),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${name} answered ${response.status}: ${text}`);
    return text ? (JSON.parse(text) as unknown) : undefined;
  };
  return new Proxy({} as ControlClient, {
    // A client that had "then" would look like a promise.
    get: (_, name) =>
      typeof name === "symbol" || name === "then"
        ? undefined
        : (...args: unknown[]) => call(name, args),
  });
}
