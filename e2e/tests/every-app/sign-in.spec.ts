import { expect, test } from "../../fixtures.ts";
import { AUTHENTICATION_DOMAIN } from "../../stack/settings.ts";

test("a person signs in, and stays so after a reload", async ({ app, hosted, page, person }) => {
  await app.open();
  await app.expectSignedOut();
  await app.signInLink.click();
  await hosted.signIn(page, person);
  await app.expectConvexAuthenticated();
  await app.expectProfile(person);

  await page.reload();
  await app.expectConvexAuthenticated();
  await app.expectProfile(person);
});

test("after a reload the app needs no request for a token, and Convex authenticates once", async ({
  addOwnList,
  app,
  page,
  person,
}) => {
  await app.signIn(person);
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().startsWith(app.origin))
      sent.push(request.url());
  });
  page.on("websocket", (socket) => {
    socket.on("framesent", ({ payload }) => {
      const { type } = JSON.parse(payload.toString()) as { type: string };
      if (type === "Authenticate") sent.push(type);
    });
  });
  await page.reload();
  await app.expectConvexAuthenticated();
  await addOwnList();
  expect(sent).toEqual(["Authenticate"]);
});

test("a protected page asks for a sign-in, and is there after it", async ({
  app,
  hosted,
  page,
  person,
}) => {
  await app.open("/account?from=mail");
  await hosted.signIn(page, person);
  await app.expectConvexAuthenticated("/account?from=mail");
  await expect(page.getByRole("heading", { name: "My account" })).toBeVisible();
});

test("with a custom authentication domain, which tokens name as their issuer, a person signs in", async ({
  app,
  ownPerson,
  workos,
}) => {
  const { email } = ownPerson;
  await workos.settings({ email, issuerOrigin: `https://${AUTHENTICATION_DOMAIN}` });
  await app.signIn(ownPerson);
  await app.expectProfile(ownPerson);
  await app.addList("Groceries");
  await expect(app.list("Groceries")).toBeVisible();
});
