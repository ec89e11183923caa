import {
  customAction,
  customCtx,
  customMutation,
  customQuery,
} from "convex-helpers/server/customFunctions";
import { v, type Infer } from "convex/values";
import type { Permission } from "../roles";
import { internal } from "./_generated/api";
import {
  action,
  internalMutation,
  mutation,
  query,
  type MutationCtx,
  type QueryCtx,
} from "./_generated/server";
import {
  refuseImpersonator,
  requireAppAdmin,
  requireCaller,
  requireMember,
  type Caller,
} from "./model/access";
import { limit } from "./model/rateLimits";
import schema from "./schema";

// The builders of public functions. Each refuses before the handler runs and gives it `ctx.user`.
// What changes something also refuses impersonated sessions, and users who change too much.
// With the plain `query` or `mutation`, a handler checks for itself.

/** What the builders of organizations take beside `args` and `handler`. */
type Options = { permission?: Permission };

async function requireCallingMember(ctx: QueryCtx, { permission }: Options) {
  const caller = await requireCaller(ctx);
  return { ...caller, ...(await requireMember(ctx, caller, permission)) };
}

/** The same caller, unless they may not change anything, or not now. */
async function asChanging<Of extends Caller>(
  ctx: MutationCtx,
  caller: Of,
  what: "changes" | "workosRequests" = "changes",
): Promise<Of> {
  refuseImpersonator(caller);
  await limit(ctx, what, caller.user.workosId);
  return caller;
}

/** A query for signed-in users. */
export const userQuery = customQuery(query, customCtx(requireCaller));

/** A mutation for signed-in users. */
export const userMutation = customMutation(
  mutation,
  customCtx(async (ctx) => await asChanging(ctx, await requireCaller(ctx))),
);

/**
 * A query for members of the organization that the access token is for: `ctx.organization`,
 * `ctx.membership`. With `permission`, for those whose role has it.
 */
export const orgQuery = customQuery(query, customCtx(requireCallingMember));

/** A mutation for members, as {@link orgQuery}. */
export const orgMutation = customMutation(
  mutation,
  customCtx(
    async (ctx, options: Options) =>
      await asChanging(ctx, await requireCallingMember(ctx, options)),
  ),
);

/** A query for the app's admins. */
export const adminQuery = customQuery(query, customCtx(requireAppAdmin));

/** A mutation for the app's admins. */
export const adminMutation = customMutation(
  mutation,
  customCtx(async (ctx) => await asChanging(ctx, await requireAppAdmin(ctx))),
);

// Actions have no database: they are authorized by a mutation, before they ask WorkOS for anything.

const vUser = v.object({ user: schema.doc("users") });
const vMember = vUser.extend({
  organization: schema.doc("organizations"),
  membership: schema.doc("memberships"),
  permissions: v.array(v.string()),
});

/** Authorizes an action of a signed-in user. */
export const authorizeUser = internalMutation({
  args: {},
  returns: vUser,
  handler: async (ctx): Promise<Infer<typeof vUser>> => {
    const { user } = await asChanging(ctx, await requireCaller(ctx), "workosRequests");
    return { user };
  },
});

/** Authorizes an action of a member. */
export const authorizeMember = internalMutation({
  args: { permission: v.optional(v.string()) },
  returns: vMember,
  handler: async (ctx, args): Promise<Infer<typeof vMember>> => {
    const member = await requireCallingMember(ctx, args as Options);
    await asChanging(ctx, member, "workosRequests");
    const { user, organization, membership, permissions } = member;
    return { user, organization, membership, permissions };
  },
});

/** An action for signed-in users. */
export const userAction = customAction(
  action,
  customCtx(
    async (ctx): Promise<Infer<typeof vUser>> =>
      await ctx.runMutation(internal.functions.authorizeUser),
  ),
);

/** An action for members, as {@link orgQuery}. */
export const orgAction = customAction(
  action,
  customCtx(
    async (ctx, { permission }: Options): Promise<Infer<typeof vMember>> =>
      await ctx.runMutation(internal.functions.authorizeMember, { permission }),
  ),
);
