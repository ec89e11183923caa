import type { WithoutSystemFields } from "convex/server";
import { compareValues } from "convex/values";
import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { vInvitationState } from "../schema";
import { textIn } from "./convexValues";
import type { EventOf } from "./events";
import { findByWorkosId, findMembership, findSession, type KeptTable } from "./lookups";
import { isObject } from "./signedRequests";
import { createUser, displayName } from "./users";

/** How long sign-in activity, invitations and tombstones are kept: far longer than a token is valid. */
export const KEPT_MS = 90 * 24 * 60 * 60 * 1000;

type DataOf = {
  users: EventOf<"user.updated">["data"];
  organizations: EventOf<"organization.updated">["data"];
  memberships: EventOf<"organization_membership.updated">["data"];
  invitations: EventOf<"invitation.created">["data"];
};
type FieldsOf<Table extends KeptTable> = Omit<
  WithoutSystemFields<Doc<Table>>,
  "workosId" | "updatedAt" | "asOf"
>;
type KeptEvent<Table extends KeptTable> = { id: string; createdAt: string; data: DataOf[Table] };

/** What a row has of WorkOS's object; `null` for one that is not kept. */
const fieldsOf: { [Table in KeptTable]: (data: DataOf[Table]) => FieldsOf<Table> | null } = {
  users: (user) => ({ email: textIn(user.email), name: displayName(user) }),
  organizations: ({ name }) => ({ name: textIn(name) }),
  memberships: ({ userId, organizationId, status, role, roles, createdAt }) => ({
    workosUserId: userId,
    workosOrganizationId: organizationId,
    status: textIn(status),
    role: slugOf(role),
    roles: (Array.isArray(roles) ? roles : [role]).map(slugOf).sort(),
    createdAt: toMilliseconds(createdAt),
  }),
  invitations: ({ organizationId, email, roleSlug, state, ...data }) => {
    const createdAt = toMilliseconds(data.createdAt);
    const isOld = createdAt > 0 && createdAt < Date.now() - KEPT_MS;
    // WorkOS may have states that are not there yet.
    const isKnown = vInvitationState.members.some(({ value }) => value === state);
    if (!textIn(organizationId) || isOld || !isKnown) return null;
    return {
      workosOrganizationId: textIn(organizationId),
      email: textIn(email),
      role: textIn(roleSlug) || null,
      state,
      createdAt,
      expiresAt: toMilliseconds(data.expiresAt),
    };
  },
};

/** What an event changes about a row; `null` if the row is later, or what it is about was deleted. */
export async function findChange<Table extends KeptTable>(
  ctx: QueryCtx,
  table: Table,
  event: KeptEvent<Table>,
) {
  const { id, ...of }: { id: string; userId?: string; organizationId?: string | null } = event.data;
  for (const workosId of [id, of.userId, of.organizationId]) {
    if (workosId && (await findByWorkosId(ctx, "tombstones", workosId))) return null;
  }
  const fields = fieldsOf[table](event.data);
  if (!fields) return null;
  const updatedAt = toMilliseconds(event.data.updatedAt);
  const fresh = { workosId: id, ...fields, updatedAt, asOf: asOf(event) };
  const row = await findByWorkosId<KeptTable>(ctx, table, id);
  if (!row) return { row, fresh, isSame: false };
  const isLater =
    updatedAt === row.updatedAt ? fresh.asOf > (row.asOf ?? "") : updatedAt > (row.updatedAt ?? -1);
  if (!isLater) return null;
  const isSame = compareValues({ ...row, ...fresh, asOf: row.asOf }, row) === 0;
  return { row, fresh, isSame };
}

export async function saveRow<Table extends KeptTable>(
  ctx: MutationCtx,
  table: Table,
  event: KeptEvent<Table>,
): Promise<void> {
  const change = await findChange(ctx, table, event);
  if (!change) return;
  // TypeScript does not see that the fields are those of the table.
  const fresh = change.fresh as never;
  if (change.row) await ctx.db.patch(table, change.row._id as never, fresh);
  else if (table === "users") await createUser(ctx, fresh);
  else await ctx.db.insert(table, fresh);
}

/** Creates or updates the row of a membership, the only one of its user and organization. */
export async function saveMembership(
  ctx: MutationCtx,
  event: EventOf<"organization_membership.created" | "organization_membership.updated">,
): Promise<void> {
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
  const name = textIn(organizationName);
  await ctx.db.insert("organizations", { workosId: organizationId, name });
}

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

/** Saves that a session started or ended. An end that arrived before the start stays. */
export async function saveSession(
  ctx: MutationCtx,
  { event, data }: EventOf<"session.created" | "session.revoked">,
): Promise<void> {
  const endedAt = event === "session.revoked" ? toMilliseconds(data.endedAt) || Date.now() : null;
  const existing = await findSession(ctx, data.id);
  if (existing) {
    if (existing.endedAt === null) await ctx.db.patch("sessions", existing._id, { endedAt });
    return;
  }
  if (await findByWorkosId(ctx, "tombstones", data.userId)) return;
  await ctx.db.insert("sessions", {
    sessionId: data.id,
    workosUserId: data.userId,
    startedAt: toMilliseconds(data.createdAt) || Date.now(),
    endedAt,
    ipAddress: textIn(data.ipAddress) || null,
    userAgent: textIn(data.userAgent) || null,
    authMethod: textIn(data.authMethod) || null,
  });
}

function slugOf(role: unknown): string {
  return isObject(role) ? textIn(role.slug) : "";
}

/** When an event was sent, then its id: text that sorts by time. */
export function asOf({ createdAt, id }: { createdAt: string; id: string }): string {
  return `${createdAt} ${id}`;
}

/** A WorkOS timestamp in milliseconds; 0 when it is none. */
function toMilliseconds(timestamp: unknown): number {
  return Date.parse(textIn(timestamp)) || 0;
}
