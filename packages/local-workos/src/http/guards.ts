import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context, MiddlewareHandler } from "hono";
import type { Device } from "../identity/objects.ts";
import { equalSecrets } from "../signature.ts";
import { ApiError } from "./errors.ts";

const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Refuses other host names: a web page could point its own name at this machine (DNS rebinding). */
export const onlyLoopbackHosts: MiddlewareHandler = async (c, next) => {
  const host = c.req.header("host")?.replace(/:\d+$/, "");
  if (host === undefined || !loopbackNames.has(host)) {
    throw new ApiError(403, { message: "The local WorkOS answers on localhost only." });
  }
  await next();
};

/** Refuses what a web page sends: browsers put an Origin on every cross-origin change. */
export const noWebPages: MiddlewareHandler = async (c, next) => {
  if (c.req.header("origin") !== undefined) {
    throw new ApiError(403, { message: "The control API is not for web pages." });
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
  if (!own) {
    throw new ApiError(403, { message: "This form was not submitted from the hosted page." });
  }
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

/** Nothing of what a person or a token is may stay in a cache or leave as a referrer. */
export const privateResponse: MiddlewareHandler = async (c, next) => {
  await next();
  c.header("Cache-Control", "no-store");
  if (!c.res.headers.has("Referrer-Policy")) c.header("Referrer-Policy", "no-referrer");
  c.header("X-Content-Type-Options", "nosniff");
};

export function deviceOf(c: Context): Device {
  return {
    ipAddress: getConnInfo(c).remote.address ?? null,
    userAgent: c.req.header("user-agent") ?? null,
  };
}
