import { expect, test } from "../../fixtures.ts";

test("a session that somebody else has started for a person says so, and changes nothing", async ({
  app,
  expectedErrors,
  page,
  person,
  workos,
}) => {
  const refusal = "You are impersonating this user, and cannot change anything.";
  expectedErrors.push(new RegExp(refusal));
  const impersonator = { email: "support@example.com", reason: "A report of a list that is gone" };
  await workos.settings({ email: person.email, initiateLoginUri: `${app.origin}/sign-in` });
  await page.goto(await workos.startSignIn(person.email, { impersonator }));
  await app.expectConvexAuthenticated();
  const banner = page.getByRole("complementary", { name: "Impersonation" });
  await expect(banner).toContainText(`support@example.com is signed in as ${person.email}.`);

  const field = page.getByLabel("New list");
  await field.fill("Theirs");
  await field.press("Enter");
  await expect(page.getByRole("alert").filter({ hasText: refusal })).toBeVisible();
  await expect(app.list("Theirs")).toBeHidden();

  await banner.getByRole("button", { name: "End this session" }).click();
  await app.expectSignedOut();
});
