import type { JSONValue } from "convex/values";
import type { UserIdentityAttributes } from "convex/server";

/** The messages of convex/browser/sync/protocol.ts, which the package does not export. */
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
  | { tokenType: "Admin"; value: string; impersonating?: UserIdentityAttributes };

export type FunctionCall = { udfPath: string; args: JSONValue[]; componentPath?: string };
export type AddQuery = { type: "Add"; queryId: number } & FunctionCall;

export type StateVersion = { querySet: number; identity: number; ts: string };

export type Modification =
  | { type: "QueryUpdated"; queryId: number; value: JSONValue; logLines: string[]; journal: null }
  | {
      type: "QueryFailed";
      queryId: number;
      errorMessage: string;
      errorData?: JSONValue;
      logLines: string[];
      journal: null;
    }
  | { type: "QueryRemoved"; queryId: number };

export type ServerMessage =
  | {
      type: "Transition";
      startVersion: StateVersion;
      endVersion: StateVersion;
      modifications: Modification[];
    }
  | ({ type: "MutationResponse" | "ActionResponse"; requestId: number; logLines: string[] } & (
      | { success: true; result: JSONValue; ts?: string }
      | { success: false; result: string; errorData?: JSONValue }
    ))
  | { type: "AuthError"; error: string; baseVersion: number; authUpdateAttempted: boolean }
  | { type: "FatalError"; error: string }
  | { type: "Ping" };

const MESSAGE_TYPES = new Set([
  "Connect",
  "Authenticate",
  "ModifyQuerySet",
  "Mutation",
  "Action",
  "Event",
]);

/** Reads a client's message; throws if it is none. */
export function parseClientMessage(text: string): ClientMessage {
  const message = JSON.parse(text) as { type?: unknown } | null;
  if (typeof message?.type !== "string" || !MESSAGE_TYPES.has(message.type))
    throw new Error("unknown message type");
  return message as ClientMessage;
}

/** A timestamp as the protocol writes it: 64 bits, little-endian, base64. */
export function encodeTimestamp(timestamp: bigint): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(timestamp);
  return bytes.toString("base64");
}

export function decodeTimestamp(encoded: string): bigint {
  return Buffer.from(encoded, "base64").readBigUInt64LE();
}
