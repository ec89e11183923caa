import { ConvexError } from "convex/values";
import type { Doc } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { createList, deleteList } from "./lists";

/** What we use of a WorkOS user (https://workos.com/docs/reference/authkit/user). */
export type WorkOSUser = {
  id: string;
  email: string;
  name?: string | null;
  firstName?: string | null;
  lastName?: string | null;
};

/** A name to show. WorkOS sends `null` for each part that a person did not give. */
export function displayName(user: WorkOSUser): string {
  const fullName = [user.firstName, user.lastName].filter(Boolean).join(" ");
  return user.name?.trim() || fullName.trim() || user.email;
}

/** The signed-in person's row; `null` when nobody is signed in, or the row is not there yet. */
export async function getUser(ctx: QueryCtx): Promise<Doc<"users"> | null> {
  const identity = await ctx.auth.getUserIdentity();
  return identity && (await getUserByWorkOSId(ctx, identity.subject));
}

/**
 * The signed-in person's row.
 *
 * @throws ConvexError when nobody is signed in, or while WorkOS's `user.created` is still on its way
 */
export async function requireUser(ctx: QueryCtx): Promise<Doc<"users">> {
  const identity = await ctx.auth.getUserIdentity();
  if (!identity) {
    throw new ConvexError("Sign in first.");
  }
  const user = await getUserByWorkOSId(ctx, identity.subject);
  if (!user) {
    throw new ConvexError("Your account is still being set up. Try again in a moment.");
  }
  return user;
}

/** Makes or updates the row of a WorkOS user; a new one starts with a first list. */
export async function upsertUser(ctx: MutationCtx, workosUser: WorkOSUser): Promise<void> {
  const fields = { email: workosUser.email, name: displayName(workosUser) };
  const existing = await getUserByWorkOSId(ctx, workosUser.id);
  if (existing) {
    await ctx.db.patch("users", existing._id, fields);
    return;
  }
  const ownerId = await ctx.db.insert("users", { workosUserId: workosUser.id, ...fields });
  await createList(ctx, ownerId, "My first list");
}

/** Deletes the row of a WorkOS user and all that is theirs. */
export async function deleteUser(ctx: MutationCtx, workosUserId: string): Promise<void> {
  const user = await getUserByWorkOSId(ctx, workosUserId);
  if (!user) return;
  const lists = ctx.db.query("lists").withIndex("by_ownerId", (q) => q.eq("ownerId", user._id));
  for await (const list of lists) {
    await deleteList(ctx, list._id);
  }
  await ctx.db.delete("users", user._id);
}

function getUserByWorkOSId(ctx: QueryCtx, workosUserId: string): Promise<Doc<"users"> | null> {
  return ctx.db
    .query("users")
    .withIndex("by_workosUserId", (q) => q.eq("workosUserId", workosUserId))
    .unique();
}
