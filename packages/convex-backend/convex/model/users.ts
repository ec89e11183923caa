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
  /** When WorkOS said all this, and in which event: text that sorts by time. */
  toldAt: string;
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

/**
 * Makes or updates the row of a WorkOS user, in whatever order the news come: what is older than what
 * we have changes nothing, and nobody comes back who was deleted.
 *
 * @returns whether it was later than what we had
 */
export async function saveUser(ctx: MutationCtx, workosUser: WorkOSUser): Promise<boolean> {
  const news = await newsOf(ctx, workosUser);
  if (!news) return false;
  const { existing, fields } = news;
  if (existing) await ctx.db.patch("users", existing._id, fields);
  else await insertUser(ctx, { workosUserId: workosUser.id, ...fields });
  return true;
}

/** What WorkOS says of a user later than their row does, or that there is no row of; or `null`. */
export async function newsOf(ctx: QueryCtx, workosUser: WorkOSUser) {
  if (await getTombstone(ctx, workosUser.id)) return null;
  const { email, toldAt } = workosUser;
  const updatedAt = Date.parse(workosUser.updatedAt ?? "") || 0;
  const fields = { email: email ?? "", name: displayName(workosUser), updatedAt, toldAt };
  const existing = await getUserByWorkOSId(ctx, workosUser.id);
  if (!existing) return { existing, fields, isSame: false };
  const isLater =
    updatedAt === existing.updatedAt
      ? toldAt > (existing.toldAt ?? "")
      : updatedAt > (existing.updatedAt ?? -1);
  if (!isLater) return null;
  const names = ["email", "name", "updatedAt"] as const;
  return { existing, fields, isSame: names.every((name) => existing[name] === fields[name]) };
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
