import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check, getFileInfo } from "prettier";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readRepository } from "../scripts/read-repository.ts";
import { textOf, type ProjectFiles } from "../src/files.ts";
import { appNames, type App } from "../src/select-apps.ts";
import { shapeProject } from "../src/shape-project.ts";
import { packTemplate, readTemplate } from "../src/template.ts";
import { findLeftovers } from "./leftovers.ts";

const folder = mkdtempSync(join(tmpdir(), "create-apps-"));
const template = join(folder, "template.json.gz");
beforeAll(() => writeFileSync(template, packTemplate(readRepository())));
afterAll(() => rmSync(folder, { recursive: true }));

function projectWith(apps: App[]): ProjectFiles {
  const files = readTemplate(template);
  const packageManager = { name: "npm", version: "11.19.1" } as const;
  shapeProject(files, { name: "my-app", apps, packageManager, templateVersion: "1.0.0" });
  return files;
}

/** The paths of what differs from the template's, and Prettier would write otherwise. */
async function findUnformatted(files: ProjectFiles): Promise<string[]> {
  const before = readTemplate(template);
  const unformatted: string[] = [];
  for (const [path, { content }] of files) {
    if (path === "package-lock.json" || content === before.get(path)?.content) continue;
    const { inferredParser } = await getFileInfo(path);
    if (!inferredParser) continue;
    const options = { filepath: path, parser: inferredParser, printWidth: 100 };
    if (!(await check(content, options))) unformatted.push(path);
  }
  return unformatted;
}

test("with both apps, nothing is left of the comments that mark one", async () => {
  const files = projectWith([...appNames]);
  const marked = [...files].filter(([, { content }]) =>
    /(?:begin|end): (?:next|vite|both apps)\b/.test(content),
  );
  expect(marked.map(([path]) => path)).toEqual([]);
  expect(await findUnformatted(files)).toEqual([]);
});

describe.each(appNames)("with %s alone", (app) => {
  let files: ProjectFiles;
  beforeAll(() => {
    files = projectWith([app]);
  });

  test("nothing names the other app, or two of them", () => {
    expect(findLeftovers(files, app)).toEqual([]);
  });

  test("every file is as Prettier would write it", async () => {
    expect(await findUnformatted(files)).toEqual([]);
  });

  test("WorkOS is told of its addresses, and of no others", () => {
    const { authKit } = JSON.parse(textOf(files, "packages/convex-backend/convex.json")) as {
      authKit: Record<string, { configure: object }>;
    };
    const asksFromBrowser = app === "vite";
    const prefix = app.toUpperCase();
    const origins: Record<string, string> = {
      dev: { next: "http://localhost:3000", vite: "http://localhost:5173" }[app],
      preview: `\${buildEnv.${prefix}_APP_URL}`,
      prod: `\${buildEnv.${prefix}_APP_URL}`,
    };
    for (const [section, origin] of Object.entries(origins)) {
      expect(authKit[section]?.configure).toEqual({
        redirectUris: [`${origin}/callback`],
        appHomepageUrl: origin,
        corsOrigins: asksFromBrowser ? [origin] : [],
      });
    }
  });

  test("the lock file has nothing that only the other app needs", () => {
    const { packages } = JSON.parse(textOf(files, "package-lock.json")) as { packages: object };
    const ofTheOther = { next: "@vitejs/plugin-react", vite: "next" }[app];
    expect(Object.keys(packages)).not.toContain(`node_modules/${ofTheOther}`);
    expect(Object.keys(packages)).toContain("node_modules/convex");
  });
});
