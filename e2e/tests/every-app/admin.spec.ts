import { expect, test } from "../../fixtures.ts";
import { refusal, signUp } from "../../pages/hosted-sign-in.ts";

test("an admin blocks a domain: sign-ups from it are refused until it is lifted", async ({
  admin,
  app,
  newPerson,
  page,
  workos,
}) => {
  const domain = newPerson.email.split("@")[1]!;
  const blocked = admin.page.getByRole("region", { name: "Blocked domains" });
  await blocked.getByLabel("Add to blocked domains").fill(domain);
  await blocked.getByRole("button", { name: "Add" }).click();
  await expect(blocked.getByText(domain)).toBeVisible();

  await app.open();
  await app.signUpLink.click();
  await signUp(page, newPerson);
  expect(await refusal(page)).toBe(`Sign-ups with a ${domain} email address are not allowed.`);
  expect(await workos.findUserByEmail(newPerson.email)).toBeUndefined();

  await blocked.getByRole("button", { name: `Remove ${domain}` }).click();
  await expect(blocked.getByText(domain)).toBeHidden();
  await signUp(page, newPerson);
  await app.expectConvexAuthenticated();
  await app.expectProfile(newPerson);
});

test("an admin blocks a person: they are out at once, and in again when it is lifted", async ({
  admin,
  app,
  hosted,
  newWindow,
  person,
}) => {
  await app.signIn(person);
  await app.expectProfile(person);
  await expect(app.list("My first list")).toBeVisible();

  const people = admin.page.getByRole("region", { name: "People", exact: true });
  await people.getByRole("button", { name: `Block ${person.email}` }).click();
  await admin.page.getByRole("alertdialog").getByRole("button", { name: "Block" }).click();
  await expect(app.account).toContainText("Your account is blocked.");
  await expect(app.list("My first list")).toBeHidden();

  const elsewhere = await newWindow();
  await elsewhere.open("/lists");
  await hosted.signIn(elsewhere.page, person);
  expect(await refusal(elsewhere.page)).toBe("Your account is blocked.");

  await people.getByRole("button", { name: `Unblock ${person.email}` }).click();
  await hosted.signIn(elsewhere.page, person);
  await elsewhere.expectConvexAuthenticated();
  await elsewhere.expectProfile(person);
});
