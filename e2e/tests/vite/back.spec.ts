import { expect, test } from "../../fixtures.ts";

// Playwright switches off what this is about: that a browser keeps a page for Back.
test.use({
  launchOptions: async ({ launchOptions }, use) => {
    await use({ ...launchOptions, ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  },
});

test("Back after a sign-out shows nothing of the person", async ({
  addOwnList,
  app,
  hosted,
  page,
  person,
}) => {
  await app.open("/lists");
  await hosted.signIn(page, person);
  await app.expectConvexAuthenticated();
  const name = await addOwnList();
  await app.signOutButton.click();
  await app.expectSignedOut();

  // As soon as the browser shows the page that it has kept, and before anything on it has run.
  await page.addInitScript(() => {
    addEventListener("pageshow", () => sessionStorage.setItem("shown", document.body.innerText));
  });
  await page.goBack();
  await hosted.isShown(page);
  await app.open();
  expect(await page.evaluate(() => sessionStorage.getItem("shown"))).not.toContain(name);
});
