import { NotFoundException, type WorkOS } from "@workos-inc/node";
import { literals } from "convex-helpers/validators";
import { v, type Infer } from "convex/values";
import { internal } from "./_generated/api";
import type { Doc } from "./_generated/dataModel";
import {
  internalAction,
  internalMutation,
  internalQuery,
  type ActionCtx,
  type MutationCtx,
  type QueryCtx,
} from "./_generated/server";
import { eventOf, vEvent } from "./model/events";
import { findByWorkosId } from "./model/lookups";
import { findChange } from "./model/rows";
import { workosApi } from "./model/workos";

const PAGE = 50;

/** Pages of one call: an action may take ten minutes. */
const PAGES_AT_ONCE = 50;

/** The API key of another environment knows none of our users, and removing takes their data along. */
const MAX_REMOVALS = 10;

/** What is being compared, and of which organization; where WorkOS's list goes on, and our rows. */
const vPlace = v.object({
  kind: literals("users", "organizations", "invitations", "memberships"),
  organizationId: v.string(),
  cursor: v.nullable(v.string()),
  comparedTo: v.string(),
});
type Place = Infer<typeof vPlace>;
const vRun = vPlace.extend({
  isFinished: v.boolean(),
  missing: v.number(),
  outdated: v.number(),
  gone: v.number(),
  removed: v.number(),
});
type Run = Infer<typeof vRun>;

const FIRST: Place = { kind: "users", organizationId: "", cursor: null, comparedTo: "" };
const START: Run = { ...FIRST, isFinished: false, missing: 0, outdated: 0, removed: 0, gone: 0 };

/** For each kind: WorkOS's list, whether WorkOS has an object, and the events that save and delete one. */
const kinds = {
  users: {
    list: ({ userManagement }: WorkOS, page: object) => userManagement.listUsers(page),
    get: ({ userManagement }: WorkOS, id: string) => userManagement.getUser(id),
    saved: "user.updated",
    deleted: "user.deleted",
  },
  organizations: {
    list: ({ organizations }: WorkOS, page: object) => organizations.listOrganizations(page),
    get: ({ organizations }: WorkOS, id: string) => organizations.getOrganization(id),
    saved: "organization.updated",
    deleted: "organization.deleted",
  },
  invitations: {
    list: ({ userManagement }: WorkOS, page: object) => userManagement.listInvitations(page),
    get: ({ userManagement }: WorkOS, id: string) => userManagement.getInvitation(id),
    saved: "invitation.created",
  },
  memberships: {
    list: ({ userManagement }: WorkOS, page: object, organizationId: string) =>
      userManagement.listOrganizationMemberships({
        ...page,
        organizationId,
        statuses: ["active", "inactive", "pending"],
      }),
    get: ({ userManagement }: WorkOS, id: string) => userManagement.getOrganizationMembership(id),
    saved: "organization_membership.updated",
    deleted: "organization_membership.deleted",
  },
} as const;

/**
 * Compares our rows with WorkOS's objects, page by page, and repairs what lost events left: rows that
 * are missing, outdated, or of what WorkOS no longer has (`gone`). By cron, and by hand:
 *
 *     npx convex run reconcile:run
 *     npx convex run reconcile:run '{"maxRemovals": 1000}'
 *
 * Each repair is an event to `authKitEvent`. Sessions are not compared.
 */
export const run = internalAction({
  args: { maxRemovals: v.optional(v.number()), from: v.optional(vRun) },
  handler: async (ctx, { maxRemovals = MAX_REMOVALS, from = START }): Promise<Run> => {
    const run = await comparePages(ctx, from, maxRemovals);
    if (!run.isFinished) {
      await ctx.scheduler.runAfter(0, internal.reconcile.run, { maxRemovals, from: run });
    }
    const notRemoved = run.gone - run.removed;
    if (notRemoved > 0) {
      console.warn(
        `WorkOS does not know ${notRemoved} more users, organizations and members than may be removed at once. If WORKOS_API_KEY is of the right environment, run reconcile:run with a larger maxRemovals.`,
      );
    }
    return run;
  },
});

/** What `run` would change in all rows, or in the first 50 pages: for `npm run doctor`, and by hand. */
export const compare = internalAction({
  args: {},
  handler: async (ctx) => {
    const { missing, outdated, gone, isFinished } = await comparePages(ctx, START, null);
    return { missing, outdated, gone, isOfEverybody: isFinished };
  },
});

/** @param maxRemovals `null` to change nothing */
async function comparePages(ctx: ActionCtx, from: Run, maxRemovals: number | null): Promise<Run> {
  let run = from;
  for (let page = 0; page < PAGES_AT_ONCE && !run.isFinished; page++) {
    const compared = { ...(await comparePage(ctx, run)), run, maxRemovals };
    run = await ctx.runMutation(internal.reconcile.finishPage, compared);
  }
  return run;
}

