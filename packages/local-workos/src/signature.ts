import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** HMAC-SHA256 over `<timestamp>.<body>` in hex, as WorkOS signs webhooks and both sides of actions. */
export function signatureOf(body: string, timestamp: number, secret: string): string {
  return createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
}

/** The `WorkOS-Signature` header of a request sent now; its timestamp is in milliseconds. */
export function signatureHeader(body: string, secret: string): string {
  const timestamp = Date.now();
  return `t=${timestamp}, v1=${signatureOf(body, timestamp, secret)}`;
}

/** Compares secrets in a time that depends on neither their content nor their length. */
export function equalSecrets(a: string, b: string): boolean {
  return timingSafeEqual(sha256(a), sha256(b));
}

export function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
