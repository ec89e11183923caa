import { test } from "../../fixtures.ts";
import { signUp } from "../../pages/hosted-sign-in.ts";

test("a new person signs up, and the backend knows them", async ({ app, newPerson, page }) => {
  await app.open();
  await app.signUpLink.click();
  await signUp(page, newPerson);
  await app.expectConvexAuthenticated();
  await app.expectProfile(newPerson);
});
