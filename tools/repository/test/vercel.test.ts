import { appNames, apps } from "@repo/config/apps";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folders } from "../src/workspace.ts";

function readJson<Content>(...path: string[]): Content {
  return JSON.parse(readFileSync(join(folders.root, ...path), "utf8")) as Content;
}

test.each(appNames)("Vercel builds the app %s by a script that there is", (app) => {
  const { scripts } = readJson<{ scripts: object }>("package.json");
  const { buildCommand } = readJson<{ buildCommand: string }>(apps[app].folder, "vercel.json");
  expect(Object.keys(scripts)).toContain(/ run (\S+)/.exec(buildCommand)?.[1]);
});
