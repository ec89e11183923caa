import { v } from "convex/values";
import { components, internal } from "./_generated/api";
import { mutation, query } from "./_generated/server";
import { isAdmin } from "./model/admins";
import { ensureUser as ensureRow, requireUser, standingOf } from "./model/users";
import schema from "./schema";

/**
 * Who is signed in, as WorkOS and as we have them. Both halves are `null` until WorkOS's
 * `user.created` has arrived, which can be after the person has; the whole is `null` for nobody.
 * It refuses nobody, so that a page can say where people stand.
 */
export const current = query({
  args: {},
  returns: v.union(
    v.null(),
    v.object({
      /** The component's copy of the WorkOS user. */
      authUser: v.union(
        v.null(),
        v.object({ id: v.string(), email: v.string(), emailVerified: v.boolean() }),
      ),
      /** Our own row. */
      user: v.union(
        v.null(),
        schema.tables.users.validator.extend({ _id: v.id("users"), _creationTime: v.number() }),
      ),
      /** Why there is no row to use, as a sentence for the person: blocked, for example. */
      refusal: v.union(v.null(), v.string()),
      isAdmin: v.boolean(),
    }),
  ),
  handler: async (ctx) => {
    const identity = await ctx.auth.getUserIdentity();
    if (!identity) return null;
    // As the component's own `getAuthUser` does, which is out of reach without a webhook secret.
    const authUser = await ctx.runQuery(components.workOSAuthKit.lib.getAuthUser, {
      id: identity.subject,
    });
    const standing = await standingOf(ctx);
    return {
      authUser: authUser && {
        id: authUser.id,
        email: authUser.email,
        emailVerified: authUser.emailVerified,
      },
      user: "user" in standing ? standing.user : null,
      refusal: "refusal" in standing ? standing.refusal : null,
      isAdmin: "user" in standing && isAdmin(identity),
    };
  },
});

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
    if (user.updatedAt === undefined) {
      await ctx.scheduler.runAfter(0, internal.profiles.fetch, {
        workosUserId: user.workosUserId,
      });
    }
    return null;
  },
});
