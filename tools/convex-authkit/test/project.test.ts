import { afterEach, expect, test } from "vitest";
import { inlinedVariables, serverVariables } from "../src/project/apps.ts";
import { withPortOffset } from "../src/local/ports.ts";
import { readProject } from "../src/project/project.ts";
import { TemporaryProject } from "./temporary-project.ts";

const nextjs = { dependencies: { "@workos-inc/authkit-nextjs": "*" } };
const react = { dependencies: { "@workos-inc/authkit-react": "*" } };

let project: TemporaryProject | undefined;
afterEach(() => project?.remove());

const configure = {
  redirectUris: ["http://localhost:4001/callback", "http://localhost:4002/callback"],
  appHomepageUrl: "http://localhost:4002",
  corsOrigins: ["http://localhost:4002"],
};

/** A project of workspaces, with a server-rendered app on port 4001 and a browser-only one on 4002. */
function read(changes: Record<string, unknown> = {}, addresses: Partial<typeof configure> = {}) {
  project = new TemporaryProject({
    "package.json": {
      workspaces: ["apps/*", "backend"],
      packageManager: "npm@11.0.0",
      scripts: { setup: "convex-authkit setup" },
    },
    "apps/site/package.json": nextjs,
    "apps/spa/package.json": react,
    "backend/package.json": { dependencies: { "@convex-dev/workos-authkit": "*" } },
    "backend/convex.json": {
      functions: "functions/",
      authKit: {
        dev: { configure: { ...configure, ...addresses } },
        prod: {
          configure: {
            redirectUris: ["${buildEnv.SITE_URL}/callback", "${buildEnv.SPA_URL}/callback"],
          },
        },
      },
    },
    ...changes,
  });
  return readProject(`${project.root}/apps`);
}

test("apps are told by their SDK, and their addresses by corsOrigins", async () => {
  const { apps, homeApp, backend, pathOf } = await read();
  expect(apps).toMatchObject([
    { name: "site", title: "Next.js app", url: { port: 4001 }, urlVariable: "SITE_URL" },
    { name: "spa", title: "Vite app", url: { port: 4002 }, urlVariable: "SPA_URL" },
  ]);
  expect(homeApp.name).toBe("spa");
  expect(backend.hasComponent).toBe(true);
  expect(pathOf(backend.functions)).toBe("backend/functions");
  expect(pathOf(backend.envFile)).toBe("backend/.env.local");
});

test("a browser-only app is given nothing but what is for browsers", async () => {
  const { apps } = await read();
  const known = { convexUrl: "https://a.convex.cloud", clientId: "client_1", redirectUri: "r" };
  const secrets = { apiKey: "sk_1", cookiePassword: "password" };
  const [site, spa] = apps.map((app) => ({
    inlined: inlinedVariables(app, known),
    server: serverVariables(app, known, secrets),
  }));
  expect(site).toEqual({
    inlined: {
      NEXT_PUBLIC_CONVEX_URL: "https://a.convex.cloud",
      NEXT_PUBLIC_WORKOS_REDIRECT_URI: "r",
    },
    server: {
      WORKOS_CLIENT_ID: "client_1",
      WORKOS_API_KEY: "sk_1",
      WORKOS_COOKIE_PASSWORD: "password",
    },
  });
  expect(spa).toEqual({
    inlined: {
      VITE_CONVEX_URL: "https://a.convex.cloud",
      VITE_WORKOS_CLIENT_ID: "client_1",
      VITE_WORKOS_REDIRECT_URI: "r",
    },
    server: {},
  });
});

test("a project of one folder has one app, whatever corsOrigins has", async () => {
  project = new TemporaryProject({
    "package.json": nextjs,
    "convex.json": {
      authKit: {
        dev: {
          configure: {
            redirectUris: ["http://localhost:3000/callback"],
            corsOrigins: ["http://localhost:3000"],
          },
        },
      },
    },
  });
  const { apps, homeApp, backend } = await readProject(project.root);
  expect(apps).toMatchObject([{ title: "Next.js app", url: { port: 3000 } }]);
  expect(homeApp).toBe(apps[0]);
  expect(backend.hasComponent).toBe(false);
});

