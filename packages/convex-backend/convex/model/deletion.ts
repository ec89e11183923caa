import { internal } from "../_generated/api";
import type { MutationCtx } from "../_generated/server";
import { findByWorkosId } from "./lookups";

/** Deletes a user or an organization for good, and begins to delete what belongs to it. */
export async function deleteOwner(
  ctx: MutationCtx,
  table: "users" | "organizations",
  workosId: string,
): Promise<void> {
  if (await findByWorkosId(ctx, "tombstones", workosId)) return;
  const row = await findByWorkosId(ctx, table, workosId);
  if (row) await ctx.db.delete(table, row._id);
  const tombstone = { workosId, ownerId: row?._id, hasDataLeft: true };
  const tombstoneId = await ctx.db.insert("tombstones", tombstone);
  await ctx.runMutation(internal.cleanup.deleteBelongings, { tombstoneId });
}

export async function deleteMembership(ctx: MutationCtx, workosId: string): Promise<void> {
  if (await findByWorkosId(ctx, "tombstones", workosId)) return;
  await ctx.db.insert("tombstones", { workosId, hasDataLeft: false });
  const membership = await findByWorkosId(ctx, "memberships", workosId);
  if (membership) await ctx.db.delete("memberships", membership._id);
}

export async function deleteInvitation(ctx: MutationCtx, workosId: string): Promise<void> {
  const invitation = await findByWorkosId(ctx, "invitations", workosId);
  if (invitation) await ctx.db.delete("invitations", invitation._id);
}
