import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context, MiddlewareHandler } from "hono";
import { equalSecrets } from "../outgoing/signature.ts";
import type { Device } from "../state/objects.ts";
import { ApiError, localRefusal } from "./errors.ts";

const maxBodyLength = 1024 * 1024;
const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Refuses other host names: a web page could point its own name at this machine (DNS rebinding). */
export const onlyLoopbackHosts: MiddlewareHandler = async (c, next) => {
  const host = c.req.header("host")?.replace(/:\d+$/, "");
  if (host === undefined || !loopbackNames.has(host)) {
    throw localRefusal(403, "The local WorkOS answers on localhost only.");
  }
  await next();
};

/** Refuses a large body: keys are checked later, and some routes have none. */
export const limitedBody: MiddlewareHandler = async (c, next) => {
  const { url, method, headers, body } = c.req.raw;
  if (body) c.req.raw = new Request(url, { method, headers, body: await readBody(body) });
  await next();
};

/**
 * Reads a body that is too large to its end, and keeps none of it: a client that is still sending when
 * the connection is closed does not get the answer.
 */
async function readBody(body: ReadableStream<Uint8Array>): Promise<Buffer<ArrayBuffer>> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > maxBodyLength) parts = [];
    else parts.push(part);
  }
  if (size <= maxBodyLength) return Buffer.concat(parts);
  throw localRefusal(413, "The body of this request has more than 1 MB.");
}

/** Refuses what a web page sends: browsers put an Origin on every cross-origin change. */
export const noWebPages: MiddlewareHandler = async (c, next) => {
  if (c.req.header("origin") !== undefined) {
    throw localRefusal(403, "The control API is not for web pages.");
  }
  await next();
};

/** Refuses a form that another site submits. Browsers that lack Sec-Fetch-Site send an Origin. */
export const onlyOwnForms: MiddlewareHandler = async (c, next) => {
  const site = c.req.header("sec-fetch-site");
  const origin = c.req.header("origin");
  const own = site
    ? site === "same-origin" || site === "none"
    : origin === undefined || origin === `http://${c.req.header("host")}`;
  if (!own) throw localRefusal(403, "This form was not submitted from the local WorkOS's page.");
  await next();
};

/** Requires the API key as a bearer token. */
export function bearerApiKey(apiKey: string): MiddlewareHandler {
  return async (c, next) => {
    const key = /^Bearer (.+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
    if (key === undefined || !equalSecrets(key, apiKey)) {
      throw new ApiError(401, { message: "Unauthorized" });
    }
    await next();
  };
}

/** Nothing of what a person or a token is may stay in a cache, be embedded or leave as a referrer. */
export const privateResponse: MiddlewareHandler = async (c, next) => {
  await next();
  c.header("Cache-Control", "no-store");
  if (!c.res.headers.has("Referrer-Policy")) c.header("Referrer-Policy", "no-referrer");
  c.header("X-Content-Type-Options", "nosniff");
};

/**
 * CORS for exactly the listed origins, with credentials. Another origin gets no CORS headers, an
 * answer that says which list it is missing from, and one line in the log.
 */
export function corsFor(
  isListed: (origin: string) => boolean,
  log: (line: string) => void,
): MiddlewareHandler {
  const reported = new Set<string>();
  return async (c, next) => {
    const origin = c.req.header("origin");
    if (origin === undefined) return next();
    if (!isListed(origin)) {
      const message = `The origin ${origin} is not in corsOrigins, in convex.json's authKit.dev.configure.`;
      if (!reported.has(origin)) log(message);
      reported.add(origin);
      throw localRefusal(403, message);
    }
    c.header("Access-Control-Allow-Origin", origin);
    c.header("Access-Control-Allow-Credentials", "true");
    c.header("Vary", "Origin");
    if (c.req.method !== "OPTIONS") return next();
    c.header("Access-Control-Allow-Methods", "POST");
    c.header("Access-Control-Allow-Headers", "Content-Type");
    c.header("Access-Control-Max-Age", "600");
    return c.body(null, 204);
  };
}

export function deviceOf(c: Context): Device {
  return {
    ipAddress: getConnInfo(c).remote.address ?? null,
    userAgent: c.req.header("user-agent") ?? null,
  };
}
