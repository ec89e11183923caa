import { v } from "convex/values";
import { query } from "./_generated/server";
import { authKit } from "./auth";
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
    if (!(await ctx.auth.getUserIdentity())) return null;
    const authUser = await authKit.getAuthUser(ctx);
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
