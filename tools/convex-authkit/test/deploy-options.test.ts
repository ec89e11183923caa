import { appNames, homeApp } from "@repo/config/apps";
import { expect, test } from "vitest";
import { readDeployAppOptions, readDeployOptions } from "../src/deploy-options.ts";
import { previewNameOf } from "../src/deploy-preview.ts";

const app = homeApp;
const all = appNames.join(" and ");

test("npm run deploy builds every app, or those that it is told", () => {
  expect(readDeployOptions([])).toMatchObject({ build: appNames, convexOptions: [] });
  expect(readDeployOptions(["--build", app])).toMatchObject({ build: [app] });
});

test("what comes after -- is for convex deploy", () => {
  const { build, convexOptions } = readDeployOptions([
    `--build=${app}`,
    "--",
    "--dry-run",
    "--help",
  ]);
  expect(build).toEqual([app]);
  expect(convexOptions).toEqual(["--dry-run", "--help"]);
});

test.each([
  [["--builds", app], "Unknown option '--builds': npm run deploy -- --help says what there is."],
  [[app], new RegExp(`^Unexpected argument '${app}'`)],
  [["--build"], /^Option '--build <value>' argument missing: /],
  [["--build", `${app},web`], `--build is "web", and there are only ${all}.`],
  [["--build", ""], `--build is "", and there are only ${all}.`],
  [["--", "--cmd=true"], /^--cmd=true is not for you to give/],
])("npm run deploy -- %j is refused", (args, sentence) => {
  expect(() => readDeployOptions(args)).toThrow(sentence);
});

test("npm run deploy:app waits for ten minutes, or as long as it is told", () => {
  expect(readDeployAppOptions([app])).toMatchObject({ app, wait: 600 });
  expect(readDeployAppOptions([app, "--wait", "30"])).toMatchObject({ app, wait: 30 });
});

test.each([
  [["web"], `The app is "web", and there are only ${all}.`],
  [[app, app], `npm run deploy:app builds one app, and was asked for ${app}, ${app}.`],
  [[app, "--wait", "soon"], "--wait is soon, and has to be a number of seconds."],
  [[app, "--prod"], /^Unknown option '--prod': npm run deploy:app -- --help/],
])("npm run deploy:app -- %j is refused", (args, sentence) => {
  expect(() => readDeployAppOptions(args)).toThrow(sentence);
});

test.each([
  ["Vercel", { VERCEL: "1", VERCEL_GIT_COMMIT_REF: "lists" }],
  ["Vercel's CLI in a workflow of GitHub", { VERCEL_GIT_COMMIT_REF: "", GITHUB_HEAD_REF: "lists" }],
  ["Netlify", { NETLIFY: "true", HEAD: "lists", BRANCH: "pull/7/head" }],
  ["Cloudflare Workers", { WORKERS_CI: "1", WORKERS_CI_BRANCH: "lists" }],
  ["Cloudflare Pages", { CF_PAGES: "1", CF_PAGES_BRANCH: "lists" }],
  ["GitHub", { GITHUB_HEAD_REF: "lists", GITHUB_REF_NAME: "7/merge" }],
])("a preview has the name of the branch that %s builds", (_host, env) => {
  expect(previewNameOf(env)).toBe("lists");
});

test("a preview without a branch is refused", () => {
  expect(() => previewNameOf({ GITHUB_HEAD_REF: "", HEAD: "main" })).toThrow(
    /^CONVEX_DEPLOY_KEY is one for previews, and nothing says for which branch: /,
  );
});
