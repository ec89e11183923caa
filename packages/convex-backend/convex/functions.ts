import { customCtx, customMutation, customQuery } from "convex-helpers/server/customFunctions";
import { mutation, query } from "./_generated/server";
import { requireAdmin } from "./model/admins";
import { requireUser } from "./model/users";

// What public functions are made of. Each refuses before the handler runs, and gives it `ctx.user`,
// the row of the person who calls. With the plain `query` or `mutation` a handler checks for itself.

/** A query for people who are signed in, neither deleted nor blocked. */
export const userQuery = customQuery(
  query,
  customCtx(async (ctx) => ({ user: await requireUser(ctx) })),
);

/** A mutation for people who are signed in, neither deleted nor blocked. */
export const userMutation = customMutation(
  mutation,
  customCtx(async (ctx) => ({ user: await requireUser(ctx) })),
);

/** A query for the app's admins. */
export const adminQuery = customQuery(
  query,
  customCtx(async (ctx) => ({ user: await requireAdmin(ctx) })),
);

/** A mutation for the app's admins. */
export const adminMutation = customMutation(
  mutation,
  customCtx(async (ctx) => ({ user: await requireAdmin(ctx) })),
);
