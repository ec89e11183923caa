import { AuthenticationException, BadRequestException, OauthException } from "@workos-inc/node";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { failed, notChecked, ok, runChecks, type Check } from "../src/doctor/check.ts";
import { checks } from "../src/doctor/checks.ts";
import { Facts } from "../src/doctor/facts.ts";
import { refusalOf } from "../src/doctor/people.ts";
import { textReport, withoutSecrets } from "../src/doctor/report.ts";
import { folders } from "../src/workspace.ts";

const facts = new Facts({ isProduction: false, environment: {} });
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
    expect(results[2]).toMatchObject({ cause: "because a failed." });
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

test("a report has no secret, even of a check that would say it", () => {
  const result = { id: "a", title: "a", ...failed("It is sk_test_secret.", "Not sk_test_secret.") };
  const report = textReport(withoutSecrets([result], [{ value: "sk_test_secret" }]));
  expect(report).toContain("It is •••.");
  expect(report).not.toContain("sk_test_secret");
});

describe("docs/doctor.md", () => {
  const page = readFileSync(join(folders.root, "docs/doctor.md"), "utf8");
  const found = (line: RegExp) => [...page.matchAll(line)].map(([, id, title]) => [id, title]);
  const expected = checks.map(({ id, title }) => [id, title]);

  test("has a row for each check, in their order", () => {
    expect(found(/^\| `([\w-]+)` +\| (.+?) +\|$/gm)).toEqual(expected);
  });

  test("shows reports as they are", () => {
    const shown = found(/^ {2}[✓✗–] ([\w-]+) +(?:Not so: )?(.+)$/gm);
    expect(shown.length).toBeGreaterThan(checks.length);
    for (const [id, text] of shown) {
      if (!text?.startsWith("not checked: ")) expect(expected).toContainEqual([id, text]);
    }
  });
});
