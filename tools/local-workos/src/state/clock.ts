import { randomBytes } from "node:crypto";

const crockfordBase32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The environment's time, which the control API moves. Everything with a time takes it from here. */
export class Clock {
  #offsetMs = 0;

  /** Milliseconds since 1970. */
  now(): number {
    return Date.now() + this.#offsetMs;
  }

  /** ISO 8601, now or some milliseconds from now. */
  iso(fromNowMs = 0): string {
    return new Date(this.now() + fromNowMs).toISOString();
  }

  isPast(iso: string): boolean {
    return Date.parse(iso) <= this.now();
  }

  move(milliseconds: number): void {
    this.#offsetMs += milliseconds;
  }

  /** An id as WorkOS makes them: a prefix and a ULID, so that ids sort by creation time. */
  newId(prefix: string): string {
    return `${prefix}_${this.newUlid()}`;
  }

  /** 48 bits of time and 80 random bits, in Crockford's base 32. */
  newUlid(): string {
    const time = this.now().toString(16).padStart(12, "0");
    let bits = BigInt(`0x${time}${randomBytes(10).toString("hex")}`);
    let text = "";
    for (let digit = 0; digit < 26; digit++) {
      text = crockfordBase32.charAt(Number(bits & 31n)) + text;
      bits >>= 5n;
    }
    return text;
  }
}
