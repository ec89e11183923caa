import type { JSONValue } from "convex/values";
import type { UserIdentityAttributes } from "convex/server";

/** The messages of clients, as in convex/browser/sync/protocol.ts, which the package keeps to itself. */
export type ClientMessage =
  | { type: "Connect"; sessionId: string; maxObservedTimestamp?: string }
  | ({ type: "Authenticate"; baseVersion: number } & Credentials)
  | {
      type: "ModifyQuerySet";
      baseVersion: number;
      newVersion: number;
      modifications: (AddQuery | { type: "Remove"; queryId: number })[];
    }
  | ({ type: "Mutation" | "Action"; requestId: number } & FunctionCall)
  | { type: "Event" };

export type Credentials =
  | { tokenType: "None" }
  | { tokenType: "User"; value: string }
  | { tokenType: "Admin"; value: string; impersonating?: UserIdentityAttributes | null };

export type FunctionCall = { udfPath: string; args: JSONValue[]; componentPath?: string };
export type AddQuery = { type: "Add"; queryId: number; journal?: string | null } & FunctionCall;

/** A timestamp as the protocol writes it: 64 bits, little-endian, base64. */
export function encodeTimestamp(timestamp: bigint): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(timestamp);
  return bytes.toString("base64");
}

export function decodeTimestamp(encoded: string): bigint {
  return Buffer.from(encoded, "base64").readBigUInt64LE();
}
