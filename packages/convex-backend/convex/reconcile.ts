import { NotFoundException, type WorkOS } from "@workos-inc/node";
import { v, type Infer } from "convex/values";
import { internal } from "./_generated/api";
import type { Doc } from "./_generated/dataModel";
import {
  internalAction,
  internalMutation,
  internalQuery,
  type ActionCtx,
  type QueryCtx,
} from "./_generated/server";
import { isCopied } from "./model/authKit";
import { eventOf, vEvent } from "./model/events";
import { findChange } from "./model/rows";
import { workosApi } from "./model/workos";
import schema from "./schema";

/** Objects per request to WorkOS, and per transaction. */
const PAGE = 50;

/** Pages of one call: an action may take ten minutes. */
const PAGES_AT_ONCE = 50;

/** Removing takes people's data with it, and the API key of another environment knows none of them. */
const MAX_REMOVALS = 10;

/** A run that stopped is continued, unless its cursor may be stale. */
const RESUMED_FOR_MS = 24 * 60 * 60 * 1000;

const vRun = schema.doc("reconciliation");
type Run = Doc<"reconciliation">;
/** How far a comparison is. */
const vPlace = vRun.pick("kind", "organizationId", "cursor", "comparedTo");
type Place = Infer<typeof vPlace>;
type StoredEvent = typeof vEvent.type;

