import { readFileSync } from "node:fs";
import { looksFile, looksOf, makeLists, pictureSettings } from "../../src/readme-picture.ts";
import { expect, test } from "../fixtures.ts";

test("the README's picture of the app shows how it looks", async ({ app, page, person }, {
  project: { name: appName },
}) => {
  const { viewport, colorScheme } = pictureSettings(appName);
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme });
  await app.signIn(person);
  await makeLists(app);
  const pictured = JSON.parse(readFileSync(looksFile, "utf8")) as Record<string, string>;
  expect(
    await looksOf(app, person.email),
    "Take it again: npm run screenshots --workspace @repo/repository -- --readme",
  ).toBe(pictured[appName]);
});
