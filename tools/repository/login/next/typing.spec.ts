import { expect, test } from "../fixtures.ts";

test("what is typed before the page is live stays, and what is sent is added", async ({
  app,
  page,
  person,
}) => {
  await app.signIn(person);
  const name = "Groceries";
  await app.addList(name);
  let goLive = () => {};
  const isLive = new Promise<void>((resolve) => (goLive = resolve));
  await page.route("**/_next/static/**/*.js", async (route) => {
    await isLive;
    await route.continue();
  });
  await page.goto(`${app.origin}/lists`, { waitUntil: "domcontentloaded" });
  await app.addTodo(name, "Sent early");
  await page.getByLabel("New list").fill("Typed early");
  goLive();
  await expect(app.list(name).getByRole("checkbox", { name: "Sent early" })).toBeEnabled();
  await expect(page.getByLabel(`Add to ${name}`)).toHaveValue("");
  await expect(page.getByLabel("New list")).toHaveValue("Typed early");
});
