import type { Doc } from "../_generated/dataModel";
import type { QueryCtx } from "../_generated/server";

export type KeptTable = "users" | "organizations" | "memberships" | "invitations";

export async function findByWorkosId<Table extends KeptTable | "tombstones">(
  ctx: QueryCtx,
  table: Table,
  workosId: string,
): Promise<Doc<Table> | null> {
  const row = await ctx.db
    .query(table as KeptTable)
    .withIndex("by_workosId", (q) => q.eq("workosId", workosId))
    .unique();
  return row as Doc<Table> | null;
}

export function findMembership(ctx: QueryCtx, userId: string, organizationId: string) {
  return ctx.db
    .query("memberships")
    .withIndex("by_workosUserId_and_workosOrganizationId", (q) =>
      q.eq("workosUserId", userId).eq("workosOrganizationId", organizationId),
    )
    .unique();
}

export function findSession(ctx: QueryCtx, sessionId: string) {
  return ctx.db
    .query("sessions")
    .withIndex("by_sessionId", (q) => q.eq("sessionId", sessionId))
    .unique();
}
