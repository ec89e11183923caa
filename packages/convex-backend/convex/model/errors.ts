import { ConvexError } from "convex/values";

/** Why a function refused, for a program to go by. */
export type ErrorCode =
  | "signedOut"
  | "deleted"
  | "blocked"
  | "sessionEnded"
  | "beingSetUp"
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
