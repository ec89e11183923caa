import { expect, test } from "../fixtures.ts";

/** Milliseconds that each message to and from Convex is on its way. */
const LATENCY = 300;

test("three to-dos that are typed faster than the backend answers are all there, whole", async ({
  app,
  page,
  person,
}) => {
  await page.routeWebSocket(/\/sync$/, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => void setTimeout(() => server.send(message), LATENCY));
    server.onMessage((message) => void setTimeout(() => socket.send(message), LATENCY));
  });
  await app.signIn(person);
  const name = "Groceries";
  await app.addList(name);
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
