/** `convex-authkit deploy`, with what each host sets in the environment of a build. */
import { startLocalConvex, type LocalConvex } from "@repo/local-convex";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { DeployProject } from "./deploy-project.ts";
import { startConvexCloud } from "./fixture/convex-cloud.ts";
import { Run } from "./temporary-project.ts";

const clientId = "client_production";
const previewKey = "preview:acme:tandem|0123456789abcdef";

/** Where the apps are, when the environment says. */
const appUrls = { SITE_URL: "https://site.example.com", SPA_URL: "https://spa.example.com" };

/** In place of what the machine that runs the tests sets. */
const nothing = {
  CONVEX_DEPLOYMENT: undefined,
  CONVEX_DEPLOYMENT_TOKEN: undefined,
  CONVEX_DEPLOY_KEY: undefined,
  CONVEX_SELF_HOSTED_URL: undefined,
  CONVEX_SELF_HOSTED_ADMIN_KEY: undefined,
  GITHUB_HEAD_REF: undefined,
  WORKOS_CLIENT_ID: clientId,
};

function vercel(environment: "production" | "preview") {
  return {
    VERCEL: "1",
    VERCEL_ENV: environment,
    VERCEL_GIT_COMMIT_REF: "lists",
    VERCEL_BRANCH_URL: "acme-site-git-lists.vercel.app",
    VERCEL_PROJECT_PRODUCTION_URL: "acme.example.com",
    VERCEL_RELATED_PROJECTS: JSON.stringify([
      {
        project: { id: "prj_123", name: "acme-spa" },
        production: { alias: "spa.example.com" },
        preview: { branch: "acme-spa-git-lists.vercel.app" },
      },
    ]),
  };
}

let deployment: LocalConvex;
let cloud: Awaited<ReturnType<typeof startConvexCloud>>;
let project: DeployProject;
const runs: Run[] = [];

beforeAll(async () => {
  deployment = await startLocalConvex({ port: 0, sitePort: 0 });
  cloud = await startConvexCloud(deployment);
});

afterAll(async () => {
  await cloud.stop();
  await deployment.stop();
});

beforeEach(() => {
  project = new DeployProject();
});

afterEach(() => {
  for (const run of runs.splice(0)) run.stop();
  project.remove();
});

type Env = Record<string, string | undefined>;

async function deploy(args: string[], env: Env, folder = project.root) {
  const run = startDeploy(args, env, folder);
  const exitCode = await run.exitCode;
  for (const secret of [deployment.adminKey, previewKey]) expect(run.output).not.toContain(secret);
  expect(run.output).not.toMatch(/\n\s+at /);
  return { exitCode, output: run.output };
}

function startDeploy(args: string[], env: Env, folder = project.root) {
  const run = new Run(folder, ["deploy", ...args], { ...nothing, ...env });
  runs.push(run);
  return run;
}

/** For the Convex CLI. The functions of the project have no types to check. */
const pushed = ["--", "--typecheck", "disable"];

function selfHosted() {
  return {
    CONVEX_SELF_HOSTED_URL: deployment.url,
    CONVEX_SELF_HOSTED_ADMIN_KEY: deployment.adminKey,
  };
}

/** What browsers would get of an app, and where the Convex CLI was told that the apps are. */
function publicVariables(name: "site" | "spa") {
  const built = Object.entries(project.builtWith(name) ?? {});
  return Object.fromEntries(
    built.filter(([variable]) => /^(NEXT_PUBLIC|VITE|SITE|SPA)_/.test(variable)),
  );
}

function siteVariables(origin: string) {
  return {
    NEXT_PUBLIC_CONVEX_URL: deployment.url,
    NEXT_PUBLIC_WORKOS_REDIRECT_URI: `${origin}/callback`,
  };
}

function spaVariables(origin: string) {
  return {
    VITE_CONVEX_URL: deployment.url,
    VITE_WORKOS_CLIENT_ID: clientId,
    VITE_WORKOS_REDIRECT_URI: `${origin}/callback`,
  };
}

/** Both were built in one job, with the variables of each. */
function expectBuiltForAppUrls() {
  const { SITE_URL, SPA_URL } = appUrls;
  const variables = { ...siteVariables(SITE_URL), ...spaVariables(SPA_URL), ...appUrls };
  expect(publicVariables("site")).toEqual(variables);
  expect(publicVariables("spa")).toEqual(variables);
}

