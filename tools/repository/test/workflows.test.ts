import {
  convertWorkflowTemplate,
  NoOperationTraceWriter,
  parseWorkflow,
} from "@actions/workflow-parser";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { folders } from "../src/workspace.ts";

const directory = join(folders.root, ".github/workflows");
const { scripts } = JSON.parse(readFileSync(join(folders.root, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};

describe.each(readdirSync(directory))("%s", (name) => {
  const content = readFileSync(join(directory, name), "utf8");
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
