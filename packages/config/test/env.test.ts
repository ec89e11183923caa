import { expect, test } from "vitest";
import { contract, findProblems, variablesOf, type Variable } from "../env/index.ts";

test("a missing variable is named, with what it is and how to set it", () => {
  expect(findProblems(["VITE_CONVEX_URL"], {})).toEqual([
    "VITE_CONVEX_URL is not set: it is the URL of the Convex deployment. It is set by npm run setup on this machine, and by npm run deploy for production.",
  ]);
  expect(findProblems(["VITE_CONVEX_URL"], { VITE_CONVEX_URL: "" })).toHaveLength(1);
});

test.each([
  ["NEXT_PUBLIC_CONVEX_URL", "happy-otter-123"],
  ["VITE_CONVEX_URL", "javascript:alert(1)"],
  ["VITE_WORKOS_REDIRECT_URI", "http://localhost:5173/"],
  ["VITE_WORKOS_CLIENT_ID", "sk_test_123"],
  ["WORKOS_API_KEY", "client_123"],
  ["WORKOS_COOKIE_PASSWORD", "short"],
  ["NEXT_APP_URL", "app.example.com"],
  ["WORKOS_API_PORT", "http"],
  ["WORKOS_API_HTTPS", "no"],
] as const)("a malformed %s is named, and its value not shown", (name, value) => {
  const [problem, ...more] = findProblems([name], { [name]: value });
  expect(problem).toMatch(new RegExp(`^${name} has to `));
  expect(problem).not.toContain(`${value}:`);
  expect(more).toEqual([]);
});

test("an optional variable may be left out", () => {
  expect(findProblems(["WORKOS_API_PORT"], {})).toEqual([]);
});

test("no secret is read by a browser", () => {
  for (const reader of ["Next.js browser", "Vite browser"] as const) {
    for (const name of variablesOf(reader)) {
      const { secret }: Variable = contract[name];
      expect(secret, name).toBe(false);
      expect(name).toMatch(/^(NEXT_PUBLIC|VITE)_/);
    }
  }
});
