import { expect, test } from "../fixtures.ts";

// Playwright switches off what this is about: that a browser keeps a page for Back.
test.use({
  launchOptions: async ({ launchOptions }, use) => {
    await use({ ...launchOptions, ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  },
});

test("Back after a sign-out shows nothing of the person", async ({
  app,
  expectedErrors,
  hosted,
  page,
  person,
}) => {
  expectedErrors.push(/Page entered Back-Forward Cache|status of 400/);
  await app.signIn(person);
  await expect(app.list("My first list")).toBeVisible();
  // What the browser shows when it takes out the page that it has kept, before the app does anything.
  await page.evaluate(() => {
    const note = ({ persisted }: PageTransitionEvent) => {
      const shown = { persisted, text: document.body.innerText };
      sessionStorage.setItem("shown", JSON.stringify(shown));
    };
    addEventListener("pageshow", note, { capture: true });
  });
  await app.signOut();

  await page.goBack();
  await hosted.isShown(page);
  await app.open();
  await app.expectSignedOut();
  const shown = await page.evaluate(() => sessionStorage.getItem("shown"));
  expect(JSON.parse(shown ?? "null")).toEqual({ persisted: true, text: "" });
});
