import type { WithoutSystemFields } from "convex/server";
import type { Doc } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { vInvitationState } from "../schema";
import { KEPT_MS } from "./deletion";
import type { EventOf } from "./events";
import { findByWorkosId, type KeptTable } from "./lookups";
import { createUser, displayName } from "./users";

type DataOf = {
  users: EventOf<"user.updated">["data"];
  organizations: EventOf<"organization.updated">["data"];
  memberships: EventOf<"organization_membership.updated">["data"];
  invitations: EventOf<"invitation.created">["data"];
};
type Row<Table extends KeptTable> = WithoutSystemFields<Doc<Table>>;
type Fields<Table extends KeptTable> = Omit<Row<Table>, "workosId" | "updatedAt" | "asOf">;
type About = { id: string; userId?: string; organizationId?: string | null };
type KeptEvent<Table extends KeptTable> = { id: string; createdAt: string; data: DataOf[Table] };

/** What a row has of WorkOS's object; `null` for one that is not kept. */
const fieldsOf: { [Table in KeptTable]: (data: DataOf[Table]) => Fields<Table> | null } = {
  users: (user) => ({ email: user.email, name: displayName(user) }),

  organizations: ({ name }) => ({ name }),

  memberships: ({ userId, organizationId, status, role, roles = [role], createdAt }) => ({
    workosUserId: userId,
    workosOrganizationId: organizationId,
    status,
    role: role.slug,
    roles: roles.map(({ slug }) => slug).sort(),
    createdAt: toMilliseconds(createdAt),
  }),

  invitations: ({ organizationId, email, roleSlug, state, ...data }) => {
    // WorkOS may have states that are not there yet.
    const isKnown = vInvitationState.members.some(({ value }) => value === state);
    const createdAt = toMilliseconds(data.createdAt);
    // cleanup.ts has deleted it, and reconcile.ts must not bring it back.
    const isOld = createdAt > 0 && createdAt < Date.now() - KEPT_MS;
    if (organizationId === null || !isKnown || isOld) return null;
    const expiresAt = toMilliseconds(data.expiresAt);
    return {
      workosOrganizationId: organizationId,
      email,
      role: roleSlug,
      state,
      createdAt,
      expiresAt,
    };
  },
};

/**
 * What an event changes about a row. `isSame`: nothing but when WorkOS said so.
 *
 * @returns `null` when the row has a later state, or what the event is about was deleted
 */
export async function findChange<Table extends KeptTable>(
  ctx: QueryCtx,
  table: Table,
  event: KeptEvent<Table>,
) {
  const { id, userId, organizationId }: About = event.data;
  for (const workosId of [id, userId, organizationId]) {
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
  const has: Record<string, unknown> = row;
  const isSame = Object.entries(fresh).every(
    ([name, value]) => name === "asOf" || JSON.stringify(has[name]) === JSON.stringify(value),
  );
  return { row, fresh, isSame };
}

/** Creates or updates the row of what an event is about. */
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

/** When an event was sent, then its id: text that sorts by time. */
export function asOf({ createdAt, id }: { createdAt: string; id: string }): string {
  return `${createdAt} ${id}`;
}

/** A WorkOS timestamp in milliseconds; 0 when it is none. */
export function toMilliseconds(timestamp: string | null): number {
  return Date.parse(timestamp ?? "") || 0;
}
