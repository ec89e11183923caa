import type { MutationCtx } from "../_generated/server";
import { wellFormed } from "./convexValues";
import type { EventOf } from "./events";
import { findByWorkosId, findSession } from "./lookups";
import { toMilliseconds } from "./rows";

/** A browser may call itself anything, at any length. */
const MAX_TEXT = 500;

/** Saves that a session started or ended. An end that arrived before the start stays. */
export async function saveSession(
  ctx: MutationCtx,
  { event, data }: EventOf<"session.created" | "session.revoked">,
): Promise<void> {
  const endedAt = event === "session.revoked" ? toMilliseconds(data.endedAt) || Date.now() : null;
  const existing = await findSession(ctx, data.id);
  if (existing) {
    if (existing.endedAt === null) await ctx.db.patch("sessions", existing._id, { endedAt });
    return;
  }
  if (await findByWorkosId(ctx, "tombstones", data.userId)) return;
  await ctx.db.insert("sessions", {
    sessionId: data.id,
    workosUserId: data.userId,
    startedAt: toMilliseconds(data.createdAt) || Date.now(),
    endedAt,
    ipAddress: shortened(data.ipAddress),
    userAgent: shortened(data.userAgent),
    authMethod: shortened(data.authMethod),
  });
}

function shortened(text: string | null): string | null {
  // The cut may be in the middle of a character.
  return text && wellFormed(text.slice(0, MAX_TEXT));
}
