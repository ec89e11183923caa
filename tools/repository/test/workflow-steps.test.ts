/** What the steps of the deploy workflows do, run as GitHub runs them. */
import { execFileSync, spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

const root = join(import.meta.dirname, "../../..");
const directory = join(root, ".github/workflows");
const apps = globSync("apps/*", { cwd: root })
  .sort()
  .map((folder) => basename(folder));

type Env = Record<string, string>;
type Step = { run?: string; env?: Env };
type Workflow = { env?: Env; jobs: { deploy: { env?: Env; steps: Step[] } } };

describe.each(["preview", "production"])("%s.yml", (way) => {
  const { jobs, env: workflow } = parse(
    readFileSync(join(directory, `${way}.yml`), "utf8"),
  ) as Workflow;
  const { steps } = jobs.deploy;

  test("gives its scripts each variable of the repository, with the pull request's number", () => {
    const { run = "" } = steps.find(({ env }) => env?.VARIABLES === "${{ toJSON(vars) }}") ?? {};
    const folder = mkdtempSync(join(tmpdir(), "workflow-"));
    const variables = { A_URL: "https://acme-pr-{number}.example.com", B: `it's {a} "b" $c` };
    const env = {
      ...process.env,
      GITHUB_ENV: join(folder, "env"),
      PULL_REQUEST_NUMBER: "7",
      VARIABLES: JSON.stringify(variables),
    };
    execFileSync("bash", ["-e", "-c", run], { env });
    const written = readFileSync(env.GITHUB_ENV, "utf8");
    rmSync(folder, { recursive: true });
    const number = way === "preview" ? "7" : "{number}";
    expect(written).toBe(`A_URL=https://acme-pr-${number}.example.com\nB=it's {a} "b" $c\n`);
  });

  test.each(["build", "upload"])("%ss each app, and none after one that failed", (script) => {
    const { run = "" } = steps.find((step) => step.run?.includes(`${script}:`)) ?? {};
    const runWith = (npm: string) =>
      spawnSync("bash", ["-e", "-c", `npm() { echo "$(basename "$PWD"): $*"; ${npm}; }\n${run}`], {
        cwd: root,
        encoding: "utf8",
      });
    const lines = apps.map((app) => `${app}: run ${script}:${way}\n`);
    expect(runWith("true")).toMatchObject({ status: 0, stdout: lines.join("") });
    expect(runWith("false")).toMatchObject({ status: 1, stdout: lines[0] });
  });

  test("builds with no token that can deploy to a host", () => {
    const secretsOf = ({ env = {} }: Step) =>
      Object.values(env).flatMap((value) => /secrets\.(\w+)/.exec(value)?.[1] ?? []);
    const builds = steps.filter(({ run }) => /npm (ci|run build:)/.test(run ?? ""));
    expect(builds.map(secretsOf)).toEqual([[], ["CONVEX_DEPLOY_KEY"]]);
    expect(JSON.stringify({ workflow, job: jobs.deploy.env })).not.toContain("secrets.");
  });
});

test("no workflow names an app", () => {
  const name = new RegExp(apps.join("|"), "i");
  for (const file of readdirSync(directory)) {
    expect(readFileSync(join(directory, file), "utf8"), file).not.toMatch(name);
  }
});
