import { NotFoundException } from "@workos-inc/node";
import { v, type Infer } from "convex/values";
import { internal } from "./_generated/api";
import {
  internalAction,
  internalMutation,
  internalQuery,
  type ActionCtx,
} from "./_generated/server";
import { isCopied, tellComponent } from "./model/component";
import { applyToUsers, deletionOf, eventOf, userOf } from "./model/userEvents";
import { deleteUser, newsOf } from "./model/users";
import { workosApi } from "./model/workosApi";
import { vWorkOSEvent } from "./model/workosEvents";
import schema from "./schema";

/** Users per request, and per transaction, which tells the component about each that changed. */
const PAGE = 50;

/** Pages of one call: an action may take ten minutes. */
const PAGES_AT_ONCE = 50;

/** Removing takes people's data with it, and a key of another environment knows none of them. */
const MAX_REMOVALS = 10;

/** A run that stopped is taken up where it was, unless its cursor may be stale. */
const RESUMED_FOR_MS = 24 * 60 * 60 * 1000;

const vRun = schema.tables.reconciliation.validator;
type Run = Infer<typeof vRun>;
/** How far a comparison is. */
type Place = Pick<Run, "cursor" | "comparedTo">;
type News = { missing: number; outdated: number };

/**
 * Compares our users with WorkOS's, page by page, and mends what lost events left: rows that are
 * missing or outdated, and rows of people whom WorkOS no longer has. By cron, and by hand:
 *
 *     npx convex run reconcile:run
 *     npx convex run reconcile:run '{"maxRemovals": 1000}'
 *
 * What it changes the component hears too, as an event. Sign-in activity is not compared.
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
        `WorkOS does not know ${state.notRemoved} more people than may be removed at once. If WORKOS_API_KEY is of the right environment, run reconcile:run with a larger maxRemovals.`,
      );
    }
    return state;
  },
});

/**
 * What `run` would change, without changing anything: for `npm run doctor`, and by hand.
 *
 * @returns how many rows are missing, outdated, and of people whom WorkOS no longer has; and whether
 *   that is of everybody, which it is of 2,500 people at most
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
    let at: Place = { cursor: null, comparedTo: "" };
    for (let page = 0; page < PAGES_AT_ONCE; page++) {
      const { events, gone, next } = await comparePage(ctx, at);
      const news: News = await ctx.runQuery(internal.reconcile.countNews, { events });
      report.missing += news.missing;
      report.outdated += news.outdated;
      report.gone += gone.length;
      at = next;
      if (at.cursor === null) break;
    }
    return { ...report, isOfEverybody: at.cursor === null };
  },
});

async function reconcilePage(ctx: ActionCtx, state: Run, maxRemovals: number): Promise<Run> {
  const { events, gone, next } = await comparePage(ctx, state);
  const room = Math.max(0, maxRemovals - state.removed);
  return await ctx.runMutation(internal.reconcile.finishPage, {
    events,
    gone: gone.slice(0, room),
    notRemoved: Math.max(0, gone.length - room),
    ...next,
  });
}

/**
 * One page of WorkOS's list, and our rows up to its last id. WorkOS lists users as it made them, which
 * is the order of their ids: so a row in that range that is not on the page is most likely gone, and
 * WorkOS is asked about each. Were the order another, that would cost requests and remove nobody.
 */
