import { randomUUID } from "node:crypto";
import { expect, interceptReturn, test, workosApi } from "../fixtures.ts";

test("a callback with another state than the browser's is refused", async ({
  app,
  hosted,
  page,
  person,
}) => {
  await interceptReturn(page, (callbackUrl) => {
    callbackUrl.searchParams.set("state", `${callbackUrl.searchParams.get("state")}x`);
    return callbackUrl;
  });
  await app.open("/lists");
  await hosted.signIn(page, person);

  await expect(page.getByRole("heading", { name: "Sign-in did not finish" })).toBeVisible();
  await app.expectSignedOut();
});

test("of a session whose token has expired as it comes, nothing is kept", async ({
  app,
  context,
  hosted,
  page,
  person,
  workos,
}) => {
  await workos.settings({ email: person.email, accessTokenAgeSeconds: 600 });
  await app.open("/lists");
  await hosted.signIn(page, person);
  await expect(page.getByRole("heading", { name: "A server clock is wrong" })).toBeVisible();
  await app.expectSignedOut();
  expect((await context.cookies(app.origin)).filter(({ name }) => /^wos-/.test(name))).toEqual([]);
});

test("a session that no cookie can hold is said to be too large", async ({
  app,
  context,
  hosted,
  newOrganizationName,
  page,
  person,
}) => {
  const role = `role-${randomUUID()}`;
  const permissions = Array.from({ length: 70 }, (_, index) => `reports-for-year:${2000 + index}`);
  await workosApi("POST", "authorization/roles", { slug: role, name: "Reader of reports" });
  for (const slug of permissions) {
    await workosApi("POST", "authorization/permissions", { slug, name: slug });
  }
  await workosApi("PUT", `authorization/roles/${role}/permissions`, { permissions });
  const name = newOrganizationName();
  const { id } = await workosApi<{ id: string }>("POST", "organizations", { name });
  const membership = { user_id: person.id, organization_id: id, role_slug: role };
  await workosApi("POST", "user_management/organization_memberships", membership);

  await app.open("/lists");
  await hosted.signIn(page, person);
  await expect(
    page.getByRole("heading", { name: "Your session does not fit into a cookie" }),
  ).toBeVisible();
  await app.expectSignedOut();
  expect((await context.cookies(app.origin)).filter(({ name }) => /^wos-/.test(name))).toEqual([]);
});
