import { AUTHENTICATION_DOMAIN } from "../global-setup.ts";
import { expect, test } from "../fixtures.ts";

test("after a reload the app needs no request for a token, and Convex authenticates once", async ({
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
  await app.addList("Groceries");
  expect(sent).toEqual(["Authenticate"]);
});

test("with a custom authentication domain, which tokens name as their issuer, a person signs in", async ({
  app,
  person,
  workos,
}) => {
  const { email } = person;
  await workos.settings({ email, issuerOrigin: `https://${AUTHENTICATION_DOMAIN}` });
  await app.signIn(person);
  await app.expectProfile(person);
  await app.addList("Groceries");
  await expect(app.list("Groceries")).toBeVisible();
});
