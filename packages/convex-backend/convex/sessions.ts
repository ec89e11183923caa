import { v } from "convex/values";
import { query } from "./_generated/server";
import { standingOf } from "./model/standing";

const SHOWN = 50;

/**
 * The signed-in person's latest sign-ins, newest first. It refuses nobody, because the page shows it
 * whatever standingOf says: whoever is refused has none.
 */
export const mine = query({
  args: {},
  returns: v.array(
    v.object({
      sessionId: v.string(),
      startedAt: v.number(),
      endedAt: v.union(v.number(), v.null()),
      ipAddress: v.union(v.string(), v.null()),
      userAgent: v.union(v.string(), v.null()),
      authMethod: v.union(v.string(), v.null()),
      /** Whether the caller's access token is of this session. */
      isCurrent: v.boolean(),
    }),
  ),
  handler: async (ctx) => {
    const identity = await ctx.auth.getUserIdentity();
    const standing = await standingOf(ctx);
    if ("refusal" in standing) return [];
    const sessions = await ctx.db
      .query("sessions")
      .withIndex("by_workosUserId_and_startedAt", (q) =>
        q.eq("workosUserId", standing.user.workosUserId),
      )
      .order("desc")
      .take(SHOWN);
    return sessions.map(({ sessionId, startedAt, endedAt, ipAddress, userAgent, authMethod }) => ({
      sessionId,
      startedAt,
      endedAt: endedAt ?? null,
      ipAddress,
      userAgent,
      authMethod,
      isCurrent: identity?.sid === sessionId,
    }));
  },
});
