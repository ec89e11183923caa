import { ConvexError } from "convex/values";
import type { Doc } from "../_generated/dataModel";
import type { QueryCtx } from "../_generated/server";
import { isBlockedPerson } from "./signUpRules";
import { getUserByWorkOSId, whyNoRow } from "./users";

/** The person who calls, as functions get them. */
export type User = Doc<"users">;

/** The signed-in person, or the sentence that tells them why they may not act. */
export type Standing = { user: User } | { refusal: string };

/** Where the person who calls stands. Blocking and deleting take effect here, at once. */
export async function standingOf(ctx: QueryCtx): Promise<Standing> {
  const identity = await ctx.auth.getUserIdentity();
  if (!identity) return { refusal: "Sign in first." };
  const user = await getUserByWorkOSId(ctx, identity.subject);
  if (!user) return { refusal: await whyNoRow(ctx, identity.subject) };
  if (await isBlockedPerson(ctx, user)) return { refusal: "Your account is blocked." };
  return { user };
}

/** @throws ConvexError with the sentence for them, unless somebody is signed in who may act */
export async function requireUser(ctx: QueryCtx): Promise<User> {
  const standing = await standingOf(ctx);
  if ("refusal" in standing) throw new ConvexError(standing.refusal);
  return standing.user;
}
