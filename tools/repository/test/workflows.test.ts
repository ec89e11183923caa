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

const directories = [".github/workflows", "tools/create-convex-authkit/template/.github/workflows"];
const paths = directories.flatMap((directory) =>
  readdirSync(join(root, directory)).map((name) => `${directory}/${name}`),
);

type Step = { run?: string; uses?: string; with?: Record<string, unknown> };

describe.each(paths)("%s", (name) => {
  const content = read(name);
  const { jobs } = parse(content) as { jobs: Record<string, { steps: Step[] }> };
  const allSteps = Object.values(jobs).flatMap(({ steps }) => steps);
  const commands = allSteps.map(({ run = "" }) => run);

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

  test("uses actions by their commit, and leaves no credentials of git behind", () => {
    const used = allSteps.filter(({ uses }) => uses);
    expect(used.filter(({ uses }) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(uses ?? ""))).toEqual(
      [],
    );
    const checkouts = used.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts).not.toEqual([]);
    expect(checkouts.filter((step) => step.with?.["persist-credentials"] !== false)).toEqual([]);
  });

  test("has no secret in the arguments of a command", () => {
    expect(commands.filter((command) => /\bsecrets\./.test(command))).toEqual([]);
  });
});

test("each app has the scripts by which the workflows upload it, with tools of one version", async () => {
  const { apps } = await readTestProject(0);
  for (const { folder } of apps) {
    const path = `${relative(root, folder)}/package.json`;
    const { scripts } = readJson<{ scripts: Record<string, string> }>(path);
    const needed = ["build", "upload"].flatMap((each) => [`${each}:preview`, `${each}:production`]);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(needed));
    const downloaded = Object.values(scripts).flatMap(
      (script) => script.match(/npx --yes \S+/g) ?? [],
    );
    expect(downloaded.filter((tool) => !/@\d+\.\d+\.\d+$/.test(tool))).toEqual([]);
  }
});
