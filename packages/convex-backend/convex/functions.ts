import { customCtx, customMutation, customQuery } from "convex-helpers/server/customFunctions";
import { mutation, query } from "./_generated/server";
import { requireAdmin } from "./model/admins";
import { limitChanges } from "./model/rateLimits";
import { requireUser } from "./model/standing";

// What public functions are made of. Each refuses before the handler runs, and gives it `ctx.user`,
// the person who calls; mutations also refuse whoever changes too much. With the plain `query` or
// `mutation` a handler checks for itself.

/** A query for people who are signed in, and whom standingOf does not refuse. */
export const userQuery = customQuery(
  query,
  customCtx(async (ctx) => ({ user: await requireUser(ctx) })),
);

/** A mutation for people who are signed in, and whom standingOf does not refuse. */
export const userMutation = customMutation(
  mutation,
  customCtx(async (ctx) => {
    const user = await requireUser(ctx);
    await limitChanges(ctx, user.workosUserId);
    return { user };
  }),
);

/** A query for the app's admins. */
export const adminQuery = customQuery(
  query,
  customCtx(async (ctx) => ({ user: await requireAdmin(ctx) })),
);

/** A mutation for the app's admins. */
export const adminMutation = customMutation(
  mutation,
  customCtx(async (ctx) => {
    const user = await requireAdmin(ctx);
    await limitChanges(ctx, user.workosUserId);
    return { user };
  }),
);
