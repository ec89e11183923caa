import { HOUR, MINUTE, RateLimiter } from "@convex-dev/rate-limiter";
import { components } from "../_generated/api";
import type { MutationCtx } from "../_generated/server";
import { refusal } from "./errors";

export const rateLimiter = new RateLimiter(components.rateLimiter, {
  /** Far more than anybody changes by hand. */
  changes: { kind: "token bucket", rate: 120, period: MINUTE, capacity: 300 },
  /** What WorkOS does at a user's request, such as sending invitations. */
  workosRequests: { kind: "token bucket", rate: 60, period: HOUR, capacity: 60 },
  /** Not while an answer may be on its way. */
  profileFetches: { kind: "token bucket", rate: 1, period: MINUTE },
});

/** @throws ConvexError when a user does this more often than they may */
export async function limit(
  ctx: MutationCtx,
  what: "changes" | "workosRequests",
  workosId: string,
): Promise<void> {
  const { ok, retryAfter } = await rateLimiter.limit(ctx, what, { key: workosId });
  if (ok) return;
  const seconds = Math.ceil(retryAfter / 1000);
  throw refusal("rateLimited", `That was too much at once. Try again in ${seconds} s.`);
}
