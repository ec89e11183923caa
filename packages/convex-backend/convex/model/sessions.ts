import type { Doc } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { wellFormed } from "./convexValues";
import { getTombstone } from "./deletion";
import type { EventOf } from "./events";
import { toMilliseconds } from "./versions";

/** A browser may call itself anything, at any length. */
const MAX_TEXT = 500;

/** Whether a session is known to be over. Its access tokens stay valid for minutes. */
export async function hasEnded(ctx: QueryCtx, sessionId: string): Promise<boolean> {
  return (await getSession(ctx, sessionId))?.endedAt !== undefined;
}

/** The row of a session. */
export function getSession(ctx: QueryCtx, sessionId: string): Promise<Doc<"sessions"> | null> {
  return ctx.db
    .query("sessions")
    .withIndex("by_sessionId", (q) => q.eq("sessionId", sessionId))
    .unique();
}

/** Saves that a session started or ended. An end that arrived before the start stays. */
export async function saveSession(
  ctx: MutationCtx,
  { event, data }: EventOf<"session.created" | "session.revoked">,
): Promise<void> {
  const endedAt =
    event === "session.revoked" ? toMilliseconds(data.endedAt) || Date.now() : undefined;
  const existing = await getSession(ctx, data.id);
  if (existing) {
    if (existing.endedAt === undefined) await ctx.db.patch("sessions", existing._id, { endedAt });
    return;
  }
  if (await getTombstone(ctx, data.userId)) return;
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
