import { expect, test } from "@playwright/test";
import { authKitSignIn } from "../../../e2e/deployed/authkit-sign-in.ts";
import { openImitation } from "./imitation.ts";

const person = { email: "test-user@example.com", firstName: "", lastName: "" };
// Given from outside, and looked for in the report afterwards: see run.ts.
const password = process.env.E2E_PASSWORD ?? "";
const hosted = authKitSignIn(password);
const verdict = (typed: string | null) => (typed === password ? "in" : "wrong");

for (const asksForBothAtOnce of [false, true]) {
  const where = asksForBothAtOnce ? "on one page" : "one after the other";
  test(`types the email address and the password ${where}`, async ({ page }) => {
    await openImitation(page, { verdict, asksForBothAtOnce });
    await hosted.isShown(page);
    await hosted.signIn(page, person);
    await expect(page.getByRole("button", { name: "Account menu" })).toBeVisible();
  });
}

test("goes on where AuthKit knows the person already", async ({ page }) => {
  await page.setContent("<button>Account menu</button>");
  await hosted.signIn(page, person);
});

test("says that a password is wrong, and leaves it nowhere", async ({ page }) => {
  await openImitation(page, { verdict: () => "wrong" });
  const impatient = authKitSignIn(password, 1_000);
  await expect(impatient.signIn(page, person)).rejects.toThrow(
    "did not let test-user@example.com in",
  );
  await expect(page.locator('input[name="password"]')).toHaveValue("");
});

test("leaves the password nowhere when a test fails while AuthKit has it", async ({ page }) => {
  test.fail();
  await openImitation(page, { verdict: () => "silence" });
  const isSent = page.waitForRequest(
    (request) => request.postData()?.includes("password") ?? false,
  );
  hosted.signIn(page, person).catch(() => undefined);
  await isSent;
  throw new Error("The test has failed.");
});