async function comparePage(ctx: ActionCtx, { cursor: from, comparedTo }: Place) {
  const { userManagement } = workosApi();
  const askedAt = Date.now();
  const { data, listMetadata } = await userManagement.listUsers({
    limit: PAGE,
    order: "asc",
    ...(from && { after: from }),
  });
  const cursor = data.length > 0 && listMetadata.after ? listMetadata.after : null;
  const onPage = new Set(data.map(({ id }) => id));
  // The last page stands for all that comes after it.
  const upTo = cursor && [...onPage].reduce((last, id) => (id > last ? id : last), comparedTo);

  const gone: string[] = [];
  let after = comparedTo;
  for (;;) {
    const ids: string[] = await ctx.runQuery(internal.reconcile.rowsAfter, { after, upTo });
    for (const id of ids) {
      if (!onPage.has(id) && !(await isKnown(id))) gone.push(id);
    }
    if (ids.length < PAGE) break;
    after = ids.at(-1)!;
  }
  return {
    events: data.map((user) => eventOf(user, askedAt)),
    gone,
    next: { cursor, comparedTo: upTo ?? "" },
  };

  async function isKnown(id: string): Promise<boolean> {
    try {
      await userManagement.getUser(id);
      return true;
    } catch (error) {
      if (error instanceof NotFoundException) return false;
      throw error;
    }
  }
}

/** How many people of a page have no row, or an outdated one. */
export const countNews = internalQuery({
  args: { events: v.array(vWorkOSEvent) },
  returns: v.object({ missing: v.number(), outdated: v.number() }),
  handler: async (ctx, { events }) => {
    const news: News = { missing: 0, outdated: 0 };
    for (const event of events) {
      const found = await newsOf(ctx, userOf(event));
      if (found && !found.isSame) news[found.existing ? "outdated" : "missing"] += 1;
    }
    return news;
  },
});

/** Takes up the run that did not finish, or begins one. */
export const begin = internalMutation({
  args: {},
  returns: vRun,
  handler: async (ctx) => {
    const state: Run = {
      startedAt: Date.now(),
      isFinished: false,
      cursor: null,
      comparedTo: "",
      saved: 0,
      removed: 0,
      notRemoved: 0,
    };
    const last = await ctx.db.query("reconciliation").first();
    if (!last) {
      await ctx.db.insert("reconciliation", state);
      return state;
    }
    const { _id, _creationTime, ...lastState } = last;
    if (!last.isFinished && last.startedAt > Date.now() - RESUMED_FOR_MS) return lastState;
    await ctx.db.replace("reconciliation", _id, state);
    return state;
  },
});

/** WorkOS user ids of our rows in a range, a page of them. */
export const rowsAfter = internalQuery({
  args: { after: v.string(), upTo: v.union(v.string(), v.null()) },
  returns: v.array(v.string()),
  handler: async (ctx, { after, upTo }) => {
    const users = await ctx.db
      .query("users")
      .withIndex("by_workosUserId", (q) => {
        const range = q.gt("workosUserId", after);
        return upTo === null ? range : range.lte("workosUserId", upTo);
      })
      .take(PAGE);
    return users.map(({ workosUserId }) => workosUserId);
  },
});

/** Mends what a page showed, and notes how far we are, in one transaction. */
export const finishPage = internalMutation({
  args: {
    events: v.array(vWorkOSEvent),
    gone: v.array(v.string()),
    notRemoved: v.number(),
    cursor: v.union(v.string(), v.null()),
    comparedTo: v.string(),
  },
  returns: vRun,
  handler: async (ctx, { events, gone, notRemoved, cursor, comparedTo }) => {
    let saved = 0;
    for (const event of events) {
      const news = await newsOf(ctx, userOf(event));
      if (!news || (news.isSame && (await isCopied(ctx, event)))) continue;
      await applyToUsers(ctx, event);
      await tellComponent(ctx, event);
      if (!news.isSame) saved += 1;
    }
    for (const workosUserId of gone) {
      await deleteUser(ctx, workosUserId);
      await tellComponent(ctx, deletionOf(workosUserId));
    }
    const last = await ctx.db.query("reconciliation").first();
    if (!last) throw new Error("reconcile:finishPage goes after reconcile:begin.");
    const { _id, _creationTime, ...lastState } = last;
    const state: Run = {
      ...lastState,
      isFinished: cursor === null,
      cursor,
      comparedTo,
      saved: last.saved + saved,
      removed: last.removed + gone.length,
      notRemoved: last.notRemoved + notRemoved,
    };
    await ctx.db.replace("reconciliation", _id, state);
    return state;
  },
});
