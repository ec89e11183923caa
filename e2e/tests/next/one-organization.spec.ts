import { expect, test } from "../../fixtures.ts";
import {
  createOrganization,
  expectOrganization,
  listOf,
  watchOrganizations,
} from "../../pages/organizations.ts";

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
  const other = await app.inNewTab();
  await other.open("/organization");
  await other.choose(first);
  await expectOrganization(other, first);

  await tokenHasExpired();
  await expect(app.list(listOf(first))).toBeVisible({ timeout: 30_000 });
  await expectOrganization(app, first);
  expect([...misplaced]).toEqual([]);
});
