import type { UserIdentity } from "convex/server";
import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { displayName } from "./displayName";
import { createList } from "./lists";
import { deleteSomeData } from "./userData";

/** What we use of a WorkOS user (https://workos.com/docs/reference/authkit/user). */
export type WorkOSUser = {
  id: string;
  email?: string | null;
  name?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  updatedAt?: string | null;
};

/** The row of a WorkOS user. */
export function getUserByWorkOSId(
  ctx: QueryCtx,
  workosUserId: string,
): Promise<Doc<"users"> | null> {
  return ctx.db
    .query("users")
    .withIndex("by_workosUserId", (q) => q.eq("workosUserId", workosUserId))
    .unique();
}

/** The tombstone of a WorkOS user who was deleted. */
export function getTombstone(
  ctx: QueryCtx,
  workosUserId: string,
): Promise<Doc<"deletedUsers"> | null> {
  return ctx.db
    .query("deletedUsers")
    .withIndex("by_workosUserId", (q) => q.eq("workosUserId", workosUserId))
    .unique();
}

/** Why somebody who is signed in has no row, as a sentence for them. */
export async function whyNoRow(ctx: QueryCtx, workosUserId: string): Promise<string> {
  return (await getTombstone(ctx, workosUserId))
    ? "Your account was deleted."
    : "Your account is still being set up. Try again in a moment.";
}

/**
 * Makes or updates the row of a WorkOS user, in whatever order the news come: what is older than what
 * we have changes nothing, and nobody comes back who was deleted. Of two that are equally old the one
 * that comes last counts, so what WorkOS's API says mends whatever is wrong.
 *
 * @returns whether that changed anything
 */
export async function saveUser(ctx: MutationCtx, workosUser: WorkOSUser): Promise<boolean> {
  const news = await newsOf(ctx, workosUser);
  if (!news) return false;
  const { existing, fields } = news;
  if (existing) await ctx.db.patch("users", existing._id, fields);
  else await insertUser(ctx, { workosUserId: workosUser.id, ...fields });
  return true;
}

/** What WorkOS says of a user that their row does not say, or that there is no row of; or `null`. */
export async function newsOf(ctx: QueryCtx, workosUser: WorkOSUser) {
  if (await getTombstone(ctx, workosUser.id)) return null;
  const updatedAt = Date.parse(workosUser.updatedAt ?? "") || 0;
  const fields = { email: workosUser.email ?? "", name: displayName(workosUser), updatedAt };
  const existing = await getUserByWorkOSId(ctx, workosUser.id);
  if (!existing) return { existing, fields };
  if ((existing.updatedAt ?? -1) > updatedAt) return null;
  const names = Object.keys(fields) as (keyof typeof fields)[];
  const isSame = names.every((name) => existing[name] === fields[name]);
  return isSame ? null : { existing, fields };
}

/**
 * Makes the row of somebody whose access token we have, and no news yet: WorkOS's events may come
 * later, or never. Nobody comes back who was deleted.
 */
export async function ensureUser(ctx: MutationCtx, identity: UserIdentity): Promise<void> {
  const workosUserId = identity.subject;
  if (await getUserByWorkOSId(ctx, workosUserId)) return;
  if (await getTombstone(ctx, workosUserId)) return;
  // The token has neither by default; without `updatedAt`, whatever WorkOS says is news.
  const email = identity.email ?? "";
  await insertUser(ctx, { workosUserId, email, name: identity.name ?? email });
}

/** Makes a row. The only place that does, so what a new person starts with happens exactly once. */
async function insertUser(
  ctx: MutationCtx,
  fields: Omit<Doc<"users">, "_id" | "_creationTime">,
): Promise<Id<"users">> {
  const ownerId = await ctx.db.insert("users", fields);
  await createList(ctx, ownerId, "My first list");
  return ownerId;
}

/** Deletes the row of a WorkOS user for good, and then all that is theirs. */
export async function deleteUser(ctx: MutationCtx, workosUserId: string): Promise<void> {
  if (await getTombstone(ctx, workosUserId)) return;
  const user = await getUserByWorkOSId(ctx, workosUserId);
  const tombstoneId = await ctx.db.insert("deletedUsers", {
    workosUserId,
    ownerId: user?._id,
    hasDataLeft: true,
  });
  if (user) await ctx.db.delete("users", user._id);
  await deleteSomeData(ctx, tombstoneId);
}
