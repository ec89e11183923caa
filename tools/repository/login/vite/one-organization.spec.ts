import { expect, test } from "../fixtures.ts";
import {
  createOrganization,
  expectOrganization,
  listOf,
} from "../../../../e2e/pages/organizations.ts";
import { watchOrganizations } from "../watch-organizations.ts";

test("a tab stays in its organization over a refresh, whatever another tab has switched to", async ({
  app,
  newOrganizationName,
  page,
  shortSession,
}) => {
  const { next, tokenHasExpired } = await shortSession();
  const [first, second] = [newOrganizationName(), newOrganizationName()];
  await createOrganization(app, first);
  await createOrganization(app, second);
  const misplaced = await watchOrganizations(page);
  const other = await app.inNewTab();
  await other.open("/organization");
  await other.choose(first);
  await expectOrganization(other, first);

  await next("Authenticate");
  await tokenHasExpired();
  await app.addTodo(listOf(second), "Typed after the refresh");
  const todo = { name: "Typed after the refresh" };
  await expect(app.list(listOf(second)).getByRole("checkbox", todo)).toBeEnabled();
  await expectOrganization(app, second);
  expect([...misplaced]).toEqual([]);
});
