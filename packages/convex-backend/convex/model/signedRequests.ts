import { SignatureVerificationException } from "@workos-inc/node";
import { RefusedRequest } from "./errors";

/** Far above what WorkOS sends, and far below what Convex can hold. */
const MAX_BODY_BYTES = 256 * 1024;

/** How far WorkOS's clock may be ahead of ours. The SDK checks the past and not the future. */
const MAX_CLOCK_SKEW_MS = 60_000;

/** `t=<milliseconds>, v1=<hex SHA-256>`; room after it for what WorkOS may add. */
const SIGNATURE = /^t=(\d{1,16}), ?v1=[0-9a-f]{64}(?:,|$)/;

type Signed = { payload: string; sigHeader: string; secret: string };

/** What a request from WorkOS says, checked and read by the SDK's `construct`. */
export async function readSigned<T>(
  request: Request,
  secret: string,
  construct: (signed: Signed) => Promise<T>,
): Promise<T> {
  const sigHeader = request.headers.get("WorkOS-Signature") ?? "";
  const timestamp = SIGNATURE.exec(sigHeader)?.[1];
  if (timestamp === undefined) {
    throw new RefusedRequest(401, "The WorkOS-Signature header is missing or malformed.");
  }
  if (Number(timestamp) > Date.now() + MAX_CLOCK_SKEW_MS) {
    throw new RefusedRequest(401, "The signature is from the future.");
  }
  // WorkOS signs what it sends. Its SDK for Node checks what JSON.parse makes of that, which differs
  // for some orders and spellings. Either proves that the secret was there.
  for (const payload of await readBody(request)) {
    try {
      return await construct({ payload, sigHeader, secret });
    } catch (error) {
      if (error instanceof SignatureVerificationException) continue;
      throw new RefusedRequest(400, "The body lacks fields.");
    }
  }
  throw new RefusedRequest(401, "The signature is wrong or too old.");
}

/** The body as it was sent, and as Node would spell it. */
async function readBody(request: Request): Promise<string[]> {
  const tooLarge = new RefusedRequest(413, `The body is larger than ${MAX_BODY_BYTES} bytes.`);
  if (Number(request.headers.get("Content-Length")) > MAX_BODY_BYTES) throw tooLarge;
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > MAX_BODY_BYTES) throw tooLarge;
  try {
    const body = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const json: unknown = JSON.parse(body);
    if (isObject(json)) return [body, JSON.stringify(json)];
  } catch {
    // Neither text nor JSON.
  }
  throw new RefusedRequest(400, "The body is no JSON object.");
}

export function answerTo(error: unknown): Response {
  if (error instanceof RefusedRequest) {
    return new Response(error.message, { status: error.httpStatus });
  }
  // Not the message, which may quote the body.
  console.error(`A request from WorkOS failed: ${error instanceof Error ? error.name : "?"}.`);
  return new Response("Something went wrong here. Send it again later.", { status: 500 });
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
