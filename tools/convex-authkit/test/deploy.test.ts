/**
 * `npm run deploy` and `npm run deploy:app`, with what each host sets in the environment of a build.
 * They build where they always build, so what was built there is of a test afterwards.
 */
import { Child } from "@repo/commands/child";
import { folders } from "@repo/commands/workspace";
import { appNames, apps, homeApp, type AppName } from "@repo/config/apps";
import { startLocalConvex, type LocalConvex } from "@repo/local-convex";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { clientId } from "../src/addresses.ts";
import { bundles } from "./fixture/bundles.ts";
import { startConvexCloud } from "./fixture/convex-cloud.ts";

// An app is built in most of them.
vi.setConfig({ testTimeout: 300_000 });

const previewKey = "preview:acme:tandem|0123456789abcdef";

const { appUrl, convexUrl } = apps[homeApp].variables;
/** Of several, that which is built in a tenth of the time. */
const [lastApp = homeApp] = appNames.toReversed();

/** Where the apps are, when the environment says. */
const appUrls = Object.fromEntries(
  appNames.map((app) => [apps[app].variables.appUrl, `https://pr-7-${app}.example.com`]),
);

/** In place of what the machine that runs the tests sets, or has in an .env.local. */
const nothing = {
  CONVEX_DEPLOYMENT: "",
  CONVEX_DEPLOY_KEY: "",
  CONVEX_SELF_HOSTED_URL: "",
  CONVEX_SELF_HOSTED_ADMIN_KEY: "",
  GITHUB_HEAD_REF: undefined,
  ...Object.fromEntries(
    appNames.flatMap((app) => Object.values(apps[app].variables)).map((name) => [name, undefined]),
  ),
  WORKOS_CLIENT_ID: clientId,
  CI: "1",
  // What is built here is of use to nobody else.
  TURBO_CACHE: "local:r",
};

// begin: both apps
function vercel(environment: "production" | "preview") {
  return {
    VERCEL: "1",
    VERCEL_ENV: environment,
    VERCEL_GIT_COMMIT_REF: "lists",
    VERCEL_BRANCH_URL: "tandem-next-git-lists.vercel.app",
    VERCEL_PROJECT_PRODUCTION_URL: "tandem.example.com",
    VERCEL_RELATED_PROJECTS: JSON.stringify([
      {
        project: { id: "prj_123", name: "tandem-vite" },
        production: { alias: "spa.example.com" },
        preview: { branch: "tandem-vite-git-lists.vercel.app" },
      },
    ]),
  };
}
// end: both apps

let deployment: LocalConvex;
let cloud: Awaited<ReturnType<typeof startConvexCloud>>;

beforeAll(async () => {
  deployment = await startLocalConvex({
    port: 0,
    sitePort: 0,
    environmentVariables: { WORKOS_CLIENT_ID: clientId },
  });
  cloud = await startConvexCloud(deployment);
});

afterAll(async () => {
  await cloud.stop();
  await deployment.stop();
});

function selfHosted() {
  return {
    CONVEX_SELF_HOSTED_URL: deployment.url,
    CONVEX_SELF_HOSTED_ADMIN_KEY: deployment.adminKey,
  };
}

type Run = { succeeded: boolean; output: string };

async function run(
  script: "deploy" | "deploy:app",
  args: string[],
  env: Record<string, string | undefined>,
  onLine?: (line: string) => void,
): Promise<Run> {
  const lines: string[] = [];
  const child = new Child({
    name: script,
    command: ["--run", script, "--", ...args],
    cwd: folders.root,
    env: { ...nothing, ...env },
    onLine(line) {
      lines.push(line);
      onLine?.(line);
    },
  });
  const succeeded = await child.succeeds();
  const output = lines.join("\n");
  for (const secret of [deployment.adminKey, previewKey]) expect(output).not.toContain(secret);
  return { succeeded, output };
}

const expectBuilt: Record<AppName, (url: string) => void> = {
  // begin: next
  next: (url) => {
    expect(bundles.nextBrowser()).toContain(deployment.url);
    // It is the server that sends people to WorkOS.
    expect(bundles.nextServer()).toContain(`${url}/callback`);
  },
  // end: next
  // begin: vite
  vite: (url) => {
    const bundle = bundles.vite();
    expect(bundle).toContain(deployment.url);
    expect(bundle).toContain(`${url}/callback`);
    expect(bundle).toContain(clientId);
  },
  // end: vite
};

