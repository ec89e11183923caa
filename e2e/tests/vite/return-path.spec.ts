import { expect, test } from "../../fixtures.ts";

test("a sign-in leads to where the person was going, with query and fragment", async ({
  app,
  person,
}) => {
  await app.signIn(person, "/lists?from=mail&code=summer&state=new#second");
});

test("a sign-in leads to no other site", async ({ app, hosted, page, person }) => {
  await app.open("/sign-in?returnTo=https://evil.example/");
  await hosted.signIn(page, person);
  await expect(page).toHaveURL(`${app.origin}/lists`);
});
