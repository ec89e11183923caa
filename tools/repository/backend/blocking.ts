import { expect, vi } from "vitest";
import { api } from "../../../packages/convex-backend/convex/_generated/api";
import type { Doc, Id } from "../../../packages/convex-backend/convex/_generated/dataModel";
import {
  authentication,
  claimsIn,
  startBackend,
  workosMembership,
  workosUser,
} from "../../../packages/convex-backend/test/setup";
import { stubWorkOS } from "../../../packages/convex-backend/test/workosApi";

export const paginationOpts = { numItems: 10, cursor: null };
export const person = (id: string, email: string) =>
  workosUser({ id, email, updated_at: new Date().toISOString() });

/** Whether the action endpoint lets WorkOS's user_1 sign in. */
export async function mayAuthenticate(backend: ReturnType<typeof startBackend>, email: string) {
  return (await backend.askAction(authentication(email))) === "Allow";
}

/** An admin of the app, as `ADMIN_ORGANIZATION_ID` has to name `org_admins` for it. */
export async function startAppAdmin(backend: ReturnType<typeof startBackend>) {
  vi.stubEnv("ADMIN_ORGANIZATION_ID", "org_admins");
  const claims = claimsIn("org_admins", "user_admin");
  await backend.sendEvent("user.created", workosUser({ id: claims.subject }));
  await backend.sendEvent(
    "organization_membership.created",
    workosMembership({ organization_id: claims.org_id, user_id: claims.subject, role: "admin" }),
  );
  return backend.withIdentity(claims);
}

/** An admin of the app, and Eve, who is user_1. */
export async function startBlocking() {
  stubWorkOS({ users: ["user_1", "user_2"].map((id) => workosUser({ id })) });
  const backend = startBackend();
  const admin = await startAppAdmin(backend);
  await backend.sendEvent("user.created", person("user_1", "Eve@example.com"));
  const eve = backend.withIdentity({ subject: "user_1" });
  const people = async () => (await admin.query(api.admin.people, { paginationOpts })).page;
  const idOf = async (workosId: string) =>
    (await people()).find((user) => user.workosId === workosId)!._id;
  const userId = await idOf("user_1");
  return {
    ...{ backend, admin, eve, idOf },
    addRule: (kind: Doc<"signUpRules">["kind"], value: string) =>
      admin.mutation(api.admin.addRule, { kind, value }),
    removeRule: (ruleId: Id<"signUpRules">) => admin.mutation(api.admin.removeRule, { ruleId }),
    rules: async (kind: Doc<"signUpRules">["kind"]) =>
      (await admin.query(api.admin.rules, { kind, paginationOpts })).page,
    block: (id = userId) => admin.mutation(api.admin.block, { userId: id }),
    unblock: () => admin.mutation(api.admin.unblock, { userId }),
    ruleValues: async () =>
      (await backend.documents()).ours.signUpRules!.map(({ value }) => value as string).sort(),
    expectRefused: async () => {
      const list = eve.mutation(api.lists.create, { owner: "user", name: "x" });
      await expect(list).rejects.toThrow("Your account is blocked.");
      expect(await eve.query(api.lists.list, { owner: "user" })).toEqual([]);
    },
    expectAllowed: async () => {
      expect(await eve.query(api.lists.list, { owner: "user" })).toHaveLength(1);
    },
  };
}
