import { expect, test } from "../../fixtures.ts";

const long = "é".repeat(600);

for (const [what, changes] of [
  ["three metadata values of 600 characters", { metadata: { a: long, b: long, c: long } }],
  ["names of 600 characters", { first_name: long, last_name: long }],
] as const) {
  test(`a person with ${what} gets in, and stays so when the session is refreshed`, async ({
    app,
    context,
    hosted,
    ownPerson,
    page,
    workos,
  }) => {
    const { email, id } = ownPerson;
    await workos.updateUser(id, changes);
    // Every page load refreshes a token that ends within thirty seconds.
    await workos.settings({ email, accessTokenLifetimeSeconds: 29 });
    await app.open("/lists");
    await hosted.signIn(page, ownPerson);
    await app.expectConvexAuthenticated();
    const session = async () =>
      (await context.cookies()).find(({ name }) => name === "wos-session")?.value;
    const before = await session();

    await page.reload();
    await app.expectConvexAuthenticated();
    await expect(app.account).toContainText(email);
    expect(await session()).not.toBe(before);
  });
}

test("an access token that has expired as it comes is said to be a matter of clocks", async ({
  app,
  context,
  hosted,
  ownPerson,
  page,
  workos,
}) => {
  await workos.settings({ email: ownPerson.email, accessTokenLifetimeSeconds: 1 });
  await app.open("/lists");
  await hosted.signIn(page, ownPerson);
  await expect(page.getByRole("heading", { name: "A server clock is wrong" })).toBeVisible();
  await app.expectSignedOut();
  const cookies = (await context.cookies()).filter(({ name }) => name.startsWith("wos-"));
  expect(cookies).toEqual([]);
});

test("a session that no cookie can hold is said to be too large", async ({ app, page }) => {
  await app.open("/sign-in-error?reason=size");
  await expect(
    page.getByRole("heading", { name: "Your session does not fit into a cookie" }),
  ).toBeVisible();
});
