import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** HMAC-SHA256 over `<timestamp>.<body>` in hex, as WorkOS signs webhooks and both sides of actions. */
export function signatureOf(body: string, timestamp: number, secret: string): string {
  return createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
}

/**
 * Posts a signed body as WorkOS does, and returns the answer. The `WorkOS-Signature` header has the
 * real time in milliseconds, even if the environment's clock was moved: the receiver's was not.
 */
export function postSigned(
  { url, secret }: { url: string; secret: string },
  body: string,
  signal: AbortSignal,
): Promise<Response> {
  const timestamp = Date.now();
  const signature = `t=${timestamp}, v1=${signatureOf(body, timestamp, secret)}`;
  return fetch(url, {
    method: "POST",
    redirect: "manual",
    headers: { "Content-Type": "application/json", "WorkOS-Signature": signature },
    body,
    signal,
  });
}

/** Compares secrets in a time that depends on neither their content nor their length. */
export function equalSecrets(a: string, b: string): boolean {
  return timingSafeEqual(sha256(a), sha256(b));
}

export function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** What a secret is kept as, so that the state cannot be used to sign in. */
export function hashOf(secret: string): string {
  return sha256(secret).toString("base64url");
}
