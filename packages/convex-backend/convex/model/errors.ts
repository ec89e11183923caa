import { ConvexError } from "convex/values";
import type { RefusalReason } from "./access";

/** Longest name of a list or an organization and longest text of a to-do, in characters. */
const MAX_LENGTH = 200;

/** Why a function refused, for a program to go by. */
export type ErrorCode =
  | RefusalReason
  | "impersonated"
  | "notMember"
  | "needsNewToken"
  | "forbidden"
  | "notFound"
  | "invalid"
  | "limit"
  | "rateLimited"
  | "refusedByWorkOS"
  | "unavailable";

export type Refusal = { code: ErrorCode; message: string };

/** An error that pages show: `message` is a sentence for the person who called. */
export function refusal(code: ErrorCode, message: string): ConvexError<Refusal> {
  return new ConvexError({ code, message });
}

/** @returns what a person typed, trimmed; @throws ConvexError when it is empty or too long */
export function typedText(text: string, what: string): string {
  const trimmed = text.trim();
  if (trimmed === "") throw refusal("invalid", `Type ${what} first.`);
  if (trimmed.length > MAX_LENGTH) {
    throw refusal("invalid", `Keep ${what} to ${MAX_LENGTH} characters.`);
  }
  return trimmed;
}

/** A request of WorkOS's that is not accepted, with a sentence for its log. It repeats one after a 5xx. */
export class RefusedRequest extends Error {
  readonly httpStatus: number;
  constructor(httpStatus: 400 | 401 | 413 | 503, message: string) {
    super(message);
    this.httpStatus = httpStatus;
  }
}
