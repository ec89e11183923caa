/* eslint-disable */
/**
 * Generated `api` utility.
 *
 * THIS CODE IS AUTOMATICALLY GENERATED.
 *
 * To regenerate, run `npx convex dev`.
 * @module
 */

import type * as account from "../account.js";
import type * as actionRoute from "../actionRoute.js";
import type * as admin from "../admin.js";
import type * as auth from "../auth.js";
import type * as cleanup from "../cleanup.js";
import type * as crons from "../crons.js";
import type * as functions from "../functions.js";
import type * as http from "../http.js";
import type * as invitations from "../invitations.js";
import type * as lists from "../lists.js";
import type * as members from "../members.js";
import type * as model_access from "../model/access.js";
import type * as model_authKit from "../model/authKit.js";
import type * as model_convexValues from "../model/convexValues.js";
import type * as model_errors from "../model/errors.js";
import type * as model_events from "../model/events.js";
import type * as model_lookups from "../model/lookups.js";
import type * as model_rateLimits from "../model/rateLimits.js";
import type * as model_rows from "../model/rows.js";
import type * as model_signUpRules from "../model/signUpRules.js";
import type * as model_signedRequests from "../model/signedRequests.js";
import type * as model_todoLists from "../model/todoLists.js";
import type * as model_users from "../model/users.js";
import type * as model_workos from "../model/workos.js";
import type * as organizations from "../organizations.js";
import type * as reconcile from "../reconcile.js";
import type * as todos from "../todos.js";
import type * as webhookRoute from "../webhookRoute.js";

import type {
  ApiFromModules,
  FilterApi,
  FunctionReference,
} from "convex/server";
import { anyApi, componentsGeneric } from "convex/server";

const fullApi: ApiFromModules<{
  account: typeof account;
  actionRoute: typeof actionRoute;
  admin: typeof admin;
  auth: typeof auth;
  cleanup: typeof cleanup;
  crons: typeof crons;
  functions: typeof functions;
  http: typeof http;
  invitations: typeof invitations;
  lists: typeof lists;
  members: typeof members;
  "model/access": typeof model_access;
  "model/authKit": typeof model_authKit;
  "model/convexValues": typeof model_convexValues;
  "model/errors": typeof model_errors;
  "model/events": typeof model_events;
  "model/lookups": typeof model_lookups;
  "model/rateLimits": typeof model_rateLimits;
  "model/rows": typeof model_rows;
  "model/signUpRules": typeof model_signUpRules;
  "model/signedRequests": typeof model_signedRequests;
  "model/todoLists": typeof model_todoLists;
  "model/users": typeof model_users;
  "model/workos": typeof model_workos;
  organizations: typeof organizations;
  reconcile: typeof reconcile;
  todos: typeof todos;
  webhookRoute: typeof webhookRoute;
}> = anyApi as any;

/**
 * A utility for referencing Convex functions in your app's public API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = api.myModule.myFunction;
 * ```
 */
export const api: FilterApi<
  typeof fullApi,
  FunctionReference<any, "public">
> = anyApi as any;

/**
 * A utility for referencing Convex functions in your app's internal API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = internal.myModule.myFunction;
 * ```
 */
export const internal: FilterApi<
  typeof fullApi,
  FunctionReference<any, "internal">
> = anyApi as any;

export const components = componentsGeneric() as unknown as {
  rateLimiter: import("@convex-dev/rate-limiter/_generated/component.js").ComponentApi<"rateLimiter">;
  workOSAuthKit: import("@convex-dev/workos-authkit/_generated/component.js").ComponentApi<"workOSAuthKit">;
};
