import { expect, test } from "../fixtures.ts";

test("without a network the page says so, and shows and keeps what is typed", async ({
  app,
  context,
  expectedErrors,
  person,
}) => {
  expectedErrors.push(/ERR_INTERNET_DISCONNECTED/);
  await app.signIn(person);
  const name = "Groceries";
  await app.addList(name);
  const list = app.list(name);

  await context.setOffline(true);
  await app.addTodo(name, "Milk");
  await expect(list.getByText("Milk")).toBeVisible();
  await expect(app.account.getByRole("status")).toHaveText("Reconnecting…");
  await expect(list.locator("input[type=checkbox]")).toBeDisabled();

  await context.setOffline(false);
  await expect(list.getByRole("checkbox", { name: "Milk" })).toBeEnabled({ timeout: 30_000 });
  await app.expectConvexAuthenticated();
});