/**
 * One page of WorkOS's list, and our rows up to its last id. WorkOS's list is in the order of ids, so
 * a row in that range that is not on the page is most likely gone, and WorkOS is asked about each.
 */
async function comparePage(
  ctx: ActionCtx,
  { kind, organizationId, cursor, comparedTo }: Place,
): Promise<{ saved: (typeof vEvent.type)[]; gone: string[]; at: Place }> {
  const workos = workosApi();
  const { list, get, saved: type } = kinds[kind];
  const askedAt = new Date();
  const page = { limit: PAGE, order: "asc", ...(cursor && { after: cursor }) };
  const { data, listMetadata } = await list(workos, page, organizationId);
  const saved = data.map((object) => eventOf(type, object, askedAt));
  const next = data.length > 0 && listMetadata.after ? listMetadata.after : null;
  const onPage = new Set(data.map(({ id }) => id));
  const lastId = [...onPage].reduce((last, id) => (id > last ? id : last), comparedTo);
  // The last page stands for all that comes after it.
  const upTo = next ? lastId : "\uffff";
  const at = { kind, organizationId, cursor: next, comparedTo: upTo };

  const gone: string[] = [];
  let after = comparedTo;
  for (;;) {
    const range = { kind, organizationId, after, upTo };
    const ids: string[] = await ctx.runQuery(internal.reconcile.idsAfter, range);
    for (const id of ids.filter((id) => !onPage.has(id))) {
      if (await get(workos, id).then(() => false, isNotFound)) gone.push(id);
    }
    if (ids.length < PAGE) break;
    after = ids.at(-1)!;
  }
  return { saved, gone, at };
}

function isNotFound(error: unknown): true {
  if (error instanceof NotFoundException) return true;
  throw error;
}

export const idsAfter = internalQuery({
  args: {
    ...vPlace.pick("kind", "organizationId").fields,
    ...{ after: v.string(), upTo: v.string() },
  },
  handler: async (ctx, { kind, organizationId, after, upTo }): Promise<string[]> => {
    const rows =
      kind === "memberships"
        ? ctx.db
            .query(kind)
            .withIndex("by_workosOrganizationId_and_workosId", (q) =>
              q
                .eq("workosOrganizationId", organizationId)
                .gt("workosId", after)
                .lte("workosId", upTo),
            )
        : ctx.db
            .query(kind)
            .withIndex("by_workosId", (q) => q.gt("workosId", after).lte("workosId", upTo));
    return (await rows.take(PAGE)).map(({ workosId }) => workosId);
  },
});

export const finishPage = internalMutation({
  args: {
    saved: v.array(vEvent),
    gone: v.array(v.string()),
    at: vPlace,
    run: vRun,
    maxRemovals: v.nullable(v.number()),
  },
  handler: async (ctx, { saved, gone, at, run, maxRemovals }): Promise<Run> => {
    const removals = gone.slice(0, Math.max(0, (maxRemovals ?? 0) - run.removed));
    for (const id of removals) await removeRow(ctx, at.kind, id);
    for (const event of saved) {
      const change = await findChange(ctx, at.kind, event as never);
      if (!change || change.isSame) continue;
      run[change.row ? "outdated" : "missing"] += 1;
      if (maxRemovals !== null) await ctx.runMutation(internal.auth.authKitEvent, event);
    }
    run.gone += gone.length;
    run.removed += removals.length;
    const next = await placeAfter(ctx, at);
    return { ...run, ...next, isFinished: next === null };
  },
});

async function removeRow(ctx: MutationCtx, kind: Place["kind"], id: string): Promise<void> {
  const row = (await findByWorkosId(ctx, kind, id)) as Partial<Doc<"memberships">> | null;
  // An event may have been faster.
  if (!row) return;
  // WorkOS has no event for an invitation that goes with its organization.
  if (kind === "invitations") return await ctx.db.delete(kind, row._id as never);
  const of = { userId: row.workosUserId, organizationId: row.workosOrganizationId };
  await ctx.runMutation(internal.auth.authKitEvent, eventOf(kinds[kind].deleted, { id, ...of }));
}

async function placeAfter(ctx: QueryCtx, at: Place): Promise<Place | null> {
  if (at.cursor !== null) return at;
  if (at.kind === "users") return { ...FIRST, kind: "organizations" };
  if (at.kind === "organizations") return { ...FIRST, kind: "invitations" };
  const next = await ctx.db
    .query("organizations")
    .withIndex("by_workosId", (q) => q.gt("workosId", at.organizationId))
    .first();
  return next && { ...FIRST, kind: "memberships", organizationId: next.workosId };
}
