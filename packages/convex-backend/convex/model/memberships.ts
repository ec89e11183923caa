import type { MutationCtx } from "../_generated/server";
import type { EventOf } from "./events";
import { findByWorkosId, findMembership } from "./lookups";
import { saveRow, toMilliseconds } from "./rows";

type MembershipEvent = EventOf<
  "organization_membership.created" | "organization_membership.updated"
>;

/** Creates or updates the row of a membership. */
export async function saveMembership(ctx: MutationCtx, event: MembershipEvent): Promise<void> {
  const { id, userId, organizationId, organizationName, createdAt } = event.data;
  const existing = await findMembership(ctx, userId, organizationId);
  if (existing && existing.workosId !== id) {
    // Somebody who left and came back has a new membership, and nothing of the old one counts.
    const later = toMilliseconds(createdAt) - existing.createdAt;
    if (later < 0 || (later === 0 && id < existing.workosId)) return;
    await ctx.db.delete("memberships", existing._id);
  }
  await saveRow(ctx, "memberships", event);
  const isSaved = (await findByWorkosId(ctx, "memberships", id)) !== null;
  if (!isSaved || (await findByWorkosId(ctx, "organizations", organizationId))) return;
  // Its event is late. Without `updatedAt`, any event is later.
  await ctx.db.insert("organizations", { workosId: organizationId, name: organizationName });
}

/** Deletes a membership for good. */
export async function deleteMembership(ctx: MutationCtx, workosId: string): Promise<void> {
  if (await findByWorkosId(ctx, "tombstones", workosId)) return;
  await ctx.db.insert("tombstones", { workosId, hasDataLeft: false });
  const membership = await findByWorkosId(ctx, "memberships", workosId);
  if (membership) await ctx.db.delete("memberships", membership._id);
}
