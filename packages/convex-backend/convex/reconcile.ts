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
import { eventOf, vEvent, type EventType } from "./model/events";
import { findMembershipChange } from "./model/memberships";
import { findOrganizationChange } from "./model/organizationRows";
import { findUserChange } from "./model/users";
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

const vRun = schema.tables.reconciliation.validator;
type Run = Infer<typeof vRun>;
type Kind = Run["kind"];
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
} as const satisfies Record<
  Kind,
  { saved: EventType; deleted: EventType; [name: string]: unknown }
>;

/**
 * Compares our users, organizations and memberships with WorkOS's, page by page, and repairs what lost
 * events left: rows that are missing, outdated, or of what WorkOS no longer has. By cron, and by hand:
 *
 *     npx convex run reconcile:run
 *     npx convex run reconcile:run '{"maxRemovals": 1000}'
 *
 * Each repair is an event to `authKitEvent`. Sessions and invitations are not compared.
 *
 * @returns what it changed: `saved`, `removed`, and `notRemoved` for those beyond `maxRemovals`
 */
export const run = internalAction({
  args: { maxRemovals: v.optional(v.number()) },
  returns: vRun,
  handler: async (ctx, { maxRemovals = MAX_REMOVALS }): Promise<Run> => {
    let state: Run = await ctx.runMutation(internal.reconcile.begin);
    for (let page = 0; page < PAGES_AT_ONCE && !state.isFinished; page++) {
      state = await reconcilePage(ctx, state, maxRemovals);
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
      const changes: Changes = await ctx.runQuery(internal.reconcile.findChanges, compared);
      const { missing, outdated, next } = changes;
      report.missing += missing;
      report.outdated += outdated;
      report.gone += gone.length;
      at = next;
    }
    return { ...report, isOfEverybody: at === null };
  },
});

async function reconcilePage(ctx: ActionCtx, state: Run, maxRemovals: number): Promise<Run> {
  const { events, gone, at } = await comparePage(ctx, state);
  const room = Math.max(0, maxRemovals - state.removed);
  return await ctx.runMutation(internal.reconcile.finishPage, {
    events: [...events, ...gone.slice(0, room).map((id) => eventOf(kinds[state.kind].deleted, id))],
    removed: Math.min(room, gone.length),
    notRemoved: Math.max(0, gone.length - room),
    at,
  });
}

type Compared = { events: StoredEvent[]; gone: Gone[]; at: Place };
type Gone = { id: string; userId?: string; organizationId?: string };
type Changes = { missing: number; outdated: number; next: Place | null };

/**
 * One page of WorkOS's list, and our rows up to its last id. WorkOS lists objects as it made them, which
 * is the order of their ids: so a row in that range that is not on the page is most likely gone, and
 * WorkOS is asked about each. Were the order another, that would cost requests and remove nothing.
 */
async function comparePage(ctx: ActionCtx, at: Place): Promise<Compared> {
  const workos = workosApi();
  const { kind, organizationId } = at;
  const { list, get, saved } = kinds[kind];
  const askedAt = new Date();
  const page = { limit: PAGE, order: "asc", ...(at.cursor && { after: at.cursor }) };
  const { data, listMetadata } = await list(workos, page, organizationId);
  const cursor = data.length > 0 && listMetadata.after ? listMetadata.after : null;
  const onPage = new Set(data.map(({ id }) => id));
  // The last page stands for all that comes after it.
  const upTo = cursor && [...onPage].reduce((last, id) => (id > last ? id : last), at.comparedTo);

  const gone: Gone[] = [];
  let after = at.comparedTo;
  for (;;) {
    const range = { kind, organizationId, after, upTo };
    const rows: Gone[] = await ctx.runQuery(internal.reconcile.rowsAfter, range);
    for (const row of rows) {
      if (!onPage.has(row.id) && !(await isKnown(row.id))) gone.push(row);
    }
    if (rows.length < PAGE) break;
    after = rows.at(-1)!.id;
  }
  return {
    events: data.map((object) => eventOf(saved, object, askedAt)),
    gone,
    at: { kind, organizationId, cursor, comparedTo: upTo ?? "" },
  };

  async function isKnown(id: string): Promise<boolean> {
    try {
      await get(workos, id);
      return true;
    } catch (error) {
      if (error instanceof NotFoundException) return false;
      throw error;
    }
  }
}

/** Users, then organizations, then the members of each organization that we have. */
async function placeAfter(ctx: QueryCtx, { kind, organizationId }: Place): Promise<Place | null> {
  if (kind === "users") return { ...START, kind: "organizations" };
  const next = await ctx.db
    .query("organizations")
    .withIndex("by_workosOrganizationId", (q) => q.gt("workosOrganizationId", organizationId))
    .first();
  return next && { ...START, kind: "memberships", organizationId: next.workosOrganizationId };
}

