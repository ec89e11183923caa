import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import { Hono, type Context } from "hono";
import { cors } from "hono/cors";
import { messageOf, RequestError } from "./errors.ts";
import { logLine } from "./function-scope.ts";

const MEBIBYTE = 1024 * 1024;
/** How large the bodies of requests may be: as those of a deployment that anybody can reach. */
export const BODY_LIMITS = { push: 200_000_000, call: 16 * MEBIBYTE + 2000, site: 20 * MEBIBYTE };
const decompress = promisify(brotliDecompress);

/**
 * What holds for each request: whose host name it asks for, its size, and how it fails.
 *
 * @param limitOf how many bytes its body may have
 */
export function createHttpApp(limitOf: (c: Context) => number): Hono {
  const app = new Hono();
  app.onError((error, c) => {
    if (error instanceof RequestError) {
      const { status, code, message } = error;
      return c.json({ code, message }, status);
    }
    logLine(`[ERROR] ${c.req.method} ${c.req.path}: ${messageOf(error)}`);
    return c.json({ code: "InternalServerError", message: "Internal server error" }, 500);
  });
  app.notFound((c) =>
    c.json({ code: "NotFound", message: `There is nothing at ${c.req.path}.` }, 404),
  );
  app.use(async (c, next) => {
    // A web page could point its own name at this machine (DNS rebinding).
    if (!isLoopbackHost(c.req.header("host")))
      throw new RequestError(403, "ForbiddenHost", "This deployment answers on localhost only.");
    await next();
  });
  app.use(async (c, next) => {
    const { body } = c.req.raw;
    if (body) c.req.raw = new Request(c.req.raw, { body: await readBody(body, limitOf(c)) });
    await next();
  });
  return app;
}

/**
 * Reads a body that is too large to its end, and keeps none of it: a client that is still sending when
 * the connection is closed does not get the answer.
 */
async function readBody(body: ReadableStream<Uint8Array>, limit: number): Promise<Buffer> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > BODY_LIMITS.push) break;
    if (size > limit) parts = [];
    else parts.push(part);
  }
  if (size <= limit) return Buffer.concat(parts);
  throw new RequestError(413, "PayloadTooLarge", "The body of the request is too large.");
}

/** Whether a request means this machine by a name of its own. */
export function isLoopbackHost(host: string | undefined): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host ?? "");
}

/** Lets pages of every origin call the deployment, as a real one does: keys and tokens protect it. */
export const anyOrigin = cors({
  origin: (origin) => origin || "*",
  credentials: true,
  maxAge: 86_400,
});

/** The body of a request as an object. */
export async function readJson(
  c: Context,
  maxOutputLength: number,
): Promise<Record<string, unknown>> {
  try {
    const sent = Buffer.from(await c.req.arrayBuffer());
    const isPacked = c.req.header("content-encoding") === "br";
    const text = String(isPacked ? await decompress(sent, { maxOutputLength }) : sent) || "{}";
    const parsed = JSON.parse(text) as unknown;
    if (typeof parsed === "object" && parsed !== null) return parsed as Record<string, unknown>;
  } catch (error) {
    if (error instanceof RequestError) throw error;
  }
  throw new RequestError(400, "InvalidJson", "The body of the request is not a JSON object.");
}
