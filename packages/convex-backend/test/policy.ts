import type { UserIdentity } from "convex/server";
import type { Value } from "convex/values";
import { api } from "../convex/_generated/api";
import { startBackend, workosSession, workosUser } from "./setup";

export const ORGANIZATION = "org_1";

/** Who calls: the claims of their access token. */
export const callers = {
  nobody: null,
  owner: { subject: "user_owner", sid: "session_1" },
  other: { subject: "user_other" },
  "a member of the admins' organization": {
    subject: "user_other",
    org_id: ORGANIZATION,
    role: "member",
  },
  "another organization's admin": { subject: "user_other", org_id: "org_2", role: "admin" },
  "an admin of no organization": { subject: "user_other", role: "admin" },
  admin: { subject: "user_admin", org_id: ORGANIZATION, role: "admin" },
  "a blocked admin": { subject: "user_blocked", org_id: ORGANIZATION, role: "admin" },
  "an admin whose session has ended": {
    subject: "user_ended",
    sid: "session_ended",
    org_id: ORGANIZATION,
    role: "admin",
  },
  "a deleted admin": { subject: "user_deleted", org_id: ORGANIZATION, role: "admin" },
  "somebody without a row": { subject: "user_new", org_id: ORGANIZATION, role: "admin" },
} satisfies Record<string, Partial<UserIdentity> | null>;

export type Caller = keyof typeof callers;
export type World = Awaited<ReturnType<typeof startWorld>>;
export type Refused = { refused: string };
export type Expected = Refused | { returns: unknown };

type Args = Record<string, Value>;

/** How to call a function, and what each caller gets. */
export type Row = {
  args: (world: World) => Args | Promise<Args>;
  expected: Record<Caller, Expected>;
};

export const refused = (sentence: string): Refused => ({ refused: sentence });
export const returns = (value: unknown): Expected => ({ returns: value });

const notSignedIn = refused("Sign in first.");
export const outsiders = {
  nobody: notSignedIn,
  "a blocked admin": refused("Your account is blocked."),
  "an admin whose session has ended": refused("Your session has ended. Sign in again."),
  "a deleted admin": refused("Your account was deleted."),
  "somebody without a row": refused("Your account is still being set up. Try again in a moment."),
};

/** What is the owner's own: everybody else is told the same, whatever they administer. */
export function ownersOnly(value: unknown, refusal: string): Row["expected"] {
  const others = refused(refusal);
  return {
    ...outsiders,
    owner: returns(value),
    other: others,
    "a member of the admins' organization": others,
    "another organization's admin": others,
    "an admin of no organization": others,
    admin: others,
  };
}

/** What is for whoever is signed in, and may be more for the owner. */
export function everyUser(value: unknown, forOwner = value): Row["expected"] {
  return {
    ...outsiders,
    owner: returns(forOwner),
    other: returns(value),
    "a member of the admins' organization": returns(value),
    "another organization's admin": returns(value),
    "an admin of no organization": returns(value),
    admin: returns(value),
  };
}

/** What is for the admins alone. */
export function adminsOnly(value: unknown): Row["expected"] {
  const refusal = "Only an admin of this app may do that.";
  return { ...ownersOnly(null, refusal), owner: refused(refusal), admin: returns(value) };
}

/** A backend of the test's own, with something of the owner's and of the admins' in it. */
export async function startWorld() {
  const backend = startBackend();
  for (const name of ["owner", "other", "admin", "ended", "blocked"]) {
    const email = `${name}@example.com`;
    await backend.sendEvent("user.created", workosUser({ id: `user_${name}`, email }));
  }
  await backend.sendEvent("user.deleted", workosUser({ id: "user_deleted" }));
  await backend.sendEvent(
    "session.created",
    workosSession({ id: "session_1", user_id: "user_owner" }),
  );
  await backend.sendEvent(
    "session.revoked",
    workosSession({ id: "session_ended", user_id: "user_ended" }),
  );
  const owner = backend.withIdentity(callers.owner);
  const listId = await owner.mutation(api.lists.create, { name: "Private" });
  const todoId = await owner.mutation(api.todos.add, { listId, text: "Secret" });
  const ruleId = await backend.run(async (ctx) => {
    await ctx.db.insert("signUpRules", { kind: "blockedPerson", value: "user_blocked" });
    return await ctx.db.insert("signUpRules", { kind: "blockedDomain", value: "ruled.example" });
  });
  return { backend, listId, todoId, ruleId };
}