/** How many objects of a page have no row, or an outdated one, and where to go on. */
export const findChanges = internalQuery({
  args: { events: v.array(vEvent), at: vPlace },
  returns: v.object({
    missing: v.number(),
    outdated: v.number(),
    next: v.union(vPlace, v.null()),
  }),
  handler: async (ctx, { events, at }) => {
    const next = at.cursor === null ? await placeAfter(ctx, at) : at;
    const changes: Changes = { missing: 0, outdated: 0, next };
    for (const event of events) {
      const change = await findChange(ctx, event);
      if (change && !change.isSame) changes[change.existing ? "outdated" : "missing"] += 1;
    }
    return changes;
  },
});

async function findChange(ctx: QueryCtx, event: StoredEvent) {
  switch (event.event) {
    case "user.updated":
      return await findUserChange(ctx, event as never);
    case "organization.updated":
      return await findOrganizationChange(ctx, event as never);
    default:
      return await findMembershipChange(ctx, event as never);
  }
}

/** Continues the run that did not finish, or begins one. */
export const begin = internalMutation({
  args: {},
  returns: vRun,
  handler: async (ctx) => {
    const last = await ctx.db.query("reconciliation").first();
    if (last && !last.isFinished && last.startedAt > Date.now() - RESUMED_FOR_MS) {
      const { _id, _creationTime, ...state } = last;
      return state;
    }
    const counts = { saved: 0, removed: 0, notRemoved: 0 };
    const state: Run = { startedAt: Date.now(), isFinished: false, ...START, ...counts };
    if (last) await ctx.db.replace("reconciliation", last._id, state);
    else await ctx.db.insert("reconciliation", state);
    return state;
  },
});

/** Our rows in a range of WorkOS ids, a page of them. */
export const rowsAfter = internalQuery({
  args: {
    kind: vRun.fields.kind,
    organizationId: v.string(),
    after: v.string(),
    upTo: v.union(v.string(), v.null()),
  },
  returns: v.array(
    v.object({
      id: v.string(),
      userId: v.optional(v.string()),
      organizationId: v.optional(v.string()),
    }),
  ),
  handler: async (ctx, { kind, organizationId, after, upTo }) => {
    const last = upTo ?? "\uffff";
    switch (kind) {
      case "users": {
        const users = await ctx.db
          .query("users")
          .withIndex("by_workosUserId", (q) =>
            q.gt("workosUserId", after).lte("workosUserId", last),
          )
          .take(PAGE);
        return users.map(({ workosUserId }) => ({ id: workosUserId }));
      }
      case "organizations": {
        const organizations = await ctx.db
          .query("organizations")
          .withIndex("by_workosOrganizationId", (q) =>
            q.gt("workosOrganizationId", after).lte("workosOrganizationId", last),
          )
          .take(PAGE);
        return organizations.map(({ workosOrganizationId }) => ({ id: workosOrganizationId }));
      }
      case "memberships": {
        const memberships = await ctx.db
          .query("memberships")
          .withIndex("by_workosOrganizationId_and_workosMembershipId", (q) =>
            q
              .eq("workosOrganizationId", organizationId)
              .gt("workosMembershipId", after)
              .lte("workosMembershipId", last),
          )
          .take(PAGE);
        return memberships.map(({ workosMembershipId, workosUserId }) => ({
          ...{ id: workosMembershipId, userId: workosUserId, organizationId },
        }));
      }
    }
  },
});

/** Repairs what a page showed, and saves how far the run is, in one transaction. */
export const finishPage = internalMutation({
  args: {
    events: v.array(vEvent),
    removed: v.number(),
    notRemoved: v.number(),
    at: vPlace,
  },
  returns: vRun,
  handler: async (ctx, { events, removed, notRemoved, at }) => {
    let saved = 0;
    for (const event of events) {
      if (!event.event.endsWith(".deleted")) {
        const change = await findChange(ctx, event);
        if (!change || (change.isSame && (await isCopied(ctx, event)))) continue;
        if (!change.isSame) saved += 1;
      }
      await ctx.runMutation(internal.auth.authKitEvent, event);
    }
    const last = await ctx.db.query("reconciliation").first();
    if (!last) throw new Error("reconcile:finishPage goes after reconcile:begin.");
    const { _id, _creationTime, ...lastState } = last;
    const next = at.cursor === null ? await placeAfter(ctx, at) : at;
    const state: Run = {
      ...lastState,
      ...next,
      isFinished: next === null,
      saved: last.saved + saved,
      removed: last.removed + removed,
      notRemoved: last.notRemoved + notRemoved,
    };
    await ctx.db.replace("reconciliation", _id, state);
    return state;
  },
});
