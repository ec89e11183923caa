import workosAuthKit from "@convex-dev/workos-authkit/test";
import { convexTest } from "convex-test";
import { makeFunctionReference } from "convex/server";
import { expect, test } from "vitest";
import schema from "./fixture/convex/schema.ts";
import {
  actionSecret,
  authorization,
  startEndpoint,
  startWorkos,
  submit,
  webhookSecret,
} from "./harness.ts";

const modules = {
  // convex-test finds the root of the functions by this path.
  "./fixture/convex/_generated/api.js": () => Promise.resolve({}),
  "./fixture/convex/auth.ts": () => import("./fixture/convex/auth.ts"),
  "./fixture/convex/http.ts": () => import("./fixture/convex/http.ts"),
};
const currentUser = makeFunctionReference<
  "query",
  Record<string, never>,
  { firstName?: string } | null
>("auth:currentUser");

/** A deployment with the real component, whose http actions are reachable over HTTP. */
async function startDeployment() {
  const t = convexTest(schema, modules);
  workosAuthKit.register(t);
  const site = await startEndpoint(async (body, { url = "/", headers }) => {
    const response = await t.fetch(url, {
      method: "POST",
      body,
      headers: { "workos-signature": String(headers["workos-signature"]) },
    });
    return { status: response.status, body: await response.text() };
  });
  const workos = await startWorkos({
    webhookEndpoint: { url: `${site}/workos/webhook`, secret: webhookSecret },
    actionEndpoint: { url: `${site}/workos/action`, secret: actionSecret },
  });
  return { t, ...workos };
}

test("the component takes a user from sign-up to deletion", async () => {
  const { t, url, control } = await startDeployment();
  const email = "ada@example.com";
  const signUp = authorization(url, { screen_hint: "sign-up" });
  const person = { email, first_name: "Ada", last_name: "Lovelace" };
  expect((await submit(signUp.url, person)).status).toBe(302);
  await control.waitForDelivery({ email, type: "user.created" });

  const userId = (await control.findUserByEmail(email))?.id ?? "";
  const asAda = t.withIdentity({ subject: userId });
  expect(await asAda.query(currentUser, {})).toMatchObject({ email, firstName: "Ada" });

  await control.updateUser(userId, { first_name: "Augusta", metadata: { plan: "pro" } });
  await control.waitForDelivery({ email, type: "user.updated" });
  expect(await asAda.query(currentUser, {})).toMatchObject({
    firstName: "Augusta",
    metadata: { plan: "pro" },
  });

  await control.deleteUser(userId);
  await control.waitForDelivery({ email, type: "user.deleted" });
  expect(await asAda.query(currentUser, {})).toBeNull();
  const handled = await t.run((ctx) => ctx.db.query("handled").collect());
  expect(handled).toMatchObject([
    { event: "user.created", userId },
    { event: "user.deleted", userId },
  ]);
});

test("the component's denial stops a registration", async () => {
  const { t, url, control } = await startDeployment();
  const email = "mallory@blocked.example";
  const response = await submit(authorization(url, { screen_hint: "sign-up" }).url, { email });
  expect(response.status).toBe(403);
  expect(await response.text()).toContain("This domain is blocked.");
  expect(await control.deliveries()).toEqual([]);
  expect(await t.run((ctx) => ctx.db.query("handled").collect())).toEqual([]);
});
