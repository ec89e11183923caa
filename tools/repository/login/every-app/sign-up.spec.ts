import { refusal, signUp } from "../../../../e2e/pages/hosted-sign-in.ts";
import { expect, interceptReturn, test } from "../fixtures.ts";
import { BLOCKED_DOMAIN } from "../global-setup.ts";

test("a new person signs up, and WorkOS has told of them before they arrive", async ({
  app,
  newPerson,
  page,
  workos,
}) => {
  // Keeps the browser from arriving before WorkOS's event has.
  await interceptReturn(page, async (callbackUrl) => {
    await workos.waitForDelivery({ email: newPerson.email, type: "user.created" });
    return callbackUrl;
  });
  await app.open();
  await app.signUpLink.click();
  await signUp(page, newPerson);

  await app.expectConvexAuthenticated();
  await app.expectProfile(newPerson);
});

test("a sign-up that the backend denies says why, and makes no user", async ({
  app,
  newPerson,
  page,
  workos,
}) => {
  const email = newPerson.email.replace(/@/, "-") + `@${BLOCKED_DOMAIN}`;
  await app.open();
  await app.signUpLink.click();
  await signUp(page, { ...newPerson, email });

  expect(await refusal(page)).toBe(
    `Sign-ups with a ${BLOCKED_DOMAIN} email address are not allowed.`,
  );
  expect(await workos.findUserByEmail(email)).toBeUndefined();
});

test("a new person signs up, and has their row before WorkOS has told of them", async ({
  app,
  newPerson,
  page,
  workos,
}) => {
  await workos.holdWebhooks(newPerson.email);
  await app.open();
  await app.signUpLink.click();
  await signUp(page, newPerson);

  await app.expectConvexAuthenticated();
  await app.expectProfile(newPerson);
  await expect(app.list("My first list")).toHaveCount(1);

  // The late event finds the row, and does not start it anew.
  await workos.releaseWebhooks(newPerson.email);
  await workos.waitForDelivery({ email: newPerson.email, type: "user.created" });
  await app.expectProfile(newPerson);
  await expect(app.list("My first list")).toHaveCount(1);
});
