import { paginationOptsValidator, paginationResultValidator } from "convex/server";
import { ConvexError, v } from "convex/values";
import { internal } from "./_generated/api";
import type { Doc, Id } from "./_generated/dataModel";
import type { MutationCtx, QueryCtx } from "./_generated/server";
import { adminMutation, adminQuery } from "./functions";
import { normalizeEmail } from "./model/emailDomains";
import { findRule, isBlockedPerson } from "./model/signUpRules";

/** The people of this app, newest first. */
export const list = adminQuery({
  args: { paginationOpts: paginationOptsValidator },
  returns: paginationResultValidator(
    v.object({
      _id: v.id("users"),
      _creationTime: v.number(),
      workosUserId: v.string(),
      email: v.string(),
      name: v.string(),
      isBlocked: v.boolean(),
    }),
  ),
  handler: async (ctx, { paginationOpts }) => {
    const result = await ctx.db.query("users").order("desc").paginate(paginationOpts);
    const page = result.page.map(async (user) => ({
      _id: user._id,
      _creationTime: user._creationTime,
      workosUserId: user.workosUserId,
      email: user.email,
      name: user.name,
      isBlocked: await isBlockedPerson(ctx, user),
    }));
    return { ...result, page: await Promise.all(page) };
  },
});

/**
 * Blocks a person: functions refuse them from now on, the actions keep them from signing in or up
 * again, and WorkOS is asked to end their sessions.
 */
export const block = adminMutation({
  args: { userId: v.id("users") },
  returns: v.null(),
  handler: async (ctx, { userId }) => {
    if (userId === ctx.user._id) throw new ConvexError("You cannot block yourself.");
    const user = await requirePerson(ctx, userId);
    await blockPerson(ctx, user);
    await ctx.scheduler.runAfter(0, internal.workosSessions.revokeAll, {
      workosUserId: user.workosUserId,
    });
    return null;
  },
});

/** Lets a person in again who was blocked; they sign in anew. */
export const unblock = adminMutation({
  args: { userId: v.id("users") },
  returns: v.null(),
  handler: async (ctx, { userId }) => {
    await unblockPerson(ctx, await requirePerson(ctx, userId));
    return null;
  },
});

async function requirePerson(ctx: QueryCtx, userId: Id<"users">): Promise<Doc<"users">> {
  const user = await ctx.db.get("users", userId);
  if (!user) throw new ConvexError("That person is no longer there.");
  return user;
}

/** Blocks a person by both, so that neither a new email address nor a new sign-up helps. */
async function blockPerson(ctx: MutationCtx, person: Doc<"users">): Promise<void> {
  for (const value of valuesOf(person)) {
    if (!(await findRule(ctx, "blockedPerson", value))) {
      await ctx.db.insert("signUpRules", { kind: "blockedPerson", value });
    }
  }
}

/** Takes back what {@link blockPerson} did. */
async function unblockPerson(ctx: MutationCtx, person: Doc<"users">): Promise<void> {
  for (const value of valuesOf(person)) {
    const rule = await findRule(ctx, "blockedPerson", value);
    if (rule) await ctx.db.delete("signUpRules", rule._id);
  }
}

function valuesOf({ email, workosUserId }: Doc<"users">): string[] {
  // A row that has no profile yet has no email address.
  return [workosUserId, normalizeEmail(email)].filter((value) => value !== "");
}
