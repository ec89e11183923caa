import { v } from "convex/values";
import { query } from "./_generated/server";
import { isAdmin } from "./model/admins";
import { getAuthUser } from "./model/component";
import { standingOf, vRefusalReason } from "./model/standing";
import { userDoc } from "./model/usersTables";

/** Who is signed in; `null` for nobody. It refuses nobody, so that a page can say where people stand. */
export const current = query({
  args: {},
  returns: v.union(
    v.null(),
    v.object({
      /** The component's copy of the WorkOS user; `null` until WorkOS's event is here, and after a session. */
      authUser: v.union(
        v.null(),
        v.object({
          id: v.string(),
          email: v.string(),
          emailVerified: v.boolean(),
          name: v.string(),
        }),
      ),
      /** Our own row; `null` for whoever is refused. */
      user: v.union(v.null(), userDoc),
      /** Why they may not act, as a sentence for the person: blocked, for example. */
      refusal: v.union(v.null(), v.string()),
      /** The same for a program: `beingSetUp` passes with `ensureUser`. */
      reason: v.union(v.null(), vRefusalReason),
      isAdmin: v.boolean(),
    }),
  ),
  handler: async (ctx) => {
    const identity = await ctx.auth.getUserIdentity();
    if (!identity) return null;
    const standing = await standingOf(ctx);
    const { refusal, reason, user } = { refusal: null, reason: null, user: null, ...standing };
    return {
      // Whoever comes with the token of a session that is over may be somebody else.
      authUser: reason === "sessionEnded" ? null : await getAuthUser(ctx, identity.subject),
      user,
      refusal,
      reason,
      isAdmin: user !== null && isAdmin(identity),
    };
  },
});
