import { expect, test } from "../fixtures.ts";
import {
  createOrganization,
  expectOrganization,
  listOf,
} from "../../../../e2e/pages/organizations.ts";
import { watchOrganizations } from "../watch-organizations.ts";

test("a page of one organization starts anew when its token would be another's", async ({
  app,
  newOrganizationName,
  page,
  shortSession,
}) => {
  const { tokenHasExpired } = await shortSession();
  const [first, second] = [newOrganizationName(), newOrganizationName()];
  await createOrganization(app, first);
  await createOrganization(app, second);
  const misplaced = await watchOrganizations(page);
  await page.evaluate(() => Object.assign(document, { isMarked: true }));
  const other = await app.inNewTab();
  await other.open("/organization");
  await other.choose(first);
  await expectOrganization(other, first);

  await tokenHasExpired();
  await page.waitForFunction(() => !("isMarked" in document));
  await expectOrganization(app, first);
  await expect(app.list(listOf(first))).toBeVisible();
  expect([...misplaced]).toEqual([]);
});

test("a switch shows the organization as the server has rendered it, before Convex has a token", async ({
  app,
  newOrganizationName,
  page,
  person,
}) => {
  await app.signIn(person);
  const [first, second] = [newOrganizationName(), newOrganizationName()];
  await createOrganization(app, first);
  await createOrganization(app, second);
  let release = () => {};
  const shown = new Promise<void>((resolve) => (release = resolve));
  await page.route(`${app.origin}/access-token`, async (route) => {
    await shown;
    await route.continue();
  });
  await app.choose(first);
  await expectOrganization(app, first);
  await expect(app.list(listOf(first))).toBeVisible();

  release();
  await app.addTodo(listOf(first), "Typed here");
  const todo = { name: "Typed here" };
  await expect(app.list(listOf(first)).getByRole("checkbox", todo)).toBeEnabled();
});
