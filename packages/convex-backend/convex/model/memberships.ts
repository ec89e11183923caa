import type { Doc } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { getTombstone } from "./deletion";
import type { EventOf } from "./events";
import { getOrganization } from "./organizationRows";
import { compareVersions, toMilliseconds, versionOf } from "./versions";

type MembershipEvent = EventOf<
  "organization_membership.created" | "organization_membership.updated"
>;

/** The membership of a user in an organization, of whatever status. */
export function getMembership(
  ctx: QueryCtx,
  workosUserId: string,
  workosOrganizationId: string,
): Promise<Doc<"memberships"> | null> {
  return ctx.db
    .query("memberships")
    .withIndex("by_workosUserId_and_workosOrganizationId", (q) =>
      q.eq("workosUserId", workosUserId).eq("workosOrganizationId", workosOrganizationId),
    )
    .unique();
}

/** What an event changes about the row of a membership; `null` for nothing. */
export async function findMembershipChange(ctx: QueryCtx, event: MembershipEvent) {
  const { id, userId, organizationId, status, role, roles = [role], createdAt } = event.data;
  for (const deleted of [id, userId, organizationId]) {
    if (await getTombstone(ctx, deleted)) return null;
  }
  const fields = {
    ...{ workosMembershipId: id, workosUserId: userId, workosOrganizationId: organizationId },
    ...{ status, role: role.slug, roles: roles.map(({ slug }) => slug).sort() },
    ...{ createdAt: toMilliseconds(createdAt), ...versionOf(event) },
  };
  const existing = await getMembership(ctx, userId, organizationId);
  if (!existing || existing.workosMembershipId === id) return compareVersions(existing, fields);
  // Somebody who left and came back has a new membership, and nothing of the old one counts.
  const isNewer =
    fields.createdAt === existing.createdAt
      ? id > existing.workosMembershipId
      : fields.createdAt > existing.createdAt;
  return isNewer ? { existing, fields, isSame: false } : null;
}

/** Creates or updates the row of a membership. */
export async function saveMembership(ctx: MutationCtx, event: MembershipEvent): Promise<void> {
  const change = await findMembershipChange(ctx, event);
  if (!change) return;
  const { existing, fields } = change;
  if (existing) await ctx.db.patch("memberships", existing._id, fields);
  else await ctx.db.insert("memberships", fields);
  const { workosOrganizationId } = fields;
  if (await getOrganization(ctx, workosOrganizationId)) return;
  // Its event is late. Without `updatedAt`, any event is later.
  const name = event.data.organizationName;
  await ctx.db.insert("organizations", { workosOrganizationId, name });
}

/** Deletes a membership for good. */
export async function deleteMembership(ctx: MutationCtx, id: string): Promise<void> {
  if (await getTombstone(ctx, id)) return;
  await ctx.db.insert("tombstones", { workosId: id, hasDataLeft: false });
  const membership = await ctx.db
    .query("memberships")
    .withIndex("by_workosMembershipId", (q) => q.eq("workosMembershipId", id))
    .unique();
  if (membership) await ctx.db.delete("memberships", membership._id);
}
