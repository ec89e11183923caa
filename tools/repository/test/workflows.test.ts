import {
  convertWorkflowTemplate,
  NoOperationTraceWriter,
  parseWorkflow,
} from "@actions/workflow-parser";
import { readTestProject } from "convex-authkit/testing";
import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { read, readJson, root, scripts } from "../src/root.ts";

const directory = ".github/workflows";

describe.each(readdirSync(join(root, directory)))("%s", (name) => {
  const content = read(`${directory}/${name}`);
  const { jobs } = parse(content) as { jobs: Record<string, { steps: { run?: string }[] }> };
  const commands = Object.values(jobs).flatMap(({ steps }) => steps.map(({ run = "" }) => run));

  test("is a workflow", async () => {
    const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
    const template = value && (await convertWorkflowTemplate(context, value));
    expect(context.errors.getErrors()).toEqual([]);
    expect(template?.jobs).not.toEqual([]);
  });

  test("runs scripts that there are", () => {
    const run = commands.flatMap((command) => /^\w+ run ([\w:-]+)/.exec(command)?.[1] ?? []);
    expect(run.filter((script) => !(script in scripts))).toEqual([]);
  });

  test("has no secret in the arguments of a command", () => {
    expect(commands.filter((command) => /\bsecrets\./.test(command))).toEqual([]);
  });
});

test("each app has the scripts by which the workflows upload it", async () => {
  const { apps } = await readTestProject(0);
  for (const { folder } of apps) {
    const manifest = readJson<{ scripts: object }>(`${relative(root, folder)}/package.json`);
    expect(Object.keys(manifest.scripts)).toEqual(
      expect.arrayContaining(["upload:preview", "upload:production"]),
    );
  }
});
