import { expect, test } from "@playwright/test";
import { readDeployed } from "../variables.ts";

const good = {
  E2E_NEXT_URL: "https://next.example.com/",
  E2E_EMAIL: "test-user@example.com",
  E2E_PASSWORD: "secret",
};

test("without a URL the suite tests its own stack", () => {
  expect(readDeployed({})).toBeUndefined();
  expect(readDeployed({ ...good, E2E_NEXT_URL: "" })).toBeUndefined();
});

test("the apps that have a URL are tested, through AuthKit's page if nothing else is said", () => {
  expect(readDeployed(good)).toMatchObject({
    origins: { next: "https://next.example.com", vite: undefined },
    signIn: "authkit",
  });
  const local = { E2E_VITE_URL: "http://localhost:5300", E2E_SIGN_IN: "local-workos" };
  expect(readDeployed({ ...good, ...local })).toMatchObject({
    origins: { vite: "http://localhost:5300" },
    signIn: "local-workos",
  });
});

for (const [variables, sentence] of [
  [{ E2E_EMAIL: "" }, "E2E_EMAIL is not set"],
  [{ E2E_PASSWORD: undefined }, "E2E_PASSWORD is not set"],
  [{ E2E_NEXT_URL: "next.example.com" }, "E2E_NEXT_URL is not a URL"],
  [{ E2E_VITE_URL: "ftp://example.com" }, "E2E_VITE_URL is not a URL"],
  [{ E2E_VITE_URL: "http://example.com" }, "E2E_VITE_URL is http"],
  [{ E2E_NEXT_URL: "https://example.com/lists" }, "E2E_NEXT_URL is more than an origin"],
  [{ E2E_NEXT_URL: "https://a:b@example.com" }, "E2E_NEXT_URL is more than an origin"],
  [{ E2E_SIGN_IN: "auth0" }, "E2E_SIGN_IN is not one of"],
] as const) {
  test(`${JSON.stringify(variables)} stops the run: ${sentence}`, () => {
    expect(() => readDeployed({ ...good, ...variables })).toThrow(sentence);
  });
}
