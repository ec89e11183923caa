import type { User } from "@workos-inc/node";
import type { WithoutSystemFields } from "convex/server";
import type { Doc } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { textIn } from "./convexValues";

/** Creates a row. Nothing else does, so a new user gets what they start with exactly once. */
export async function createUser(
  ctx: MutationCtx,
  fields: WithoutSystemFields<Doc<"users">>,
): Promise<void> {
  const ownerId = await ctx.db.insert("users", fields);
  await ctx.db.insert("lists", { ownerId, name: "My first list" });
}

/** A name to show. WorkOS sends `null` for each part that a user did not give. */
export function displayName({ email, name, firstName, lastName }: Partial<User>): string {
  const fullName = `${textIn(firstName)} ${textIn(lastName)}`;
  return textIn(name).trim() || fullName.trim() || textIn(email);
}
