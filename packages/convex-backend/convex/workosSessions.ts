import { v } from "convex/values";
import { internalAction } from "./_generated/server";
import { workosApi } from "./model/workosApi";

/**
 * Ends all sessions of a person at WorkOS, so that no app gets them another access token. They are
 * refused here already when this runs, and when it cannot.
 */
export const revokeAll = internalAction({
  args: { workosUserId: v.string() },
  returns: v.null(),
  handler: async (_ctx, { workosUserId }) => {
    const { userManagement } = workosApi();
    const ended = new Set<string>();
    for (;;) {
      // Always the first page: sessions that have ended leave the list, if not at once.
      const { data } = await userManagement.listSessions(workosUserId, { limit: 100 });
      const left = data.filter(({ id, status }) => status === "active" && !ended.has(id));
      if (left.length === 0) return null;
      for (const { id } of left) {
        await userManagement.revokeSession({ sessionId: id });
        ended.add(id);
      }
    }
  },
});