async function callBackend(): Promise<unknown> {
  const body = JSON.stringify({ path: "account:current", args: {}, format: "json" });
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${deployment.url}/api/query`, { method: "POST", headers, body });
  return response.json();
}

// begin: both apps
test("production on Vercel: builds both apps and deploys the backend", async () => {
  const { succeeded, output } = await run("deploy", ["--", "--typecheck", "disable"], {
    ...vercel("production"),
    ...selfHosted(),
  });
  expect(succeeded, output).toBe(true);
  expectBuilt.next("https://tandem.example.com");
  expectBuilt.vite("https://spa.example.com");
  expect(await callBackend()).toMatchObject({ status: "success" });
});

test("a preview on Vercel: the Vite project waits for the deployment that the Next.js project makes", async () => {
  const preview = { CONVEX_DEPLOY_KEY: previewKey, CONVEX_PROVISION_HOST: cloud.url };
  let next: Promise<Run> | undefined;
  const vite = await run(
    "deploy:app",
    ["vite"],
    {
      ...vercel("preview"),
      VERCEL_BRANCH_URL: "tandem-vite-git-lists.vercel.app",
      ...preview,
    },
    (line) => {
      if (!line.startsWith("Waiting for the preview deployment of lists")) return;
      next = run("deploy", ["--build", "next", "--", "--typecheck", "disable"], {
        ...vercel("preview"),
        ...preview,
      });
    },
  );
  expect(vite.succeeded, vite.output).toBe(true);
  const { succeeded, output } = (await next) ?? { succeeded: false, output: "" };
  expect(succeeded, output).toBe(true);
  expect(cloud.claimed).toEqual(["lists"]);
  expectBuilt.next("https://tandem-next-git-lists.vercel.app");
  expectBuilt.vite("https://tandem-vite-git-lists.vercel.app");
});
// end: both apps

test("a preview that does not come: says so when the time is up", async () => {
  const { succeeded, output } = await run("deploy:app", [homeApp, "--wait", "0"], {
    NETLIFY: "true",
    CONTEXT: "deploy-preview",
    HEAD: "never-deployed",
    DEPLOY_PRIME_URL: "https://deploy-preview-7--tandem.netlify.app",
    CONVEX_DEPLOY_KEY: previewKey,
    CONVEX_PROVISION_HOST: cloud.url,
  });
  expect(succeeded).toBe(false);
  expect(output).toContain(
    "✗ The preview deployment of never-deployed was not there within 0 seconds: ",
  );
  expect(output).not.toMatch(/\n\s+at /);
});

// begin: vite
test("production on Netlify: builds the Vite app for the deployment that it is told", async () => {
  const url = "https://spa.netlify.example.com";
  const { succeeded, output } = await run("deploy:app", ["vite"], {
    NETLIFY: "true",
    CONTEXT: "production",
    URL: url,
    VITE_CONVEX_URL: deployment.url,
  });
  expect(succeeded, output).toBe(true);
  expectBuilt.vite(url);
});

test("production on Cloudflare: builds the Vite app for the URL that it is told", async () => {
  const url = "https://spa.cloudflare.example.com";
  const { succeeded, output } = await run("deploy:app", ["vite"], {
    WORKERS_CI: "1",
    WORKERS_CI_BRANCH: "main",
    VITE_APP_URL: url,
    VITE_CONVEX_URL: deployment.url,
  });
  expect(succeeded, output).toBe(true);
  expectBuilt.vite(url);
});
// end: vite

test("a pull request on GitHub: deploys the backend and builds what it is told to", async () => {
  const { succeeded, output } = await run(
    "deploy",
    ["--build", lastApp, "--", "--typecheck", "disable"],
    {
      GITHUB_ACTIONS: "true",
      GITHUB_HEAD_REF: "pull-request",
      ...appUrls,
      CONVEX_DEPLOY_KEY: previewKey,
      CONVEX_PROVISION_HOST: cloud.url,
    },
  );
  expect(succeeded, output).toBe(true);
  expect(cloud.claimed).toContain("pull-request");
  expectBuilt[lastApp](`https://pr-7-${lastApp}.example.com`);
  expect(await callBackend()).toMatchObject({ status: "success" });
});

test("a build that fails: nothing is deployed", async () => {
  const wrong = { TURBO_CONCURRENCY: "none" };
  const { succeeded, output } = await run("deploy", [], { ...appUrls, ...selfHosted(), ...wrong });
  expect(succeeded).toBe(false);
  expect(output).toContain("Invalid value for `--concurrency`");
  expect(output).not.toContain("Deployed Convex functions");
});

test.each([
  ["deploy", [], `✗ ${appUrl} is not set: `],
  ["deploy", ["--prod"], "✗ Unknown option '--prod': "],
  ["deploy:app", [], "✗ Say which app to build: "],
  ["deploy:app", [homeApp], `✗ ${appUrl} is not set: `],
] as const)("npm run %s -- %j without more: one sentence", async (script, args, sentence) => {
  const { succeeded, output } = await run(script, [...args], {});
  expect(succeeded).toBe(false);
  expect(output).toContain(sentence);
  expect(output.split("\n").filter((line) => line.startsWith("✗"))).toHaveLength(1);
  expect(output).not.toMatch(/\n\s+at /);
});

test("without the URL of a deployment, no key but that of previews leads to one", async () => {
  const { succeeded, output } = await run("deploy:app", [homeApp], {
    ...appUrls,
    CONVEX_DEPLOY_KEY: "prod:happy-otter-123|0123456789abcdef",
  });
  expect(succeeded).toBe(false);
  expect(output).toContain(`✗ ${convexUrl} is not set: `);
});
