import type { Page } from "@playwright/test";
import { expect, openedBy, test } from "../../fixtures.ts";

test.beforeEach(async ({ page, context, hosted, person }) => {
  for (const app of [openedBy(page, "next"), openedBy(await context.newPage(), "vite")]) {
    await app.open("/lists");
    await hosted.signIn(app.page, person);
    await app.expectConvexAuthenticated();
    await app.expectProfile(person);
  }
});

/** The pages that the person has open: first Next.js, then Vite. */
function openApps(pages: Page[]) {
  return [openedBy(pages[0]!, "next"), openedBy(pages[1]!, "vite")] as const;
}

test("a to-do typed in one app appears in the other", async ({ context }) => {
  const [next, vite] = openApps(context.pages());

  await next.addList("Shared");
  await next.addTodo("Shared", "Typed in Next.js");
  await expect(vite.page.getByRole("checkbox", { name: "Typed in Next.js" })).toBeVisible();

  await vite.page.getByRole("checkbox", { name: "Typed in Next.js" }).check();
  await expect(next.page.getByRole("checkbox", { name: "Typed in Next.js" })).toBeChecked();

  await vite.addTodo("Shared", "Typed in Vite");
  await expect(next.page.getByRole("checkbox", { name: "Typed in Vite" })).toBeVisible();
});

test("a profile that changes in WorkOS changes in both apps", async ({
  context,
  person,
  workos,
}) => {
  await workos.updateUser(person.id, { first_name: "Augusta" });
  for (const app of openApps(context.pages())) {
    await app.expectProfile({ ...person, firstName: "Augusta" });
  }
});