const START: Place = { kind: "users", organizationId: "", cursor: null, comparedTo: "" };

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
  // WorkOS deletes none but with its organization.
  invitations: {
    list: ({ userManagement }: WorkOS, page: object) => userManagement.listInvitations(page),
    get: null,
    saved: "invitation.created",
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
 * are missing, outdated, or of what WorkOS no longer has. By cron, and by hand:
 *
 *     npx convex run reconcile:run
 *     npx convex run reconcile:run '{"maxRemovals": 1000}'
 *
 * Each repair is an event to `authKitEvent`. Sessions are not compared.
 *
 * @returns what it changed: `saved`, `removed`, and `notRemoved` for those beyond `maxRemovals`
 */
export const run = internalAction({
  args: { maxRemovals: v.optional(v.number()) },
  returns: vRun,
  handler: async (ctx, { maxRemovals = MAX_REMOVALS }): Promise<Run> => {
    let state: Run = await ctx.runMutation(internal.reconcile.begin);
    for (let page = 0; page < PAGES_AT_ONCE && !state.isFinished; page++) {
      const compared = await comparePage(ctx, state);
      state = await ctx.runMutation(internal.reconcile.repair, { ...compared, maxRemovals });
    }
    if (!state.isFinished) {
      await ctx.scheduler.runAfter(0, internal.reconcile.run, { maxRemovals });
    }
    if (state.notRemoved > 0) {
      console.warn(
        `WorkOS does not know ${state.notRemoved} more users, organizations and members than may be removed at once. If WORKOS_API_KEY is of the right environment, run reconcile:run with a larger maxRemovals.`,
      );
    }
    return state;
  },
});

/**
 * What `run` would change, without changing anything: for `npm run doctor`, and by hand.
 *
 * @returns how many rows are missing, outdated, and of what WorkOS no longer has; and whether that is
 *   of everything, or of the first 50 pages
 */
export const compare = internalAction({
  args: {},
  returns: v.object({
    missing: v.number(),
    outdated: v.number(),
    gone: v.number(),
    isOfEverybody: v.boolean(),
  }),
  handler: async (ctx) => {
    const report = { missing: 0, outdated: 0, gone: 0 };
    let at: Place | null = START;
    for (let page = 0; page < PAGES_AT_ONCE && at; page++) {
      const { gone, ...compared }: Compared = await comparePage(ctx, at);
      const changes: Changes = await ctx.runQuery(internal.reconcile.countChanges, compared);
      report.missing += changes.missing;
      report.outdated += changes.outdated;
      report.gone += gone.length;
      at = changes.next;
    }
    return { ...report, isOfEverybody: at === null };
  },
});

/** What WorkOS has on a page, what it no longer has of our rows, and where the comparison goes on. */
type Compared = { events: StoredEvent[]; gone: StoredEvent[]; at: Place };
type Changes = { missing: number; outdated: number; next: Place | null };

/**
 * One page of WorkOS's list, and our rows up to its last id. WorkOS lists objects as it made them, which
 * is the order of their ids: so a row in that range that is not on the page is most likely gone, and
 * WorkOS is asked about each. Were the order another, that would cost requests and remove nothing.
 */
async function comparePage(ctx: ActionCtx, from: Place): Promise<Compared> {
  const workos = workosApi();
  const { kind, organizationId } = from;
  const { list, get, saved, deleted } = kinds[kind];
  const askedAt = new Date();
  const page = { limit: PAGE, order: "asc", ...(from.cursor && { after: from.cursor }) };
  const { data, listMetadata } = await list(workos, page, organizationId);
  const cursor = data.length > 0 && listMetadata.after ? listMetadata.after : null;
  const onPage = new Set(data.map(({ id }) => id));
  const lastId = [...onPage].reduce((last, id) => (id > last ? id : last), from.comparedTo);
  // The last page stands for all that comes after it.
  const at = { kind, organizationId, cursor, comparedTo: cursor ? lastId : "\uffff" };
  const gone: StoredEvent[] = [];
  let after = from.comparedTo;
  while (get) {
    const range = { kind, organizationId, after, upTo: at.comparedTo };
    const rows: Gone[] = await ctx.runQuery(internal.reconcile.rowsAfter, range);
    for (const row of rows) {
      if (onPage.has(row.id)) continue;
      const isGone = await get(workos, row.id).then(() => false, isNotFound);
      if (isGone) gone.push(eventOf(deleted, row));
    }
    if (rows.length < PAGE) break;
    after = rows.at(-1)!.id;
  }
  return { events: data.map((object) => eventOf(saved, object, askedAt)), gone, at };
}

type Gone = { id: string; userId?: string; organizationId?: string };

function isNotFound(error: unknown): boolean {
  if (error instanceof NotFoundException) return true;
  throw error;
}

/** The place itself, unless all that is there was compared. */
async function nextPlace(ctx: QueryCtx, at: Place): Promise<Place | null> {
  if (at.cursor !== null) return at;
  if (at.kind === "users") return { ...START, kind: "organizations" };
  if (at.kind === "organizations") return { ...START, kind: "invitations" };
  // The members of each organization that we have.
  const next = await ctx.db
    .query("organizations")
    .withIndex("by_workosId", (q) => q.gt("workosId", at.organizationId))
    .first();
  return next && { ...START, kind: "memberships", organizationId: next.workosId };
}

/** Our rows in a range of WorkOS ids, a page of them, as an event of their deletion tells of them. */
export const rowsAfter = internalQuery({
  args: {
    ...vPlace.pick("kind", "organizationId").fields,
    after: v.string(),
    upTo: v.string(),
  },
  returns: v.array(
    v.object({
      id: v.string(),
      userId: v.optional(v.string()),
      organizationId: v.optional(v.string()),
    }),
  ),
  handler: async (ctx, { kind, organizationId, after, upTo }) => {
    if (kind !== "memberships") {
      const rows = await ctx.db
        .query(kind)
        .withIndex("by_workosId", (q) => q.gt("workosId", after).lte("workosId", upTo))
        .take(PAGE);
      return rows.map(({ workosId }) => ({ id: workosId }));
    }
    const memberships = await ctx.db
      .query("memberships")
      .withIndex("by_workosOrganizationId_and_workosId", (q) =>
        q.eq("workosOrganizationId", organizationId).gt("workosId", after).lte("workosId", upTo),
      )
      .take(PAGE);
    return memberships.map(({ workosId, workosUserId }) => ({
      ...{ id: workosId, userId: workosUserId, organizationId },
    }));
  },
});

/** How many objects of a page have no row, or an outdated one, and where to go on. */
export const countChanges = internalQuery({
  args: { events: v.array(vEvent), at: vPlace },
  returns: v.object({
    missing: v.number(),
    outdated: v.number(),
    next: v.union(vPlace, v.null()),
  }),
  handler: async (ctx, { events, at }): Promise<Changes> => {
    const counts = { missing: 0, outdated: 0 };
    for (const event of events) {
      const change = await findChange(ctx, at.kind, event as never);
      if (change && !change.isSame) counts[change.row ? "outdated" : "missing"] += 1;
    }
    return { ...counts, next: await nextPlace(ctx, at) };
  },
});

/** Continues the run that did not finish, or begins one. */
export const begin = internalMutation({
  args: {},
  returns: vRun,
  handler: async (ctx) => {
    const last = await ctx.db.query("reconciliation").first();
    if (last && !last.isFinished && last.startedAt > Date.now() - RESUMED_FOR_MS) return last;
    if (last) await ctx.db.delete("reconciliation", last._id);
    const counts = { saved: 0, removed: 0, notRemoved: 0 };
    const run = { startedAt: Date.now(), isFinished: false, ...START, ...counts };
    const runId = await ctx.db.insert("reconciliation", run);
    return (await ctx.db.get("reconciliation", runId))!;
  },
});

/** Repairs what a page showed, and saves how far the run is, in one transaction. */
export const repair = internalMutation({
  args: {
    events: v.array(vEvent),
    gone: v.array(vEvent),
    at: vPlace,
    maxRemovals: v.number(),
  },
  returns: vRun,
  handler: async (ctx, { events, gone, at, maxRemovals }): Promise<Run> => {
    const last = await ctx.db.query("reconciliation").first();
    if (!last) throw new Error("reconcile:repair goes after reconcile:begin.");
    let { saved } = last;
    for (const event of events) {
      const change = await findChange(ctx, at.kind, event as never);
      if (!change) continue;
      if (!change.isSame) saved += 1;
      else if (at.kind !== "users" || (await isCopied(ctx, event.data))) continue;
      await ctx.runMutation(internal.auth.authKitEvent, event);
    }
    const removals = gone.slice(0, Math.max(0, maxRemovals - last.removed));
    for (const event of removals) await ctx.runMutation(internal.auth.authKitEvent, event);
    const next = await nextPlace(ctx, at);
    const state = {
      ...next,
      isFinished: next === null,
      saved,
      removed: last.removed + removals.length,
      notRemoved: last.notRemoved + gone.length - removals.length,
    };
    await ctx.db.patch("reconciliation", last._id, state);
    return { ...last, ...state };
  },
});
