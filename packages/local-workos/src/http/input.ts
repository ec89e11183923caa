import type { Context } from "hono";
import type { UserInput } from "../identity/objects.ts";
import { invalidParameter } from "./errors.ts";

/** The fields of a JSON body, not yet checked. */
export type Fields = Record<string, unknown>;

/** @throws ApiError 422 if the body is not a JSON object. */
export async function jsonBody(c: Context): Promise<Fields> {
  const body: unknown = await c.req.json().catch(() => undefined);
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw invalidParameter("body", "The body must be a JSON object.");
  }
  return body as Fields;
}

/** @throws ApiError 422 if the field is there and not a string. */
export function optionalString(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw invalidParameter(name, `${name} must be a string.`);
  return value;
}

/** @throws ApiError 422 if the field is not a string with something in it. */
export function requiredString(fields: Fields, name: string): string {
  const value = optionalString(fields, name);
  if (!value) throw invalidParameter(name, `${name} is required.`);
  return value;
}

/** @throws ApiError 422 if the field is there and not an integer within the bounds. */
export function optionalInteger(
  fields: Fields,
  name: string,
  [least, most]: [least: number, most: number],
): number | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most) {
    throw invalidParameter(name, `${name} must be an integer from ${least} to ${most}.`);
  }
  return value;
}

/** Loose on purpose: it finds slips of the hand, not undeliverable addresses. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
}

const nullableNames = ["first_name", "last_name", "name", "locale", "external_id"] as const;

/**
 * The writable fields of a user. A password is accepted and ignored: nobody needs one here.
 *
 * @throws ApiError 422 if a field has the wrong type.
 */
export function userInput(fields: Fields): UserInput {
  const input: UserInput = {};
  const email = optionalString(fields, "email");
  if (email !== undefined) {
    if (!isEmail(email.trim())) throw invalidParameter("email", "email must be an email address.");
    input.email = email;
  }
  if (typeof fields.email_verified === "boolean") input.email_verified = fields.email_verified;
  for (const name of nullableNames) {
    if (fields[name] !== undefined) input[name] = optionalString(fields, name) ?? null;
  }
  if (fields.metadata != null) input.metadata = metadataInput(fields.metadata);
  return input;
}

function metadataInput(value: unknown): Record<string, string | null> {
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : undefined;
  const isMetadata = entries?.every(([, entry]) => typeof entry === "string" || entry === null);
  if (!isMetadata || Array.isArray(value)) {
    throw invalidParameter("metadata", "metadata must be an object of strings.");
  }
  return value as Record<string, string | null>;
}
