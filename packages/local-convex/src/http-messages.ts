import type { IncomingMessage, ServerResponse } from "node:http";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { messageOf, RequestError } from "./errors.ts";
import { logDeploymentLine } from "./function-console.ts";

const MAXIMUM_BODY_BYTES = 200 * 1024 * 1024;

/** The body of a request, unpacked. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > MAXIMUM_BODY_BYTES)
      throw new RequestError(413, "PayloadTooLarge", "The body of the request is too large.");
  }
  const body = Buffer.concat(chunks);
  const encoding = request.headers["content-encoding"];
  if (encoding === "br") return brotliDecompressSync(body);
  return encoding === "gzip" ? gunzipSync(body) : body;
}

/** The body of a request as an object. */
export async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  try {
    const parsed = JSON.parse((await readBody(request)).toString() || "{}") as unknown;
    if (typeof parsed === "object" && parsed !== null) return parsed as Record<string, unknown>;
  } catch (error) {
    if (error instanceof RequestError) throw error;
  }
  throw new RequestError(400, "InvalidJson", "The body of the request is not a JSON object.");
}

export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

/** Lets pages of every origin call the deployment, as a real one does: keys and tokens protect it. */
export function allowOrigin(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("access-control-allow-origin", request.headers.origin ?? "*");
  response.setHeader("access-control-allow-credentials", "true");
  response.setHeader("vary", "origin");
  if (request.method !== "OPTIONS") return;
  const headers = request.headers["access-control-request-headers"];
  if (headers) response.setHeader("access-control-allow-headers", headers);
  response.setHeader("access-control-allow-methods", "GET, POST, PUT, DELETE, OPTIONS, PATCH");
  response.setHeader("access-control-max-age", "86400");
}

/** Answers a request that failed. */
export function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy();
  if (error instanceof RequestError) {
    const { status, code, message } = error;
    return sendJson(response, { code, message }, status);
  }
  logDeploymentLine(`[ERROR] ${messageOf(error)}`);
  sendJson(response, { code: "InternalServerError", message: "Internal server error" }, 500);
}
