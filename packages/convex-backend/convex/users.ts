import { v } from "convex/values";
import { internal } from "./_generated/api";
import { mutation } from "./_generated/server";
import { limitChanges, mayFetchProfile } from "./model/rateLimits";
import { requireUser } from "./model/standing";
import { ensureUser as ensureRow } from "./model/users";

/**
 * Sees to it that the signed-in person has a row, for apps to call after a sign-in: nobody has to
 * wait for WorkOS's `user.created`, and a lost one costs nothing. The row is empty but for the id
 * until the profile is here.
 */
export const ensureUser = mutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const identity = await ctx.auth.getUserIdentity();
    if (identity) await ensureRow(ctx, identity);
    // Whoever is refused here has no row either: it goes with the transaction.
    const user = await requireUser(ctx);
    await limitChanges(ctx, user.workosUserId);
    if (user.updatedAt === undefined && (await mayFetchProfile(ctx, user.workosUserId))) {
      await ctx.scheduler.runAfter(0, internal.profiles.fetch, {
        workosUserId: user.workosUserId,
      });
    }
    return null;
  },
});
