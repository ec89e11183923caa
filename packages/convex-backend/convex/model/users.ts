import type { UserIdentity } from "convex/server";
import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { deleteData, getTombstone } from "./deletion";
import type { EventOf } from "./events";
import { createList } from "./listOwners";
import { compareVersions, versionOf } from "./versions";

type UserEvent = EventOf<"user.created" | "user.updated">;

/** The row of a WorkOS user. */
export function getUser(ctx: QueryCtx, workosUserId: string): Promise<Doc<"users"> | null> {
  return ctx.db
    .query("users")
    .withIndex("by_workosUserId", (q) => q.eq("workosUserId", workosUserId))
    .unique();
}

/** What an event changes about the row of a user; `null` for nothing. */
export async function findUserChange(ctx: QueryCtx, event: UserEvent) {
  const { id, email } = event.data;
  if (await getTombstone(ctx, id)) return null;
  const fields = { email, name: displayName(event.data), ...versionOf(event) };
  return compareVersions(await getUser(ctx, id), fields);
}

/** Creates or updates the row of a WorkOS user. */
export async function saveUser(ctx: MutationCtx, event: UserEvent): Promise<void> {
  const change = await findUserChange(ctx, event);
  if (!change) return;
  const { existing, fields } = change;
  if (existing) await ctx.db.patch("users", existing._id, fields);
  else await insertUser(ctx, { workosUserId: event.data.id, ...fields });
}

/** Creates the row of a user whose access token we have, if there is none: the event may never come. */
export async function ensureUserRow(ctx: MutationCtx, identity: UserIdentity): Promise<void> {
  const workosUserId = identity.subject;
  if (await getUser(ctx, workosUserId)) return;
  if (await getTombstone(ctx, workosUserId)) return;
  // By default the token has neither. Without `updatedAt`, any event is later.
  const email = identity.email ?? "";
  await insertUser(ctx, { workosUserId, email, name: identity.name ?? email });
}

/** Creates a row. Nothing else does, so a new user gets what they start with exactly once. */
async function insertUser(
  ctx: MutationCtx,
  fields: Omit<Doc<"users">, "_id" | "_creationTime">,
): Promise<Id<"users">> {
  const ownerId = await ctx.db.insert("users", fields);
  await createList(ctx, ownerId, "My first list");
  return ownerId;
}

/** Deletes the row of a WorkOS user for good, and everything that belongs to them. */
export async function deleteUser(ctx: MutationCtx, workosUserId: string): Promise<void> {
  if (await getTombstone(ctx, workosUserId)) return;
  const user = await getUser(ctx, workosUserId);
  if (user) await ctx.db.delete("users", user._id);
  await deleteData(ctx, workosUserId, user?._id);
}

type Named = {
  email?: string;
  name?: string | null;
  firstName?: string | null;
  lastName?: string | null;
};

/** A name to show. WorkOS sends `null` for each part that a user did not give. */
export function displayName({ email = "", name, firstName, lastName }: Named): string {
  const fullName = [firstName, lastName].filter(Boolean).join(" ");
  return name?.trim() || fullName.trim() || email;
}
