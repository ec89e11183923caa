import { expect, test } from "../../fixtures.ts";

/** Milliseconds that each message to and from Convex is on its way. */
const LATENCY = 300;

test.beforeEach(async ({ app, page, person }) => {
  await page.routeWebSocket(/\/sync$/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => void setTimeout(() => server.send(message), LATENCY));
    server.onMessage((message) => void setTimeout(() => socket.send(message), LATENCY));
  });
  await app.signIn(person);
});

test("three to-dos that are typed faster than the backend answers are all there, whole", async ({
  addOwnList,
  app,
  page,
}) => {
  const name = await addOwnList();
  const todos = ["Milk", "Bread", "Eggs"];
  await app.list(name).getByLabel(`Add to ${name}`).focus();
  for (const text of todos) {
    await page.keyboard.type(text, { delay: 80 });
    await page.keyboard.press("Enter");
  }
  await expect(app.list(name).getByRole("checkbox")).toHaveCount(3);
  for (const text of todos) {
    await expect(app.list(name).getByRole("checkbox", { name: text, exact: true })).toBeVisible();
  }
});

test("a text that is refused is in the field again", async ({
  addOwnList,
  app,
  expectedErrors,
}) => {
  expectedErrors.push(/CONVEX M\(todos:add\)/);
  const name = await addOwnList();
  const tooLong = "Milk ".repeat(50);
  await app.addTodo(name, tooLong);
  const list = app.list(name);
  await expect(list.getByLabel(`Add to ${name}`)).toHaveValue("");
  await expect(list.getByRole("alert").filter({ hasText: "Keep a to-do to" })).toBeVisible();
  await expect(list.getByLabel(`Add to ${name}`)).toHaveValue(tooLong);
});
