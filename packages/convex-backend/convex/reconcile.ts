import { NotFoundException, type WorkOS } from "@workos-inc/node";
import { v, type Infer } from "convex/values";
import { internal } from "./_generated/api";
import {
  internalAction,
  internalMutation,
  internalQuery,
  type ActionCtx,
  type QueryCtx,
} from "./_generated/server";
import { isCopied } from "./model/authKit";
import { eventOf, vEvent } from "./model/events";
import { deleteInvitation } from "./model/deletion";
import { findChange } from "./model/rows";
import { workosApi } from "./model/workos";
import schema from "./schema";

const PAGE = 50;

/** Pages of one call: an action may take ten minutes. */
const PAGES_AT_ONCE = 50;

/** The API key of another environment knows none of our users, and removing takes their data along. */
const MAX_REMOVALS = 10;

/** A run that stopped is continued, unless its cursor may be stale. */
const RESUMED_FOR_MS = 24 * 60 * 60 * 1000;

const vRun = schema.tables.reconciliation.validator.omit("savedAt");
type Run = Infer<typeof vRun>;
const vPlace = vRun.pick("kind", "organizationId", "cursor", "comparedTo");
type Place = Infer<typeof vPlace>;
const vEvents = v.array(vEvent);
type Events = Infer<typeof vEvents>;

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
    // WorkOS says nothing of its own when one goes with its organization.
    deleted: null,
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
  args: { maxRemovals: v.optional(v.number()) },
  handler: async (ctx, { maxRemovals = MAX_REMOVALS }): Promise<Run> => {
    const unfinished: Run | null = await ctx.runQuery(internal.reconcile.findUnfinished);
    const state = await comparePages(ctx, unfinished ?? START, { maxRemovals });
    if (!state.isFinished) {
      await ctx.scheduler.runAfter(0, internal.reconcile.run, { maxRemovals });
    }
    const notRemoved = state.gone - state.removed;
    if (notRemoved > 0) {
      console.warn(
        `WorkOS does not know ${notRemoved} more users, organizations and members than may be removed at once. If WORKOS_API_KEY is of the right environment, run reconcile:run with a larger maxRemovals.`,
      );
    }
    return state;
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

async function comparePages(
  ctx: ActionCtx,
  from: Run,
  repairs: { maxRemovals: number } | null,
): Promise<Run> {
  let state = from;
  for (let page = 0; page < PAGES_AT_ONCE && !state.isFinished; page++) {
    const compared = { ...(await comparePage(ctx, state)), state, repairs };
    state = await ctx.runMutation(internal.reconcile.finishPage, compared);
  }
  return state;
}

/**
 * One page of WorkOS's list, and our rows up to its last id. WorkOS's list is in the order of ids, so
 * a row in that range that is not on the page is most likely gone, and WorkOS is asked about each.
 */
async function comparePage(
  ctx: ActionCtx,
  { kind, organizationId, cursor, comparedTo }: Place,
): Promise<{ saved: Events; gone: Ids[]; at: Place }> {
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

  const gone: Ids[] = [];
  let after = comparedTo;
  for (;;) {
    const range = { kind, organizationId, after, upTo };
    const rows: Ids[] = await ctx.runQuery(internal.reconcile.rowsAfter, range);
    for (const row of rows) {
      if (onPage.has(row.id)) continue;
      if (await get(workos, row.id).then(() => false, isNotFound)) gone.push(row);
    }
    if (rows.length < PAGE) break;
    after = rows.at(-1)!.id;
  }
  return { saved, gone, at };
}

function isNotFound(error: unknown): true {
  if (error instanceof NotFoundException) return true;
  throw error;
}

const vIds = v.object({
  id: v.string(),
  userId: v.optional(v.string()),
  organizationId: v.optional(v.string()),
});
type Ids = Infer<typeof vIds>;

export const rowsAfter = internalQuery({
  args: {
    ...vPlace.pick("kind", "organizationId").fields,
    ...{ after: v.string(), upTo: v.string() },
  },
  handler: async (ctx, { kind, organizationId, after, upTo }): Promise<Ids[]> => {
    if (kind !== "memberships") {
      const rows = await ctx.db
        .query(kind)
        .withIndex("by_workosId", (q) => q.gt("workosId", after).lte("workosId", upTo))
        .take(PAGE);
      return rows.map(({ workosId }) => ({ id: workosId }));
    }
    const rows = await ctx.db
      .query("memberships")
      .withIndex("by_workosOrganizationId_and_workosId", (q) =>
        q.eq("workosOrganizationId", organizationId).gt("workosId", after).lte("workosId", upTo),
      )
      .take(PAGE);
    return rows.map(({ workosId: id, workosUserId: userId }) => ({ id, userId, organizationId }));
  },
});

/** Counts what a page showed, repairs it, and saves how far the run is, in one transaction. */
export const finishPage = internalMutation({
  args: {
    saved: vEvents,
    gone: v.array(vIds),
    at: vPlace,
    state: vRun,
    repairs: v.union(v.null(), v.object({ maxRemovals: v.number() })),
  },
  handler: async (ctx, { saved, gone, at, repairs, ...args }): Promise<Run> => {
    const state = { ...args.state, gone: args.state.gone + gone.length };
    const needed: Events = [];
    for (const event of saved) {
      const change = await findChange(ctx, at.kind, event as never);
      if (!change) continue;
      if (!change.isSame) state[change.row ? "outdated" : "missing"] += 1;
      else if (at.kind !== "users" || (await isCopied(ctx, event.data))) continue;
      needed.push(event);
    }
    const next = await placeAfter(ctx, at);
    Object.assign(state, next, { isFinished: next === null });
    if (!repairs) return state;

    const removals = gone.slice(0, Math.max(0, repairs.maxRemovals - state.removed));
    state.removed += removals.length;
    for (const event of needed) await ctx.runMutation(internal.auth.authKitEvent, event);
    const { deleted } = kinds[at.kind];
    for (const ids of removals) {
      if (deleted) await ctx.runMutation(internal.auth.authKitEvent, eventOf(deleted, ids));
      else await deleteInvitation(ctx, ids.id);
    }
    const last = await ctx.db.query("reconciliation").first();
    if (last) await ctx.db.delete("reconciliation", last._id);
    await ctx.db.insert("reconciliation", { ...state, savedAt: Date.now() });
    return state;
  },
});

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

export const findUnfinished = internalQuery({
  args: {},
  handler: async (ctx): Promise<Run | null> => {
    const last = await ctx.db.query("reconciliation").first();
    if (!last || last.isFinished || last.savedAt < Date.now() - RESUMED_FOR_MS) return null;
    const { _id, _creationTime, savedAt: _savedAt, ...state } = last;
    return state;
  },
});
