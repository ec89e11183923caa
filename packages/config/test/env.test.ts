import { expect, test } from "vitest";
import { apps, homeApp } from "../apps.ts";
import { contract, findProblems, variablesOf, type Variable } from "../env/index.ts";

test("a missing variable is named, with what it is and how to set it", () => {
  const { convexUrl } = apps[homeApp].variables;
  expect(findProblems([convexUrl], {})).toEqual([
    `${convexUrl} is not set: it is the URL of the Convex deployment. It is set by npm run setup on this machine, and by npm run deploy for production.`,
  ]);
  expect(findProblems([convexUrl], { [convexUrl]: "" })).toHaveLength(1);
});

test.each([
  [apps[homeApp].variables.convexUrl, "happy-otter-123"],
  [apps[homeApp].variables.redirectUri, "http://localhost:4000/"],
  [apps[homeApp].variables.appUrl, "app.example.com"],
  ["CONVEX_URL", "javascript:alert(1)"],
  ["WORKOS_CLIENT_ID", "sk_test_123"],
  ["WORKOS_API_KEY", "client_123"],
  // begin: next
  ["WORKOS_COOKIE_PASSWORD", "short"],
  ["WORKOS_API_PORT", "http"],
  ["WORKOS_API_HTTPS", "no"],
  // end: next
] as const)("a malformed %s is named, and its value not shown", (name, value) => {
  const [problem, ...more] = findProblems([name], { [name]: value });
  expect(problem).toMatch(new RegExp(`^${name} has to `));
  expect(problem).not.toContain(`${value}:`);
  expect(more).toEqual([]);
});

test("an optional variable may be left out", () => {
  expect(findProblems(["BLOCKED_EMAIL_DOMAINS"], {})).toEqual([]);
});

test("no secret is read by a browser", () => {
  for (const { readers, publicPrefix } of Object.values(apps)) {
    const names = readers.filter((reader) => reader.endsWith("browser")).flatMap(variablesOf);
    expect(names).not.toEqual([]);
    for (const name of names) {
      const { secret }: Variable = contract[name];
      expect(secret, name).toBe(false);
      expect(name.startsWith(publicPrefix), name).toBe(true);
    }
  }
});
