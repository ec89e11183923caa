import type { User } from "@workos-inc/node";
import type { UserIdentity, WithoutSystemFields } from "convex/server";
import type { Doc } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { findByWorkosId } from "./lookups";

/** Creates the row of a user whose access token we have, if there is none: the event may never come. */
export async function ensureUserRow(ctx: MutationCtx, identity: UserIdentity): Promise<void> {
  const workosId = identity.subject;
  if (await findByWorkosId(ctx, "users", workosId)) return;
  if (await findByWorkosId(ctx, "tombstones", workosId)) return;
  // By default the token has neither. Without `updatedAt`, any event is later.
  const { email = "", name = email } = identity;
  await createUser(ctx, { workosId, email, name });
}

/** Creates a row. Nothing else does, so a new user gets what they start with exactly once. */
export async function createUser(
  ctx: MutationCtx,
  fields: WithoutSystemFields<Doc<"users">>,
): Promise<void> {
  const ownerId = await ctx.db.insert("users", fields);
  await ctx.db.insert("lists", { ownerId, name: "My first list" });
}

/** A name to show. WorkOS sends `null` for each part that a user did not give. */
export function displayName({
  email = "",
  name,
  firstName,
  lastName,
}: Partial<Pick<User, "email" | "name" | "firstName" | "lastName">>): string {
  const fullName = [firstName, lastName].filter(Boolean).join(" ");
  return name?.trim() || fullName.trim() || email;
}
