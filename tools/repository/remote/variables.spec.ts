import { expect, test } from "@playwright/test";
import { homeApp } from "@repo/config/apps";
import { readDeployed, urlVariables } from "../variables.ts";

const urlVariable = urlVariables[homeApp];

const good = {
  [urlVariable]: "https://app.example.com/",
  E2E_EMAIL: "test-user@example.com",
  E2E_PASSWORD: "secret",
};

test("without a URL the suite tests its own stack", () => {
  expect(readDeployed({})).toBeUndefined();
  expect(readDeployed({ ...good, [urlVariable]: "" })).toBeUndefined();
});

test("the apps that have a URL are tested, through AuthKit's page if nothing else is said", () => {
  expect(readDeployed(good)).toMatchObject({
    origins: { [homeApp]: "https://app.example.com" },
    signIn: "authkit",
  });
  const local = { [urlVariable]: "http://localhost:4000", E2E_SIGN_IN: "local-workos" };
  expect(readDeployed({ ...good, ...local })).toMatchObject({
    origins: { [homeApp]: "http://localhost:4000" },
    signIn: "local-workos",
  });
});

for (const [variables, sentence] of [
  [{ E2E_EMAIL: "" }, "E2E_EMAIL is not set"],
  [{ E2E_PASSWORD: undefined }, "E2E_PASSWORD is not set"],
  [{ [urlVariable]: "next.example.com" }, `${urlVariable} is not a URL`],
  [{ [urlVariable]: "ftp://example.com" }, `${urlVariable} is not a URL`],
  [{ [urlVariable]: "http://example.com" }, `${urlVariable} is http`],
  [{ [urlVariable]: "https://example.com/lists" }, `${urlVariable} is more than an origin`],
  [{ [urlVariable]: "https://a:b@example.com" }, `${urlVariable} is more than an origin`],
  [{ E2E_SIGN_IN: "auth0" }, "E2E_SIGN_IN is not one of"],
] as const) {
  test(`${JSON.stringify(variables)} stops the run: ${sentence}`, () => {
    expect(() => readDeployed({ ...good, ...variables })).toThrow(sentence);
  });
}
