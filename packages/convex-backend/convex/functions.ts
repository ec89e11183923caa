import {
  customAction,
  customCtx,
  customMutation,
  customQuery,
} from "convex-helpers/server/customFunctions";
import { v } from "convex/values";
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
  type Member,
} from "./model/access";
import { limit } from "./model/rateLimits";

// The builders of public functions. Each refuses before the handler runs and gives it `ctx.user`.
// What changes something also refuses impersonated sessions, and users who change too much.

type Options = { permission?: Permission };

async function requireCallingMember(ctx: QueryCtx, { permission }: Options) {
  const caller = await requireCaller(ctx);
  return { ...caller, ...(await requireMember(ctx, caller, permission)) };
}

async function asChanging<Of extends Caller>(
  ctx: MutationCtx,
  caller: Of,
  what: "changes" | "workosRequests" = "changes",
): Promise<Of> {
  refuseImpersonator(caller);
  await limit(ctx, what, caller.user.workosId);
  return caller;
}

export const userQuery = customQuery(query, customCtx(requireCaller));

export const userMutation = customMutation(
  mutation,
  customCtx(async (ctx) => await asChanging(ctx, await requireCaller(ctx))),
);

/** For members of the access token's organization; with `permission`, for those whose role has it. */
export const orgQuery = customQuery(query, customCtx(requireCallingMember));

export const orgMutation = customMutation(
  mutation,
  customCtx(
    async (ctx, options: Options) =>
      await asChanging(ctx, await requireCallingMember(ctx, options)),
  ),
);

export const adminQuery = customQuery(query, customCtx(requireAppAdmin));

export const adminMutation = customMutation(
  mutation,
  customCtx(async (ctx) => await asChanging(ctx, await requireAppAdmin(ctx))),
);

// Actions have no database: they are authorized by a mutation, before they ask WorkOS for anything.
export const authorizeUser = internalMutation({
  args: {},
  handler: async (ctx): Promise<Caller> =>
    await asChanging(ctx, await requireCaller(ctx), "workosRequests"),
});

export const authorizeMember = internalMutation({
  args: { permission: v.optional(v.string()) },
  handler: async (ctx, args): Promise<Caller & Member> =>
    await asChanging(ctx, await requireCallingMember(ctx, args as Options), "workosRequests"),
});

export const userAction = customAction(
  action,
  customCtx(
    async (ctx): Promise<Caller> => await ctx.runMutation(internal.functions.authorizeUser),
  ),
);

export const orgAction = customAction(
  action,
  customCtx(
    async (ctx, { permission }: Options): Promise<Caller & Member> =>
      await ctx.runMutation(internal.functions.authorizeMember, { permission }),
  ),
);
