import type { Doc } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { vInvitationState } from "../schema";
import { deleteData, getTombstone } from "./deletion";
import type { EventOf } from "./events";
import { compareVersions, toMilliseconds, versionOf } from "./versions";

type OrganizationEvent = EventOf<"organization.created" | "organization.updated">;
type InvitationEvent = EventOf<
  "invitation.created" | "invitation.accepted" | "invitation.revoked" | "invitation.resent"
>;

/** The row of a WorkOS organization. */
export function getOrganization(
  ctx: QueryCtx,
  workosOrganizationId: string,
): Promise<Doc<"organizations"> | null> {
  return ctx.db
    .query("organizations")
    .withIndex("by_workosOrganizationId", (q) => q.eq("workosOrganizationId", workosOrganizationId))
    .unique();
}

/** What an event changes about the row of an organization; `null` for nothing. */
export async function findOrganizationChange(ctx: QueryCtx, event: OrganizationEvent) {
  const { id, name } = event.data;
  if (await getTombstone(ctx, id)) return null;
  return compareVersions(await getOrganization(ctx, id), { name, ...versionOf(event) });
}

/** Creates or updates the row of a WorkOS organization. */
export async function saveOrganization(ctx: MutationCtx, event: OrganizationEvent): Promise<void> {
  const change = await findOrganizationChange(ctx, event);
  if (!change) return;
  const { existing, fields } = change;
  if (existing) await ctx.db.patch("organizations", existing._id, fields);
  else await ctx.db.insert("organizations", { workosOrganizationId: event.data.id, ...fields });
}

/** Deletes an organization for good, with its memberships, invitations and lists. */
export async function deleteOrganization(ctx: MutationCtx, id: string): Promise<void> {
  if (await getTombstone(ctx, id)) return;
  const organization = await getOrganization(ctx, id);
  if (organization) await ctx.db.delete("organizations", organization._id);
  await deleteData(ctx, id, organization?._id);
}

/** Creates or updates the row of an invitation to an organization. */
export async function saveInvitation(ctx: MutationCtx, event: InvitationEvent): Promise<void> {
  const { id, organizationId, email, roleSlug, state, createdAt, expiresAt } = event.data;
  if (organizationId === null || (await getTombstone(ctx, organizationId))) return;
  // WorkOS may have states that are not there yet.
  if (!vInvitationState.members.some(({ value }) => value === state)) return;
  const existing = await ctx.db
    .query("invitations")
    .withIndex("by_workosInvitationId", (q) => q.eq("workosInvitationId", id))
    .unique();
  const change = compareVersions(existing, {
    ...{ workosInvitationId: id, workosOrganizationId: organizationId, email, role: roleSlug },
    ...{ state, createdAt: toMilliseconds(createdAt), expiresAt: toMilliseconds(expiresAt) },
    ...versionOf(event),
  });
  if (!change) return;
  if (existing) await ctx.db.patch("invitations", existing._id, change.fields);
  else await ctx.db.insert("invitations", change.fields);
}
