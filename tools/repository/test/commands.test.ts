import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { root } from "../src/root.ts";

// As AGENTS.md has it. A script that calls another one can swallow a flag.
test("one login test can be run, on one app", () => {
  const command = ["run", "test:e2e", "--", "sign-in", "--project", "next", "--list"];
  const listed = execFileSync("npm", command, { cwd: root, encoding: "utf8" });
  expect(listed).toContain("[next] › every-app/sign-in.spec.ts");
  expect(listed).not.toContain("[vite]");
  expect(listed).not.toContain("sign-out.spec.ts");
});

// As the workflows that deploy have it.
test("of deployed apps, those are tested that have a URL, with what changes nobody", () => {
  const command = ["run", "test:e2e", "--", "-c", "deployed", "--list"];
  const variables = { E2E_EMAIL: "test-user@example.com", E2E_PASSWORD: "secret" };
  const env = { ...process.env, ...variables, NEXT_APP_URL: "https://app.example.com" };
  const listed = execFileSync("npm", command, { cwd: root, encoding: "utf8", env });
  expect(listed).toContain("[next] › every-app/sign-in.spec.ts");
  expect(listed).toContain("[next] › next/sign-out.spec.ts");
  expect(listed).toContain("[across-apps] › across-apps/to-dos.spec.ts");
  expect(listed).not.toMatch(/\[vite\]|sign-up\.spec\.ts/);
});
