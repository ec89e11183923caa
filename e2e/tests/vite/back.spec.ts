import { expect, test } from "../../fixtures.ts";

// Playwright switches off what this is about: that a browser keeps a page for Back.
test.use({
  launchOptions: async ({ launchOptions }, use) => {
    await use({ ...launchOptions, ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  },
});

test("Back after a sign-out shows nothing of the person", async ({
  app,
  hosted,
  ownPerson,
  page,
}) => {
  await app.open("/lists");
  await hosted.signIn(page, ownPerson);
  await app.expectConvexAuthenticated();
  await expect(app.list("My first list")).toBeVisible();
  // What the browser shows when it takes out the page that it has kept, before the app does anything.
  await page.evaluate(() =>
    addEventListener(
      "pageshow",
      (event) => {
        const { persisted } = event;
        sessionStorage.setItem(
          "shown",
          JSON.stringify({ persisted, text: document.body.innerText }),
        );
      },
      { capture: true },
    ),
  );
  await app.signOut();
  await app.expectSignedOut();

  await page.goBack();
  await hosted.isShown(page);
  await app.open();
  await app.expectSignedOut();
  const shown = await page.evaluate(() => sessionStorage.getItem("shown"));
  expect(JSON.parse(shown ?? "null")).toEqual({ persisted: true, text: "" });
});
