import { expect, test } from "../fixtures.ts";
import {
  createOrganization,
  expectOrganization,
  listOf,
  openMembers,
} from "../../../../e2e/pages/organizations.ts";
import { watchOrganizations } from "../watch-organizations.ts";

test("no switch loads a document, or shows one organization below the name of another", async ({
  app,
  newOrganizationName,
  page,
  person,
}) => {
  await app.signIn(person);
  const [first, second] = [newOrganizationName(), newOrganizationName()];
  const misplaced = await watchOrganizations(page);
  await page.evaluate(() => Object.assign(document, { isMarked: true }));
  await createOrganization(app, first);
  await createOrganization(app, second);
  await app.choose(first);
  await expectOrganization(app, first);
  await app.choose("Personal");
  await app.expectConvexAuthenticated();
  await app.choose(second);
  await expectOrganization(app, second);
  expect(await page.evaluate(() => "isMarked" in document)).toBe(true);
  expect([...misplaced]).toEqual([]);
});

test("two tabs of one browser are in an organization each", async ({
  app,
  newOrganizationName,
  page,
  person,
}) => {
  await app.signIn(person);
  const [first, second] = [newOrganizationName(), newOrganizationName()];
  await createOrganization(app, first);
  await createOrganization(app, second);
  const other = await app.inNewTab();
  await other.open("/organization");
  await other.expectSignedIn();
  const misplaced = [await watchOrganizations(page), await watchOrganizations(other.page)];
  await other.choose(first);
  await expectOrganization(other, first);

  await expectOrganization(app, second);
  await app.addTodo(listOf(second), "From the one");
  await other.addTodo(listOf(first), "From the other");
  await expect(app.list(listOf(second)).getByRole("checkbox")).toHaveCount(1);
  await expect(other.list(listOf(first)).getByRole("checkbox")).toHaveCount(1);
  await openMembers(app);
  await page.getByRole("link", { name: "Lists", exact: true }).click();
  await expect(
    app.list(listOf(await page.getByRole("heading", { level: 1 }).innerText())),
  ).toBeVisible();

  await other.choose(second);
  await expect(other.list(listOf(second)).getByText("From the one")).toBeVisible();
  expect(misplaced.flatMap((pairs) => [...pairs])).toEqual([]);
});

test("a switch that fails is said in the menu, and works later", async ({
  app,
  expectedErrors,
  newOrganizationName,
  page,
  person,
  workos,
}) => {
  expectedErrors.push(/503/);
  await app.signIn(person);
  const name = newOrganizationName();
  await createOrganization(app, name);
  await createOrganization(app, newOrganizationName());
  const { email } = person;
  const path = "/user_management/authenticate";
  await workos.failNext({ path, email, count: 100 });
  await app.choose(name);
  await expect(page.getByRole("menu").getByRole("alert")).toHaveText(
    "That did not work. Try again.",
    {
      timeout: 30_000,
    },
  );
  await workos.failNext({ path, email, count: 0 });
  await page.getByRole("menuitem", { name }).click();
  await expectOrganization(app, name);
});

test("an organization that asks for another sign-in gets it, and is shown then", async ({
  app,
  expectedErrors,
  hosted,
  newOrganizationName,
  page,
  person,
  workos,
}) => {
  expectedErrors.push(/40[13]/);
  await app.signIn(person);
  const name = newOrganizationName();
  await createOrganization(app, name);
  await createOrganization(app, newOrganizationName());
  const { email } = person;
  await workos.failNext({ path: "/user_management/authenticate", email, status: 403 });
  await app.choose(name);
  await hosted.signIn(page, person);
  await expect(page).toHaveURL(`${app.origin}/organization`);
  await expectOrganization(app, name);
});
