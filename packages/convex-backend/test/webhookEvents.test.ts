import { expect, test } from "vitest";
import config from "../../../convex-authkit.config";
import { startBackend, workosSession, workosUser } from "./setup";

test("the webhook endpoint is set up for the events that change our tables", async () => {
  const backend = startBackend();
  const now = new Date();
  const later = new Date(now.getTime() + 1000).toISOString();
  const user = workosUser({ id: "user_1" });
  const session = workosSession({ user_id: "user_1" });
  const organization = { id: "org_1", name: "Acme", domains: [], created_at: now, updated_at: now };
  const membership = { id: "om_1", user_id: "user_1", organization_id: "org_1", status: "active" };
  const events = {
    "user.created": user,
    "user.updated": { ...user, first_name: "Augusta", updated_at: later },
    "session.created": session,
    "session.revoked": { ...session, status: "revoked", ended_at: later },
    "organization.created": organization,
    "organization_membership.created": membership,
    "organization_membership.deleted": membership,
    "organization.deleted": organization,
    "user.deleted": user,
  };
  const applied: string[] = [];
  let before = await ourDocuments();
  for (const [type, data] of Object.entries(events)) {
    expect((await backend.sendEvent(type, data)).status).toBe(200);
    const after = await ourDocuments();
    if (after !== before) applied.push(type);
    before = after;
  }
  expect(config.webhookEvents?.toSorted()).toEqual(applied.sort());

  async function ourDocuments() {
    return JSON.stringify((await backend.documents()).ours);
  }
});
