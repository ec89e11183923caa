import { v } from "convex/values";
import { components } from "./_generated/api";
import { query } from "./_generated/server";
import { getUser } from "./model/users";
import schema from "./schema";

/**
 * Who is signed in, as WorkOS and as we have them. Both halves are `null` until WorkOS's
 * `user.created` has arrived, which can be after the person has; the whole is `null` for nobody.
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
    }),
  ),
  handler: async (ctx) => {
    const identity = await ctx.auth.getUserIdentity();
    if (!identity) return null;
    // As the component's own `getAuthUser` does, which is out of reach without a webhook secret.
    const authUser = await ctx.runQuery(components.workOSAuthKit.lib.getAuthUser, {
      id: identity.subject,
    });
    return {
      authUser: authUser && {
        id: authUser.id,
        email: authUser.email,
        emailVerified: authUser.emailVerified,
      },
      user: await getUser(ctx),
    };
  },
});
