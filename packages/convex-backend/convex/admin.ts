import { paginationOptsValidator, paginationResultValidator } from "convex/server";
import { v } from "convex/values";
import { internal } from "./_generated/api";
import type { Doc, Id } from "./_generated/dataModel";
import { env, type QueryCtx } from "./_generated/server";
import { adminMutation, adminQuery } from "./functions";
import { refusal } from "./model/errors";
import {
  domainsIn,
  findRule,
  isBlockedPerson,
  normalizeEmail,
  normalizeRule,
  requireOthers,
  rulesOf,
} from "./model/signUpRules";
import schema, { vRuleKind } from "./schema";

/** The users of this app, newest first; of a search those that fit best. */
export const people = adminQuery({
  args: { search: v.optional(v.string()), paginationOpts: paginationOptsValidator },
  returns: paginationResultValidator(schema.doc("users").extend({ isBlocked: v.boolean() })),
  handler: async (ctx, { search, paginationOpts }) => {
    const users = ctx.db.query("users");
    const found = search
      ? users.withSearchIndex("search_email", (q) => q.search("email", search))
      : users.order("desc");
    const result = await found.paginate(paginationOpts);
    const page = result.page.map(async (user) => ({
      ...user,
      isBlocked: await isBlockedPerson(ctx, user),
    }));
    return { ...result, page: await Promise.all(page) };
  },
});

/** Blocks a person, also under a new email address, and ends their sessions at WorkOS. */
export const block = adminMutation({
  args: { userId: v.id("users") },
  returns: v.null(),
  handler: async (ctx, { userId }) => {
    const user = await requirePerson(ctx, userId);
    const { workosId } = user;
    for (const rule of rulesAgainst(user)) {
      requireOthers(rule, ctx.user);
      // One of the same value may be there against somebody else, and go when they are unblocked.
      const existing = await rulesByBlocking(ctx, workosId, rule.value).first();
      if (!existing) await ctx.db.insert("signUpRules", { ...rule, blockedUserId: workosId });
    }
    await ctx.scheduler.runAfter(0, internal.account.revokeSessions, { workosId });
    return null;
  },
});

/** Takes back what {@link block} did, also with an earlier email address, and lets the person in. */
export const unblock = adminMutation({
  args: { userId: v.id("users") },
  returns: v.null(),
  handler: async (ctx, { userId }) => {
    const user = await requirePerson(ctx, userId);
    const inForce = rulesAgainst(user).map(({ kind, value }) => rulesOf(ctx, kind, value));
    for (const rules of [rulesByBlocking(ctx, user.workosId), ...inForce]) {
      for await (const rule of rules) await ctx.db.delete("signUpRules", rule._id);
    }
    return null;
  },
});

/** The sign-up rules of a kind, in alphabetical order; of a search those that fit best. */
export const rules = adminQuery({
  args: {
    kind: vRuleKind,
    search: v.optional(v.string()),
    paginationOpts: paginationOptsValidator,
  },
  returns: paginationResultValidator(schema.doc("signUpRules")),
  handler: async (ctx, { kind, search, paginationOpts }) => {
    const found = search
      ? ctx.db
          .query("signUpRules")
          .withSearchIndex("search_value", (q) => q.search("value", search).eq("kind", kind))
      : rulesOf(ctx, kind);
    return await found.paginate(paginationOpts);
  },
});

/** The domains that `BLOCKED_EMAIL_DOMAINS` blocks, which no rule lifts. */
export const alwaysBlocked = adminQuery({
  args: {},
  returns: v.array(v.string()),
  handler: () => Promise.resolve(domainsIn(env.BLOCKED_EMAIL_DOMAINS)),
});

/** Adds a sign-up rule; one that is there already stays as it is. */
export const addRule = adminMutation({
  args: { kind: vRuleKind, value: v.string() },
  returns: v.id("signUpRules"),
  handler: async (ctx, { kind, value }) => {
    const rule = normalizeRule(kind, value);
    requireOthers(rule, ctx.user);
    const existing = await findRule(ctx, rule.kind, rule.value);
    return existing?._id ?? (await ctx.db.insert("signUpRules", rule));
  },
});

/** Removes a sign-up rule. */
export const removeRule = adminMutation({
  args: { ruleId: v.id("signUpRules") },
  returns: v.null(),
  handler: async (ctx, { ruleId }) => {
    const rule = await ctx.db.get("signUpRules", ruleId);
    if (rule) await ctx.db.delete("signUpRules", ruleId);
    return null;
  },
});

async function requirePerson(ctx: QueryCtx, userId: Id<"users">): Promise<Doc<"users">> {
  const user = await ctx.db.get("users", userId);
  if (!user) throw refusal("notFound", "That person is no longer there.");
  return user;
}

function rulesByBlocking(ctx: QueryCtx, blockedUserId: string, value?: string) {
  return ctx.db.query("signUpRules").withIndex("by_blockedUserId_and_value", (q) => {
    const range = q.eq("blockedUserId", blockedUserId);
    return value === undefined ? range : range.eq("value", value);
  });
}

function rulesAgainst({ email, workosId }: Doc<"users">) {
  // A row that has no profile yet has no email address.
  const values = [workosId, normalizeEmail(email)].filter((value) => value !== null);
  return values.map((value) => ({ kind: "blockedPerson" as const, value }));
}
