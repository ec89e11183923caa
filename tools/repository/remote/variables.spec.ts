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

test("the apps that have a URL are tested", () => {
  expect(readDeployed(good, apps)).toEqual({
    apps: [{ name: "one", origin: "https://app.example.com" }],
    email: good.E2E_EMAIL,
    password: good.E2E_PASSWORD,
  });
  const local = { ONE_APP_URL: "", TWO_APP_URL: "http://localhost:4000" };
  expect(readDeployed({ ...good, ...local }, apps)).toMatchObject({
    apps: [{ name: "two", origin: "http://localhost:4000" }],
  });
});

for (const [variables, sentence] of [
  [{ E2E_EMAIL: "" }, "E2E_EMAIL is not set"],
  [{ E2E_PASSWORD: undefined }, "E2E_PASSWORD is not set"],
  [{ ONE_APP_URL: "" }, "There is no app to test: set ONE_APP_URL or TWO_APP_URL"],
  [{ ONE_APP_URL: "next.example.com" }, "ONE_APP_URL is not a URL"],
  [{ ONE_APP_URL: "ftp://example.com" }, "ONE_APP_URL is not a URL"],
  [{ ONE_APP_URL: "http://example.com" }, "ONE_APP_URL is http"],
  [{ ONE_APP_URL: "https://example.com/lists" }, "ONE_APP_URL is more than an origin"],
  [{ ONE_APP_URL: "https://a:b@example.com" }, "ONE_APP_URL is more than an origin"],
] as const) {
  test(`${JSON.stringify(variables)} stops the run: ${sentence}`, () => {
    expect(() => readDeployed({ ...good, ...variables }, apps)).toThrow(sentence);
  });
}
