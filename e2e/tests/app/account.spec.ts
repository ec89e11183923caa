import { expect, test } from "../../fixtures.ts";

test("the account page shows where a person has signed in", async ({
  app,
  hosted,
  page,
  person,
}) => {
  const signIns = page.getByRole("region", { name: "Sign-in activity" }).getByRole("listitem");
  await app.open("/account");
  await hosted.signIn(page, person);
  await expect(signIns).toHaveText([/Chrome .*This session/s]);

  await app.signOutButton.click();
  await app.expectSignedOut();
  await app.open("/account");
  await hosted.signIn(page, person);
  await expect(signIns).toHaveText([/This session/, /Ended/]);
});
