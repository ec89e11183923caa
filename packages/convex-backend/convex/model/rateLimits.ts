import { MINUTE, RateLimiter } from "@convex-dev/rate-limiter";
import { ConvexError } from "convex/values";
import { components } from "../_generated/api";
import type { MutationCtx } from "../_generated/server";

const rateLimiter = new RateLimiter(components.rateLimiter, {
  /** Far more than anybody changes by hand. */
  changes: { kind: "token bucket", rate: 120, period: MINUTE, capacity: 300 },
  /** A request to WorkOS, which takes seconds at most. */
  profileFetches: { kind: "token bucket", rate: 1, period: MINUTE },
});

/** @throws ConvexError with a sentence, when a person changes more than they may in a while */
export async function limitChanges(ctx: MutationCtx, workosUserId: string): Promise<void> {
  const { ok, retryAfter } = await rateLimiter.limit(ctx, "changes", { key: workosUserId });
  if (ok) return;
  const seconds = Math.ceil(retryAfter / 1000);
  throw new ConvexError(`That was too much at once. Try again in ${seconds} s.`);
}

/** Whether WorkOS may be asked for a person's profile: not while an answer may be on its way. */
export async function mayFetchProfile(ctx: MutationCtx, workosUserId: string): Promise<boolean> {
  return (await rateLimiter.limit(ctx, "profileFetches", { key: workosUserId })).ok;
}

/** Deletes what is kept here of a person. */
export async function forgetLimits(ctx: MutationCtx, workosUserId: string): Promise<void> {
  await rateLimiter.reset(ctx, "changes", { key: workosUserId });
  await rateLimiter.reset(ctx, "profileFetches", { key: workosUserId });
}
