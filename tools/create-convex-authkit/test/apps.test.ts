import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format } from "prettier";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appNames } from "../src/apps.ts";
import { create, readTree } from "./harness.ts";
import { findLeftovers } from "./leftovers.ts";

const folder = mkdtempSync(join(tmpdir(), "create-apps-"));
const convexJson = "packages/convex-backend/convex.json";
let withBoth: Record<string, string> = {};

async function createWith(name: string, apps: string) {
  const args = ["--name", "my-app", "--apps", apps, "--yes", "--no-install", "--no-git"];
  const { code, stderr } = await create(folder, [name, ...args, "--deploy-workflows"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return readTree(join(folder, name));
}

beforeAll(async () => {
  withBoth = await createWith("both", "next,vite");
});
afterAll(() => rmSync(folder, { recursive: true }));

test("nothing is marked for a program to take out", () => {
  const marked = Object.entries(withBoth).filter(
    ([path, text]) => !path.endsWith(".tgz") && /\b(?:begin|end): /.test(text),
  );
  expect(marked.map(([path]) => path)).toEqual([]);
});

describe.each(appNames)("with %s alone", (app) => {
  const other = appNames.find((name) => name !== app)!;
  let files: Record<string, string> = {};
  beforeAll(async () => {
    files = await createWith(app, app);
  });

  test("nothing names the other", () => {
    expect(findLeftovers(files, app)).toEqual([]);
  });

  test("it is what is left of both when the folders and addresses of the other are deleted", async () => {
    const copy = deleteFrom(await createWith(`both-without-${other}`, "next,vite"));
    const { [convexJson]: addresses = "", ...rest } = copy;
    const { [convexJson]: created = "", ...others } = files;
    expect(others).toEqual(rest);
    expect(JSON.parse(created)).toEqual(JSON.parse(addresses));
    expect(created).toBe(await format(created, { parser: "json", printWidth: 100 }));
  });

  test("WorkOS is told of its addresses, and of no others", () => {
    const { authKit } = JSON.parse(files[convexJson] ?? "") as {
      authKit: Record<string, { configure: object }>;
    };
    const deployed = `\${buildEnv.${app.toUpperCase()}_APP_URL}`;
    const inDevelopment = { next: "http://localhost:3000", vite: "http://localhost:5173" }[app];
    const origins = { dev: inDevelopment, preview: deployed, prod: deployed };
    for (const [section, origin] of Object.entries(origins)) {
      expect(authKit[section]?.configure).toEqual({
        redirectUris: [`${origin}/callback`],
        appHomepageUrl: origin,
        corsOrigins: app === "vite" ? [origin] : [],
      });
    }
  });

  /** As a person would: `rm -r`, an edit of convex.json, and `npm install`. */
  function deleteFrom(both: Record<string, string>) {
    const root = join(folder, `both-without-${other}`);
    for (const path of Object.keys(both)) {
      if (path.split("/").includes(other)) rmSync(join(root, path));
    }
    const isOfOther = { next: /:3000|NEXT_APP_URL/, vite: /:5173|VITE_APP_URL/ }[other];
    const json = JSON.parse(both[convexJson] ?? "") as {
      authKit: Record<string, { configure: Record<string, string | string[]> }>;
    };
    for (const { configure } of Object.values(json.authKit)) {
      for (const [key, value] of Object.entries(configure)) {
        if (!Array.isArray(value)) continue;
        configure[key] = value.filter((url) => !isOfOther.test(url));
      }
      configure.appHomepageUrl = configure.redirectUris![0]!.replace("/callback", "");
    }
    writeFileSync(join(root, convexJson), JSON.stringify(json));
    const quietly = ["--offline", "--ignore-scripts", "--no-audit", "--no-fund"];
    execFileSync("npm", ["install", "--package-lock-only", ...quietly], { cwd: root });
    return readTree(root);
  }
});

test("the lock file of an app has nothing that only the other needs", () => {
  const packagesOf = (app: string) => {
    const lockfile = readFileSync(join(folder, app, "package-lock.json"), "utf8");
    return Object.keys((JSON.parse(lockfile) as { packages: object }).packages);
  };
  expect(packagesOf("vite")).not.toContain("node_modules/next");
  expect(packagesOf("next")).not.toContain("node_modules/@vitejs/plugin-react");
  expect(packagesOf("next")).toContain("node_modules/next");
});
