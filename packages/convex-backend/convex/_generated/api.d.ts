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
import type * as auth from "../auth.js";
import type * as crons from "../crons.js";
import type * as deletedUsers from "../deletedUsers.js";
import type * as events from "../events.js";
import type * as functions from "../functions.js";
import type * as http from "../http.js";
import type * as lists from "../lists.js";
import type * as model_admins from "../model/admins.js";
import type * as model_component from "../model/component.js";
import type * as model_convexValues from "../model/convexValues.js";
import type * as model_displayName from "../model/displayName.js";
import type * as model_emailDomains from "../model/emailDomains.js";
import type * as model_lists from "../model/lists.js";
import type * as model_rateLimits from "../model/rateLimits.js";
import type * as model_sessions from "../model/sessions.js";
import type * as model_signUpRules from "../model/signUpRules.js";
import type * as model_signedRequests from "../model/signedRequests.js";
import type * as model_standing from "../model/standing.js";
import type * as model_userData from "../model/userData.js";
import type * as model_userEvents from "../model/userEvents.js";
import type * as model_users from "../model/users.js";
import type * as model_usersTables from "../model/usersTables.js";
import type * as model_workos from "../model/workos.js";
import type * as model_workosApi from "../model/workosApi.js";
import type * as model_workosEvents from "../model/workosEvents.js";
import type * as people from "../people.js";
import type * as profiles from "../profiles.js";
import type * as reconcile from "../reconcile.js";
import type * as retention from "../retention.js";
import type * as rules from "../rules.js";
import type * as sessions from "../sessions.js";
import type * as todos from "../todos.js";
import type * as users from "../users.js";
import type * as webhookRoute from "../webhookRoute.js";
import type * as workosSessions from "../workosSessions.js";

import type {
  ApiFromModules,
  FilterApi,
  FunctionReference,
} from "convex/server";

declare const fullApi: ApiFromModules<{
  account: typeof account;
  actionRoute: typeof actionRoute;
  auth: typeof auth;
  crons: typeof crons;
  deletedUsers: typeof deletedUsers;
  events: typeof events;
  functions: typeof functions;
  http: typeof http;
  lists: typeof lists;
  "model/admins": typeof model_admins;
  "model/component": typeof model_component;
  "model/convexValues": typeof model_convexValues;
  "model/displayName": typeof model_displayName;
  "model/emailDomains": typeof model_emailDomains;
  "model/lists": typeof model_lists;
  "model/rateLimits": typeof model_rateLimits;
  "model/sessions": typeof model_sessions;
  "model/signUpRules": typeof model_signUpRules;
  "model/signedRequests": typeof model_signedRequests;
  "model/standing": typeof model_standing;
  "model/userData": typeof model_userData;
  "model/userEvents": typeof model_userEvents;
  "model/users": typeof model_users;
  "model/usersTables": typeof model_usersTables;
  "model/workos": typeof model_workos;
  "model/workosApi": typeof model_workosApi;
  "model/workosEvents": typeof model_workosEvents;
  people: typeof people;
  profiles: typeof profiles;
  reconcile: typeof reconcile;
  retention: typeof retention;
  rules: typeof rules;
  sessions: typeof sessions;
  todos: typeof todos;
  users: typeof users;
  webhookRoute: typeof webhookRoute;
  workosSessions: typeof workosSessions;
}>;

/**
 * A utility for referencing Convex functions in your app's public API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = api.myModule.myFunction;
 * ```
 */
export declare const api: FilterApi<
  typeof fullApi,
  FunctionReference<any, "public">
>;

/**
 * A utility for referencing Convex functions in your app's internal API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = internal.myModule.myFunction;
 * ```
 */
export declare const internal: FilterApi<
  typeof fullApi,
  FunctionReference<any, "internal">
>;

export declare const components: {
  rateLimiter: import("@convex-dev/rate-limiter/_generated/component.js").ComponentApi<"rateLimiter">;
  workOSAuthKit: import("@convex-dev/workos-authkit/_generated/component.js").ComponentApi<"workOSAuthKit">;
};
