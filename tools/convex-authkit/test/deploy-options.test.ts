import { expect, test } from "vitest";
import { readDeployOptions } from "../src/deploy/deploy.ts";
import { hasPreviewKey, previewNameOf } from "../src/deploy/preview.ts";

test("a job builds every app, or the one that it is told, and waits for ten minutes", () => {
  expect(readDeployOptions([])).toEqual({ app: undefined, wait: 600, convexOptions: [] });
  expect(readDeployOptions(["--app", "spa", "--wait", "30"])).toMatchObject({
    app: "spa",
    wait: 30,
  });
});

test("what comes after -- is for convex deploy", () => {
  const { app, convexOptions } = readDeployOptions(["--app=spa", "--", "--dry-run", "--help"]);
  expect(app).toBe("spa");
  expect(convexOptions).toEqual(["--dry-run", "--help"]);
});

test.each([
  [["--apps", "spa"], "Unknown option '--apps': --help says what there is."],
  [["spa"], /^Unexpected argument 'spa'/],
  [["--app"], /^Option '--app <value>' argument missing: /],
  [["--wait", "soon"], "--wait is soon, and has to be a number of seconds."],
  [["--", "--cmd=true"], /^--cmd=true is not for you to give/],
  [["--", "--cmd-url-env-var-name", "URL"], /^--cmd-url-env-var-name is not for you to give/],
])("deploy %j is refused", (args, sentence) => {
  expect(() => readDeployOptions(args)).toThrow(sentence);
});

test.each([
  [{ CONVEX_DEPLOY_KEY: "preview:acme:tandem|01" }, true],
  [{ CONVEX_DEPLOYMENT_TOKEN: "preview:acme:tandem|01" }, true],
  [{ CONVEX_DEPLOY_KEY: "", CONVEX_DEPLOYMENT_TOKEN: "preview:acme:tandem|01" }, true],
  [{ CONVEX_DEPLOY_KEY: "prod:otter|01", CONVEX_DEPLOYMENT_TOKEN: "preview:acme:a|01" }, false],
  [{}, false],
])("a preview deploy key is told from others, as the Convex CLI does: %j", (env, isPreview) => {
  expect(hasPreviewKey(env)).toBe(isPreview);
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
    /^The deploy key is one for previews, and nothing says for which branch: /,
  );
});
