import { paginationOptsValidator, paginationResultValidator } from "convex/server";
import { ConvexError, v } from "convex/values";
import { env } from "./_generated/server";
import { adminMutation, adminQuery } from "./functions";
import { domainsIn } from "./model/emailDomains";
import { findRule, normalizeRule, requireOthers } from "./model/signUpRules";
import schema, { vRuleKind } from "./schema";

const ruleDoc = schema.tables.signUpRules.validator.extend({
  _id: v.id("signUpRules"),
  _creationTime: v.number(),
});

/** The sign-up rules of a kind, in alphabetical order. */
export const list = adminQuery({
  args: { kind: vRuleKind, paginationOpts: paginationOptsValidator },
  returns: paginationResultValidator(ruleDoc),
  handler: async (ctx, { kind, paginationOpts }) =>
    await ctx.db
      .query("signUpRules")
      .withIndex("by_kind_and_value", (q) => q.eq("kind", kind))
      .paginate(paginationOpts),
});

/** The domains that `BLOCKED_EMAIL_DOMAINS` blocks, which no rule lifts. */
export const alwaysBlocked = adminQuery({
  args: {},
  returns: v.array(v.string()),
  handler: () => Promise.resolve(domainsIn(env.BLOCKED_EMAIL_DOMAINS)),
});

/** Adds a sign-up rule; one that is there already stays as it is. */
export const add = adminMutation({
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
export const remove = adminMutation({
  args: { ruleId: v.id("signUpRules") },
  returns: v.null(),
  handler: async (ctx, { ruleId }) => {
    if (!(await ctx.db.get("signUpRules", ruleId))) {
      throw new ConvexError("That rule is no longer there.");
    }
    await ctx.db.delete("signUpRules", ruleId);
    return null;
  },
});
