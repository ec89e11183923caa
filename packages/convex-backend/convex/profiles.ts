import { NotFoundException } from "@workos-inc/node";
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalAction } from "./_generated/server";
import { workosApi } from "./model/workosApi";
import { eventOf } from "./model/userEvents";

/**
 * Gets the profile of somebody whose row was made from their access token. When it fails, the event
 * brings it, or the next sign-in, or reconcile.ts.
 */
export const fetch = internalAction({
  args: { workosUserId: v.string() },
  returns: v.null(),
  handler: async (ctx, { workosUserId }) => {
    const askedAt = Date.now();
    try {
      const user = await workosApi().userManagement.getUser(workosUserId);
      await ctx.runMutation(internal.events.apply, { event: eventOf(user, askedAt) });
    } catch (error) {
      if (!(error instanceof NotFoundException)) throw error;
      // Somebody signed in with that id. To delete them on this word alone would be rash.
      console.error(
        `WorkOS does not know ${workosUserId}: deleted just now, or WORKOS_API_KEY is of another environment than WORKOS_CLIENT_ID.`,
      );
    }
    return null;
  },
});
