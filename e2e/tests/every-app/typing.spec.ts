import { expect, test } from "../../fixtures.ts";

/** Milliseconds that each message to and from Convex is on its way. */
const LATENCY = 300;

test.beforeEach(async ({ page }) => {
  await page.routeWebSocket(/\/sync$/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => void setTimeout(() => server.send(message), LATENCY));
    server.onMessage((message) => void setTimeout(() => socket.send(message), LATENCY));
  });
});

test("three to-dos that are typed faster than the backend answers are all there, whole", async ({
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

  await app.list(name).getByLabel(`Add to ${name}`).focus();
  for (const text of ["Milk", "Bread", "Eggs"]) {
    await page.keyboard.type(text, { delay: 80 });
    await page.keyboard.press("Enter");
  }
  const todos = app.list(name).getByRole("checkbox");
  await expect(todos).toHaveCount(3);
  for (const text of ["Milk", "Bread", "Eggs"]) {
    await expect(app.list(name).getByRole("checkbox", { name: text, exact: true })).toBeVisible();
  }
});

test("a text that is refused is in the field again", async ({
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

  const tooLong = "Milk ".repeat(50);
  await app.addTodo(name, tooLong);
  const list = app.list(name);
  await expect(list.getByLabel(`Add to ${name}`)).toHaveValue("");
  await expect(list.getByRole("alert").filter({ hasText: "Keep a to-do to" })).toBeVisible();
  await expect(list.getByLabel(`Add to ${name}`)).toHaveValue(tooLong);
});
