import { readTestProject } from "convex-authkit/testing";
import { relative } from "node:path";
import { expect, test } from "vitest";
import { readJson, root, scripts } from "../src/root.ts";

const { apps } = await readTestProject(0);

test.each(apps)(
  "Vercel builds $name by a script that there is, for that app",
  ({ name, folder }) => {
    const { buildCommand } = readJson<{ buildCommand: string }>(
      `${relative(root, folder)}/vercel.json`,
    );
    const [, script = "", app] = / run (\S+) -- --app (\S+)$/.exec(buildCommand) ?? [];
    expect(Object.keys(scripts)).toContain(script);
    expect(app).toBe(name);
  },
);
