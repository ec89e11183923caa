import { expect, test } from "../../fixtures.ts";

test("the account page shows where a person has signed in", async ({ app, page, person }) => {
  const signIns = page.getByRole("region", { name: "Sign-in activity" }).getByRole("listitem");
  // The person may be signed in elsewhere, too.
  const current = signIns.filter({ hasText: "This session" });
  await app.signIn(person, "/account");
  await expect(current).toHaveText([/Chrome /]);

  await app.signOut();
  await app.signIn(person, "/account");
  await expect(current).toHaveText([/Chrome /]);
  await expect(signIns.filter({ hasText: "Ended" }).first()).toBeVisible();
});
