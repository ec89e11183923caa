import type { UserIdentity } from "convex/server";
import { ConvexError, v, type Infer } from "convex/values";
import type { Doc } from "../_generated/dataModel";
import type { QueryCtx } from "../_generated/server";
import { hasEnded } from "./sessions";
import { isBlockedPerson } from "./signUpRules";
import { getTombstone, getUserByWorkOSId } from "./users";

/** The person who calls, as functions get them. */
export type User = Doc<"users">;

/** Why somebody may not act, for a program to go by. */
export const vRefusalReason = v.union(
  v.literal("signedOut"),
  v.literal("deleted"),
  v.literal("blocked"),
  v.literal("sessionEnded"),
  v.literal("beingSetUp"),
);

type RefusalReason = Infer<typeof vRefusalReason>;

const sentences: Record<RefusalReason, string> = {
  signedOut: "Sign in first.",
  deleted: "Your account was deleted.",
  blocked: "Your account is blocked.",
  sessionEnded: "Your session has ended. Sign in again.",
  beingSetUp: "Your account is still being set up. Try again in a moment.",
};

/** The signed-in person, or why they may not act, with the sentence that tells them. */
export type Standing = { user: User } | { refusal: string; reason: RefusalReason };

/** Where the person who calls stands. Deleting, blocking and signing out take effect here, at once. */
export async function standingOf(ctx: QueryCtx): Promise<Standing> {
  const identity = await ctx.auth.getUserIdentity();
  const user = identity && (await getUserByWorkOSId(ctx, identity.subject));
  const reason = identity ? await whyRefused(ctx, identity, user) : "signedOut";
  if (reason) return { refusal: sentences[reason], reason };
  return user ? { user } : { refusal: sentences.beingSetUp, reason: "beingSetUp" };
}

async function whyRefused(
  ctx: QueryCtx,
  { subject, email = "", sid }: UserIdentity,
  user: User | null,
): Promise<RefusalReason | null> {
  if (!user && (await getTombstone(ctx, subject))) return "deleted";
  if (await isBlockedPerson(ctx, user ?? { email, workosUserId: subject })) return "blocked";
  return typeof sid === "string" && (await hasEnded(ctx, sid)) ? "sessionEnded" : null;
}

/** @throws ConvexError with the sentence for them, unless somebody is signed in who may act */
export async function requireUser(ctx: QueryCtx): Promise<User> {
  const standing = await standingOf(ctx);
  if ("refusal" in standing) throw new ConvexError(standing.refusal);
  return standing.user;
}
