import type { Doc } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { wellFormed } from "./convexValues";
import { getTombstone } from "./users";

/** What we use of a WorkOS session. */
export type WorkOSSession = {
  id: string;
  userId: string;
  ipAddress?: string | null;
  userAgent?: string | null;
  authMethod?: string | null;
  createdAt?: string | null;
  endedAt?: string | null;
};

/** A browser may call itself anything, at any length. */
const MAX_TEXT = 500;

/** Notes that a session started. News of its end may have come before. */
export async function saveStartedSession(ctx: MutationCtx, session: WorkOSSession): Promise<void> {
  await saveSession(ctx, session);
}

/** Notes that a session ended, which no late news of its start undoes. */
export async function saveEndedSession(ctx: MutationCtx, session: WorkOSSession): Promise<void> {
  await saveSession(ctx, session, Date.parse(session.endedAt ?? "") || Date.now());
}

/** Whether a session is known to be over. Its access tokens are good for minutes more. */
export async function hasEnded(ctx: QueryCtx, sessionId: string): Promise<boolean> {
  return (await getSession(ctx, sessionId))?.endedAt !== undefined;
}

function getSession(ctx: QueryCtx, sessionId: string): Promise<Doc<"sessions"> | null> {
  return ctx.db
    .query("sessions")
    .withIndex("by_sessionId", (q) => q.eq("sessionId", sessionId))
    .unique();
}

async function saveSession(
  ctx: MutationCtx,
  session: WorkOSSession,
  endedAt?: number,
): Promise<void> {
  const existing = await getSession(ctx, session.id);
  if (existing) {
    if (endedAt !== undefined && existing.endedAt === undefined) {
      await ctx.db.patch("sessions", existing._id, { endedAt });
    }
    return;
  }
  if (await getTombstone(ctx, session.userId)) return;
  await ctx.db.insert("sessions", {
    sessionId: session.id,
    workosUserId: session.userId,
    startedAt: Date.parse(session.createdAt ?? "") || Date.now(),
    endedAt,
    ipAddress: shortened(session.ipAddress),
    userAgent: shortened(session.userAgent),
    authMethod: shortened(session.authMethod),
  });
}

function shortened(text: string | null | undefined): string | null {
  // The cut may be in the middle of a character.
  return text == null ? null : wellFormed(text.slice(0, MAX_TEXT));
}