async function callBackend(): Promise<unknown> {
  const body = JSON.stringify({ path: "functions:ping", args: {}, format: "json" });
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${deployment.url}/api/query`, { method: "POST", headers, body });
  return response.json();
}

test("production on Vercel: the home app's job builds that app and deploys the backend", async () => {
  const { exitCode, output } = await deploy(["--app", "site", ...pushed], {
    ...vercel("production"),
    ...selfHosted(),
  });
  expect(exitCode, output).toBe(0);
  expect(publicVariables("site")).toEqual({
    ...siteVariables("https://acme.example.com"),
    SITE_URL: "https://acme.example.com",
    SPA_URL: "https://spa.example.com",
  });
  expect(project.builtWith("spa")).toBeUndefined();
  expect(await callBackend()).toMatchObject({ status: "success", value: "pong" });
});

test("a preview on Vercel: the other app's job waits for the deployment that the home app's makes", async () => {
  const preview = { CONVEX_DEPLOY_KEY: previewKey, CONVEX_PROVISION_HOST: cloud.url };
  const spa = startDeploy(["--app", "spa"], {
    ...vercel("preview"),
    VERCEL_BRANCH_URL: "acme-spa-git-lists.vercel.app",
    ...preview,
  });
  await spa.printed("Waiting for the preview deployment of lists");
  const { exitCode, output } = await deploy(["--app", "site", ...pushed], {
    ...vercel("preview"),
    ...preview,
  });
  expect(exitCode, output).toBe(0);
  expect(await spa.exitCode, spa.output).toBe(0);
  expect(cloud.claimed).toEqual(["lists"]);
  expect(publicVariables("site")).toMatchObject(
    siteVariables("https://acme-site-git-lists.vercel.app"),
  );
  expect(publicVariables("spa")).toEqual(spaVariables("https://acme-spa-git-lists.vercel.app"));
});

test("a preview that does not come: says so when the time is up", async () => {
  const { exitCode, output } = await deploy(["--app", "spa", "--wait", "0"], {
    NETLIFY: "true",
    CONTEXT: "deploy-preview",
    HEAD: "never-deployed",
    DEPLOY_PRIME_URL: "https://deploy-preview-7--tandem.netlify.app",
    CONVEX_DEPLOY_KEY: previewKey,
    CONVEX_PROVISION_HOST: cloud.url,
  });
  expect(exitCode).toBe(1);
  expect(output).toContain(
    "✗ The preview deployment of never-deployed was not there within 0 seconds: ",
  );
});

test("production on Cloudflare: builds the app for the URL and the deployment that it is told", async () => {
  const { exitCode, output } = await deploy(["--app", "spa"], {
    WORKERS_CI: "1",
    WORKERS_CI_BRANCH: "main",
    SPA_URL: "https://spa.cloudflare.example.com",
    VITE_CONVEX_URL: deployment.url,
    VITE_WORKOS_API_HOSTNAME: "auth.example.com",
  });
  expect(exitCode, output).toBe(0);
  expect(publicVariables("spa")).toMatchObject({
    ...spaVariables("https://spa.cloudflare.example.com"),
    VITE_WORKOS_API_HOSTNAME: "auth.example.com",
  });
  expect(project.builtWith("site")).toBeUndefined();
});

// The one real build. It builds where it always builds, so what was built there is of a test afterwards.
test("production on Netlify: the Vite app of this repository, built by turbo", async () => {
  const root = join(import.meta.dirname, "../../..");
  const { exitCode, output } = await deploy(
    ["--app", "vite"],
    {
      NETLIFY: "true",
      CONTEXT: "production",
      URL: "https://spa.netlify.example.com",
      VITE_CONVEX_URL: deployment.url,
      // What is built here is of use to nobody else.
      TURBO_CACHE: "local:r",
    },
    root,
  );
  expect(exitCode, output).toBe(0);
  const assets = join(root, "apps/vite/dist/assets");
  const bundle = readdirSync(assets)
    .filter((name) => name.endsWith(".js"))
    .map((name) => readFileSync(join(assets, name), "utf8"))
    .join("\n");
  expect(bundle).toContain(deployment.url);
  expect(bundle).toContain("https://spa.netlify.example.com/callback");
  expect(bundle).toContain(clientId);
});

test("a pull request on GitHub: one job builds all apps and deploys the backend, with a token by its other name", async () => {
  const { exitCode, output } = await deploy(pushed, {
    GITHUB_ACTIONS: "true",
    GITHUB_HEAD_REF: "pull-request",
    ...appUrls,
    // GitHub sets a variable that it does not have to nothing.
    VITE_WORKOS_API_HOSTNAME: "",
    CONVEX_DEPLOY_KEY: "",
    CONVEX_DEPLOYMENT_TOKEN: previewKey,
    CONVEX_PROVISION_HOST: cloud.url,
  });
  expect(exitCode, output).toBe(0);
  expect(cloud.claimed).toContain("pull-request");
  expectBuiltForAppUrls();
  expect(await callBackend()).toMatchObject({ status: "success" });
});

/** Every variable that an app may inline, and what `convex dev` and `setup` write beside. */
const developmentValues = {
  ...Object.fromEntries(
    [
      ...["CONVEX_URL", "WORKOS_REDIRECT_URI"].map((name) => `NEXT_PUBLIC_${name}`),
      ...["CONVEX_URL", "WORKOS_REDIRECT_URI", "WORKOS_CLIENT_ID"].map((name) => `VITE_${name}`),
      ...["HOSTNAME", "PORT", "HTTPS"].flatMap((name) => [
        `VITE_WORKOS_API_${name}`,
        `WORKOS_API_${name}`,
      ]),
      ...["WORKOS_CLIENT_ID", "WORKOS_API_KEY", "WORKOS_COOKIE_PASSWORD"],
      ...["SITE_URL", "SPA_URL"],
    ].map((name) => [name, `development-${name}`]),
  ),
  CONVEX_URL: "http://development.invalid",
  CONVEX_SITE_URL: "http://development.invalid",
};

function writeDevelopmentFile() {
  const lines = Object.entries({ ...developmentValues, ...selfHosted() });
  project.write("backend/.env.local", lines.map((entry) => `${entry.join("=")}\n`).join(""));
}

test("from a laptop: nothing in development's .env.local reaches a build", async () => {
  writeDevelopmentFile();
  const { exitCode, output } = await deploy(pushed, appUrls);
  expect(exitCode, output).toBe(0);
  for (const name of ["site", "spa"] as const) {
    const built = project.builtWith(name) ?? {};
    const taken = Object.keys(developmentValues).filter((variable) =>
      built[variable]?.includes("development"),
    );
    expect(taken, name).toEqual([]);
  }
  expectBuiltForAppUrls();
});

test.each([
  ["SITE_URL", { ...appUrls, SITE_URL: undefined }],
  ["SPA_URL", { ...appUrls, SPA_URL: undefined }],
  ["VITE_WORKOS_CLIENT_ID", { ...appUrls, WORKOS_CLIENT_ID: undefined }],
])("from a laptop: %s is asked for, whatever development's is", async (variable, env) => {
  writeDevelopmentFile();
  const { exitCode, output } = await deploy([], env);
  expect(exitCode).toBe(1);
  expect(output).toContain(`✗ ${variable} is not set: `);
  expect(project.builtWith("spa")).toBeUndefined();
});

test("a build that fails: nothing is deployed", async () => {
  const { exitCode, output } = await deploy([], {
    ...appUrls,
    ...selfHosted(),
    BREAK_BUILD: "1",
  });
  expect(exitCode).toBe(1);
  expect(output).toContain("build-apps site,spa' failed");
  expect(output).not.toContain("Deployed Convex functions");
});

const home = ["--app", "site"];
const other = ["--app", "spa"];
const key = { CONVEX_DEPLOY_KEY: "prod:happy-otter-123|0123456789abcdef" };

test.each([
  [
    1,
    [],
    appUrls,
    "✗ No Convex deployment is set up in backend/.env.local, and CONVEX_DEPLOY_KEY is not set: run npm run setup, ",
  ],
  [1, [], key, "✗ SITE_URL is not set: "],
  [1, home, key, "✗ SITE_URL is not set: "],
  [1, other, {}, "✗ SPA_URL is not set: "],
  [1, other, { ...appUrls, WORKOS_CLIENT_ID: undefined }, "✗ VITE_WORKOS_CLIENT_ID is not set: "],
  // No key but that of previews leads to the deployment of a branch.
  [1, other, { ...appUrls, ...key }, "✗ VITE_CONVEX_URL is not set: "],
  [2, ["--app", "web"], appUrls, '✗ There is no app "web", only site and spa.'],
  [2, ["--prod"], appUrls, "✗ Unknown option '--prod': "],
  [2, [...other, "--", "--help"], appUrls, "✗ --help is for convex deploy, which is not run "],
])("ends with %d and one sentence: deploy %j with %j", async (code, args, env, sentence) => {
  const { exitCode, output } = await deploy(args, env);
  expect(exitCode, output).toBe(code);
  expect(output).toContain(sentence);
  expect(output.split("\n").filter((line) => line.startsWith("✗"))).toHaveLength(1);
});
