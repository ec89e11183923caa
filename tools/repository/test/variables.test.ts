import { globSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import {
  findProblems,
  port,
  redirectUri,
  setBy,
  startsWith,
  trueOrFalse,
  url,
  type Variables,
} from "@repo/config/env";
import { read, root } from "../src/root.ts";

const CONVEX_URL = { is: "the URL of the Convex deployment", set: setBy.commands, problem: url };

test("a missing variable is named, with what it is and how to set it", () => {
  expect(findProblems({ CONVEX_URL }, {})).toEqual([
    "CONVEX_URL is not set: it is the URL of the Convex deployment. It is set by npm run setup on this machine, and by npm run deploy for production.",
  ]);
  expect(findProblems({ CONVEX_URL }, { CONVEX_URL: "" })).toHaveLength(1);
});

test("an optional variable may be left out", () => {
  expect(findProblems({ CONVEX_URL: { ...CONVEX_URL, optional: true } }, {})).toEqual([]);
});

test.each([
  ["happy-otter-123", url, "https://happy-otter-123.convex.cloud"],
  ["javascript:alert(1)", url, "http://localhost:3210"],
  ["http://localhost:4000/", redirectUri, "http://localhost:4000/callback"],
  ["localhost/callback", redirectUri, "https://app.example.com/callback"],
  ["sk_test_123", startsWith("client_"), "client_123"],
  ["http", port, "4100"],
  ["no", trueOrFalse, "false"],
])("%s is said to be malformed, and not shown", (value, problem, good) => {
  const variables = { X: { is: "an example", set: setBy.host, problem } };
  expect(findProblems(variables, { X: good })).toEqual([]);
  const [sentence, ...more] = findProblems(variables, { X: value });
  expect(sentence).toMatch(/^X has to .+: it is an example\. It is set /);
  expect(sentence).not.toContain(`${value}:`);
  expect(more).toEqual([]);
});

const files = globSync("{apps/*,packages/*,e2e/deployed}/variables.ts", { cwd: root });

test.each(files)("no secret of %s is called like what a build inlines", async (file) => {
  const groups = (await import(pathToFileURL(join(root, file)).href)) as Record<string, Variables>;
  const all = Object.entries(Object.assign({}, ...Object.values(groups)) as Variables);
  expect(all).not.toEqual([]);
  const inlined = Object.keys(groups.browserVariables ?? {});
  const secrets = all.flatMap(([name, { secret }]) => (secret ? [name] : []));
  for (const [first = ""] of inlined.map((name) => /^[A-Z]+_(PUBLIC_)?/.exec(name) ?? [name])) {
    expect(secrets.filter((name) => name.startsWith(first))).toEqual([]);
  }
});

test("docs/environment.md lists the variables that convex.config.ts declares", () => {
  const generated = read("packages/convex-backend/convex/_generated/server.ts");
  const declared = [...generated.matchAll(/^ {2}readonly (\w+): string( \| undefined)?;$/gm)]
    .map(([, name, isOptional]) => [name, isOptional !== undefined] as const)
    .filter(([name]) => !name?.startsWith("CONVEX_"));
  expect(declared).not.toEqual([]);
  const [, section] = read("docs/environment.md").split(
    /^## The Convex deployment$|^## The Convex CLI$/m,
  );
  const listed = [...section!.matchAll(/^\| `(\w+)` +\| (.*?) *\|/gm)];
  expect(listed.map(([, name, is]) => [name, /\((secret, )?optional\)$/.test(is!)])).toEqual(
    declared,
  );
});
