import { expect, test } from "@playwright/test";
import { readDeployed } from "../../../e2e/deployed/variables.ts";

const apps = ["one", "two"].map((name) => ({
  name,
  title: `${name} app`,
  folder: name,
  origin: "http://localhost:4000",
  urlVariable: `${name.toUpperCase()}_APP_URL`,
}));

const good = {
  ONE_APP_URL: "https://app.example.com/",
  E2E_EMAIL: "test-user@example.com",
  E2E_PASSWORD: "secret",
};

test("without a test user the suite tests its own stack", () => {
  expect(readDeployed({}, apps)).toBeUndefined();
  expect(readDeployed({ ...good, E2E_EMAIL: "" }, apps)).toBeUndefined();
});

test("the apps that have a URL are tested, through AuthKit's page if nothing else is said", () => {
  expect(readDeployed(good, apps)).toMatchObject({
    origins: { one: "https://app.example.com" },
    signIn: "authkit",
  });
  const local = { ONE_APP_URL: "", TWO_APP_URL: "http://localhost:4000" };
  const signIn = { E2E_SIGN_IN: "local-workos" };
  expect(readDeployed({ ...good, ...local, ...signIn }, apps)).toMatchObject({
    origins: { two: "http://localhost:4000" },
    signIn: "local-workos",
  });
});

for (const [variables, sentence] of [
  [{ E2E_PASSWORD: undefined }, "E2E_PASSWORD is not set"],
  [{ ONE_APP_URL: "" }, "no app has a URL: set ONE_APP_URL or TWO_APP_URL"],
  [{ ONE_APP_URL: "next.example.com" }, "ONE_APP_URL is not a URL"],
  [{ ONE_APP_URL: "ftp://example.com" }, "ONE_APP_URL is not a URL"],
  [{ ONE_APP_URL: "http://example.com" }, "ONE_APP_URL is http"],
  [{ ONE_APP_URL: "https://example.com/lists" }, "ONE_APP_URL is more than an origin"],
  [{ ONE_APP_URL: "https://a:b@example.com" }, "ONE_APP_URL is more than an origin"],
  [{ E2E_SIGN_IN: "auth0" }, "E2E_SIGN_IN has to be authkit or local-workos"],
] as const) {
  test(`${JSON.stringify(variables)} stops the run: ${sentence}`, () => {
    expect(() => readDeployed({ ...good, ...variables }, apps)).toThrow(sentence);
  });
}
