import { AuthenticationException, BadRequestException, OauthException } from "@workos-inc/node";
import { describe, expect, test } from "vitest";
import { failed, notChecked, ok, runChecks, type Check } from "../src/doctor/check.ts";
import { checksOf } from "../src/doctor/checks.ts";
import { Facts } from "../src/doctor/facts.ts";
import { isInRange } from "../src/doctor/project.ts";
import { textReport, withoutSecrets } from "../src/doctor/report.ts";
import { refusalOf } from "../src/doctor/sign-in.ts";
import { readProject } from "../src/project/project.ts";
import { repository } from "./project-copy.ts";

const project = await readProject(repository);
const facts = new Facts({ project, isProduction: false, environment: {} });
const check = (id: string, more: Partial<Check> = {}): Check => ({
  id,
  title: `${id} is well`,
  run: () => ok,
  ...more,
});

async function statuses(table: Check[]) {
  const results = await runChecks(table, facts);
  return results.map(({ id, status }) => `${id}: ${status}`);
}

describe("checks", () => {
  test("are not made when one fails that they need, nor are those that need them", async () => {
    const table = [
      check("a", { run: () => failed("cause", "fix") }),
      check("b", { needs: ["a"] }),
      check("c", { needs: ["b"] }),
      check("d"),
    ];
    const results = await runChecks(table, facts);
    const [a, b, c, d] = results.map(({ status }) => status);
    expect([a, d]).toEqual(["failed", "ok"]);
    expect([b, c]).toEqual(["not checked", "not checked"]);
    expect(results[2]).toMatchObject({ cause: "it needs a, which failed.", needs: "a" });
  });

  test("say why they are not made as the one says that is not", async () => {
    const table = [check("a", { run: () => notChecked("no app.") }), check("b", { needs: ["a"] })];
    expect((await runChecks(table, facts))[1]).toMatchObject({ cause: "no app." });
  });

  test("are made after others that failed", async () => {
    const table = [check("a", { run: () => failed("", "") }), check("b", { after: ["a"] })];
    expect(await statuses(table)).toEqual(["a: failed", "b: ok"]);
  });

  test("that throw have failed, with what was thrown", async () => {
    const run = () => Promise.reject(new Error("Nobody answered"));
    const [result] = await runChecks([check("a", { run })], facts);
    expect(result).toEqual({
      id: "a",
      title: "a is well",
      ...failed("This could not be found out: Nobody answered.", "Try again in a moment."),
    });
  });

  test("stand after those that they need, each with an id of its own", () => {
    const checks = checksOf(project);
    checks.forEach(({ id, needs = [], after = [] }, index) => {
      const before = checks.slice(0, index).map((earlier) => earlier.id);
      expect(before).not.toContain(id);
      for (const need of [...needs, ...after]) expect(before).toContain(need);
    });
  });
});

describe("a sign-in that WorkOS refuses", () => {
  const refusal = (data: { code: string; message: string }) =>
    new BadRequestException({ ...data, requestID: "" });

  test.each([
    [
      "with passwords switched off",
      refusal({ code: "password_auth_disabled", message: "No." }),
      "not checked",
    ],
    ["with a wrong password", refusal({ code: "invalid_credentials", message: "No." }), "failed"],
    [
      "until a second factor is there",
      new AuthenticationException(403, { code: "mfa_enrollment", message: "" }, ""),
      "not checked",
    ],
    [
      "because the app denied it",
      new OauthException(400, "", "access_denied", "Not today.", {}),
      "failed",
    ],
  ])("%s", (_when, error, status) => {
    expect(refusalOf(error).status).toBe(status);
  });
});

test("a report counts the checks that need a failed one, if they are many", async () => {
  const table = (count: number) => [
    check("first", { run: () => failed("It is wrong.", "Mend it.") }),
    ...Array.from({ length: count }, (_, index) => check(`other${index}`, { needs: ["first"] })),
  ];
  const few = textReport(await runChecks(table(5), facts));
  expect(few).toContain("other4  not checked: it needs first, which failed.");
  const many = textReport(await runChecks(table(6), facts));
  expect(many).toContain("6 other checks need first to pass first.");
  expect(many).not.toContain("other0");
  expect(many).toContain("1 of 7 checks failed, 0 passed, and 6 were not made.");
});

test("a report has no secret, even of a check that would say it", () => {
  const result = { id: "a", title: "a", ...failed("It is sk_test_secret.", "Not sk_test_secret.") };
  const report = textReport(withoutSecrets([result], [{ value: "sk_test_secret" }]));
  expect(report).toContain("It is •••.");
  expect(report).not.toContain("sk_test_secret");
});

test.each([
  ["22.12.0", false],
  ["22.13.0", true],
  ["22.20.1", true],
  ["23.1.0", false],
  ["24.0.0", true],
  ["25.2.0", true],
])("Node.js %s for ^22.13.0 || >=24: %s", (version, isRight) => {
  expect(isInRange(version, "^22.13.0 || >=24")).toBe(isRight);
});

describe("a project", () => {
  const idsOf = (changes: Partial<typeof project>) =>
    checksOf({ ...project, ...changes }).map(({ id }) => id);
  const missing = (changes: Partial<typeof project>) => {
    const ids = idsOf(changes);
    return idsOf({}).filter((id) => !ids.includes(id));
  };

  test("without the AuthKit component has no checks of its endpoints", () => {
    const backend = { ...project.backend, hasComponent: false };
    expect(missing({ backend })).toEqual([
      "http-actions",
      "webhook-endpoint",
      "webhook-secret",
      "webhook-secrets-match",
      "webhook-answer",
      "action-secret",
      "action-answer",
    ]);
  });

  test("that names no roles, and cannot compare its users, has no checks of them", () => {
    expect(missing({ config: {} })).toEqual(["permissions", "users"]);
  });

  test("without a browser-only app has no checks of CORS and the authentication domain", () => {
    const [app] = project.apps.filter(({ isBrowserOnly }) => !isBrowserOnly);
    expect(missing({ apps: [app!] })).toEqual([
      "cors-origins",
      "vite-app",
      "vite-callback",
      "vite-sign-in",
      "vite-convex",
      "authentication-domain",
    ]);
  });
});
