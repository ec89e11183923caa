import { randomBytes } from "node:crypto";

/** A user as the WorkOS API and its events show it. */
export type User = {
  object: "user";
  id: string;
  email: string;
  email_verified: boolean;
  first_name: string | null;
  last_name: string | null;
  name: string | null;
  profile_picture_url: string | null;
  last_sign_in_at: string | null;
  locale: string | null;
  external_id: string | null;
  metadata: Record<string, string>;
  created_at: string;
  updated_at: string;
};

/** The fields of a user that the API lets a caller write; what is absent stays as it is. */
export type UserInput = Partial<
  Pick<
    User,
    "email" | "email_verified" | "first_name" | "last_name" | "name" | "locale" | "external_id"
  >
> & {
  /** Merged key by key; null removes a key. */
  metadata?: Record<string, string | null>;
};

/** A session as the WorkOS API and its events show it. */
export type Session = {
  object: "session";
  id: string;
  user_id: string;
  ip_address: string | null;
  user_agent: string | null;
  auth_method: "password";
  status: "active" | "revoked";
  expires_at: string;
  ended_at: string | null;
  created_at: string;
  updated_at: string;
};

/** An event as it is delivered to the webhook endpoint. */
export type WorkosEvent = {
  object: "event";
  id: string;
  event: "user.created" | "user.updated" | "user.deleted" | "session.created" | "session.revoked";
  data: User | Session;
  created_at: string;
};

/** The device that a sign-in comes from. */
export type Device = { ipAddress: string | null; userAgent: string | null };

const crockfordBase32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** An id as WorkOS makes them: a prefix and a ULID, so that ids sort by creation time. */
export function newId(prefix: string): string {
  return `${prefix}_${newUlid()}`;
}

/** 48 bits of time and 80 random bits, in Crockford's base 32. */
export function newUlid(): string {
  const time = Date.now().toString(16).padStart(12, "0");
  let bits = BigInt(`0x${time}${randomBytes(10).toString("hex")}`);
  let text = "";
  for (let digit = 0; digit < 26; digit++) {
    text = crockfordBase32.charAt(Number(bits & 31n)) + text;
    bits >>= 5n;
  }
  return text;
}

/** Emails are compared without regard to case. */
export function sameEmail(a: string, b: string): boolean {
  return normalizeEmail(a) === normalizeEmail(b);
}

export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase();
}
