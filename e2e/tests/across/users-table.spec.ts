import { expect, openedBy, test } from "../../fixtures.ts";

test("a person who is deleted in WorkOS loses their row and lists in both apps", async ({
  context,
  hosted,
  ownPerson,
  page,
  workos,
}) => {
  const apps = [openedBy(page, "next"), openedBy(await context.newPage(), "vite")];
  for (const app of apps) {
    await app.open("/lists");
    await hosted.signIn(app.page, ownPerson);
    await app.expectProfile(ownPerson);
    await expect(app.list("My first list")).toBeVisible();
  }
  await workos.deleteUser(ownPerson.id);
  for (const app of apps) {
    await expect(app.account).toContainText("not yet");
    await expect(app.account).not.toContainText(ownPerson.email);
    await expect(app.list("My first list")).toBeHidden();
  }
});
