import { expect, test } from "../../fixtures.ts";
import { createOrganization, expectOrganization, listOf } from "../../pages/organizations.ts";

test("a person creates organizations, and switches between their lists and the person's own", async ({
  app,
  newOrganizationName,
  page,
  person,
}) => {
  await app.signIn(person);
  const [first, second] = [newOrganizationName(), newOrganizationName()];
  await createOrganization(app, first);
  await expect(page.getByText("Your role: admin")).toBeVisible();
  await createOrganization(app, second);

  await app.choose(first);
  await expectOrganization(app, first);
  await expect(app.list(listOf(first))).toBeVisible();
  await app.choose("Personal");
  await app.expectConvexAuthenticated();
  await expect(app.list("My first list")).toBeVisible();
  await expect(app.list(listOf(first))).toBeHidden();
  await app.choose(second);
  await expectOrganization(app, second);
  await app.addTodo(listOf(second), "Typed after the switch");
  const todo = app.list(listOf(second)).getByRole("checkbox", { name: "Typed after the switch" });
  await expect(todo).toBeEnabled();
});