test("several apps of one framework are told apart by the configuration", async () => {
  const second = { "apps/admin/package.json": nextjs };
  await expect(read(second)).rejects.toThrow(
    "There are several Next.js apps: say in convex-authkit.config.ts under redirectUris which redirect URI is that of apps/admin.",
  );
  project?.remove();
  const config = {
    redirectUris: {
      "apps/admin": "http://localhost:4003/callback",
      "apps/site": "http://localhost:4001/callback",
    },
  };
  const { apps } = await read({
    ...second,
    "convex-authkit.config.ts": `export default ${JSON.stringify(config)};`,
  });
  expect(apps.map(({ title, url }) => [title, url.port])).toEqual([
    ["app apps/admin", 4003],
    ["app apps/site", 4001],
    ["Vite app", 4002],
  ]);
});

test("pnpm's workspaces count, and its words are used", async () => {
  const { apps, packageManager } = await read({
    "package.json": { packageManager: "pnpm@11.0.0", scripts: { setup: "convex-authkit setup" } },
    "pnpm-workspace.yaml": "packages:\n  - apps/*\n  - backend\n",
  });
  expect(apps).toHaveLength(2);
  expect(packageManager.run("setup", "--prod")).toBe("pnpm run setup --prod");
  expect(packageManager.run("doctor", "--prod")).toBe("pnpm exec convex-authkit doctor --prod");
  expect(packageManager.exec("convex env list")).toBe("pnpm exec convex env list");
});

test("npm takes arguments of a script after two dashes", async () => {
  const { packageManager } = await read();
  expect(packageManager.run("setup")).toBe("npm run setup");
  expect(packageManager.run("setup", "--prod")).toBe("npm run setup -- --prod");
});

test("all ports can be moved, addresses in convex.json with them", async () => {
  const { apps, homeApp, backend } = withPortOffset(await read(), 300);
  expect(apps.map(({ url }) => url.redirectUri)).toEqual([
    "http://localhost:4301/callback",
    "http://localhost:4302/callback",
  ]);
  expect(homeApp.url.port).toBe(4302);
  expect(backend.convexJson.authKit.dev.configure).toEqual({
    redirectUris: ["http://localhost:4301/callback", "http://localhost:4302/callback"],
    appHomepageUrl: "http://localhost:4302",
    corsOrigins: ["http://localhost:4302"],
  });
});

test.each<[string, Partial<typeof configure>, RegExp]>([
  [
    "no redirect URI for the server-rendered app",
    { redirectUris: ["http://localhost:4002/callback"] },
    /redirectUris has to have one whose origin is not in corsOrigins, the Next\.js app's, and has 0/,
  ],
  [
    "one more redirect URI",
    { redirectUris: [...configure.redirectUris, "http://localhost:4003/callback"] },
    /the Next\.js app's, and has 2/,
  ],
  [
    "a redirect URI that WorkOS is not told",
    { redirectUris: ["http://localhost:4001/callback"] },
    /corsOrigins has http:\/\/localhost:4002, and redirectUris has none of that origin/,
  ],
  ["an origin that WorkOS is not told", { corsOrigins: [] }, /and has \d/],
  ["no port", { redirectUris: ["http://localhost/callback"] }, /names no port/],
  ["no URL", { redirectUris: ["/callback"] }, /is not a URL/],
])("%s in convex.json is said in a sentence", async (_what, addresses, message) => {
  await expect(read({}, addresses)).rejects.toThrow(message);
});

test.each([
  [{ "backend/convex.json": "{" }, "convex.json is no JSON"],
  [{ "package.json": "{" }, "package.json is no JSON"],
  [{ "apps/spa/convex.json": {} }, "apps/spa and backend both have a convex.json: leave one."],
  [{ "package.json": { workspaces: ["apps/*"] } }, "has a convex.json: it says where the apps are"],
])("%j is refused in a sentence", async (changes, message) => {
  await expect(read(changes)).rejects.toThrow(message);
});
