import { expect, openedBy, test as base } from "../../fixtures.ts";
import type { App } from "../../pages/app.ts";
import type { KnownPerson } from "../../pages/hosted-sign-in.ts";

/** The two apps, with one person signed in to both. */
type Apps = { next: App; vite: App };

const test = base.extend<{
  signInToBoth: (person: KnownPerson) => Promise<Apps>;
}>({
  signInToBoth: async ({ app, context, hosted }, use) => {
    await use(async (person) => {
      const apps = { next: app, vite: openedBy(await context.newPage(), "vite") };
      for (const each of Object.values(apps)) {
        await each.open("/lists");
        await hosted.signIn(each.page, person);
        await each.expectConvexAuthenticated();
        await each.expectProfile(person);
      }
      return apps;
    });
  },
});

test("a to-do typed in one app appears in the other", async ({
  addOwnList,
  person,
  signInToBoth,
}) => {
  const { next, vite } = await signInToBoth(person);
  const list = await addOwnList();
  await next.addTodo(list, "Typed in Next.js");
  await vite.list(list).getByRole("checkbox", { name: "Typed in Next.js" }).check();
  await expect(next.list(list).getByRole("checkbox", { name: "Typed in Next.js" })).toBeChecked();

  await vite.addTodo(list, "Typed in Vite");
  await expect(next.list(list).getByRole("checkbox", { name: "Typed in Vite" })).toBeVisible();
});

test("a profile that changes in WorkOS changes in both apps", async ({
  ownPerson,
  signInToBoth,
  workos,
}) => {
  const apps = await signInToBoth(ownPerson);
  await workos.updateUser(ownPerson.id, { first_name: "Augusta" });
  for (const app of Object.values(apps)) {
    await app.expectProfile({ ...ownPerson, firstName: "Augusta" });
  }
});
