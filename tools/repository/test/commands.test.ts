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
