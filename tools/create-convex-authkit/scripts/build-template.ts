import { isUtf8 } from "node:buffer";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, posix } from "node:path";
import { packTool } from "../../convex-authkit/scripts/pack.ts";
import { appNames, selectApps, type App } from "../src/apps.ts";
import { editJson, manifestPaths, type ProjectFiles } from "../src/files.ts";
import type { Template } from "../src/template.ts";

const root = join(import.meta.dirname, "../../..");
/** Has what projects have in place of what this repository has there. */
const overlays = "tools/create-convex-authkit/template/";
/** What is about this repository, and not about the product. */
const excluded =
  /^(tools|\.ci|docs\/decisions|docs\/images)\/|^LICENSE$|^\.github\/(?!workflows\/(preview|production)\.yml$)/;

/** What is in a project with all apps: where each file of it is in this repository. */
export function listProduct(): Map<string, string> {
  const list = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" });
  const tracked = list.split("\0").filter((path) => path !== "" && existsSync(join(root, path)));
  const product = tracked.filter((path) => !excluded.test(path));
  const laidOver = tracked.filter((path) => path.startsWith(overlays));
  return new Map([
    ...product.map((path) => [path, path] as const),
    ...laidOver.map((path) => [path.slice(overlays.length), path] as const),
  ]);
}

/** @param isRelease whether convex-authkit comes from the registry, and not as a tarball in the project */
export async function buildTemplate(isRelease: boolean): Promise<Template> {
  const files: ProjectFiles = new Map();
  for (const [path, source] of listProduct()) addFile(files, path, join(root, source));
  editJson(files, "package.json", (manifest) => {
    manifest.workspaces = manifest.workspaces?.filter((pattern) => !pattern.startsWith("tools/"));
    const scripts = Object.entries(manifest.scripts ?? {});
    manifest.scripts = Object.fromEntries(scripts.filter(([, text]) => !text.includes("tools/")));
    delete manifest.description;
    delete manifest.license;
  });
  const tarball = await addTool(files);
  const choices = [[...appNames], ...appNames.map((app) => [app])];
  const lockfiles = Object.fromEntries(choices.map((apps) => [apps.join(), lock(files, apps)]));
  files.delete("package-lock.json");
  const license = readFileSync(join(root, "LICENSE"), "utf8");
  const template = { files: Object.fromEntries(files), lockfiles, license };
  return isRelease ? fromRegistry(template, tarball) : template;
}

function addFile(files: ProjectFiles, path: string, source: string) {
  const bytes = readFileSync(source);
  const encoding = isUtf8(bytes) ? "utf8" : "base64";
  files.set(path, { content: bytes.toString(encoding), encoding });
}

/** Has the workspaces depend on a tarball in the project. Returns its path there. */
async function addTool(files: ProjectFiles): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "convex-authkit-"));
  const packed = await packTool(folder);
  const tarball = `tools/${basename(packed)}`;
  addFile(files, tarball, packed);
  rmSync(folder, { recursive: true });
  for (const path of manifestPaths(files)) {
    editJson(files, path, ({ devDependencies = {} }) => {
      if (!("convex-authkit" in devDependencies)) return;
      const relative = posix.relative(posix.dirname(path), tarball);
      devDependencies["convex-authkit"] = `file:${relative}`;
    });
  }
  return tarball;
}

/** The lock file that npm makes for a project with these apps, of the one that this repository has. */
function lock(template: ProjectFiles, apps: App[]): string {
  const files: ProjectFiles = new Map(template);
  selectApps(files, apps);
  const folder = mkdtempSync(join(tmpdir(), "create-lock-"));
  for (const [path, { content, encoding }] of files) {
    if (!/(package(-lock)?\.json|\.tgz)$/.test(path)) continue;
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), content, encoding);
  }
  const quietly = ["--ignore-scripts", "--no-audit", "--no-fund", "--offline"];
  const args = ["install", "--package-lock-only", ...quietly];
  execFileSync("npm", args, { cwd: folder, stdio: "pipe" });
  const made = readFileSync(join(folder, "package-lock.json"), "utf8");
  rmSync(folder, { recursive: true });
  return made;
}

/** The same, with the published package in place of its tarball. */
function fromRegistry({ files, lockfiles, license }: Template, tarball: string): Template {
  const [, version = ""] = /convex-authkit-(.+)\.tgz$/.exec(tarball) ?? [];
  const edit = (text: string) =>
    text
      .replace(`      "resolved": "file:${tarball}",\n`, "")
      .replaceAll(/"file:[./]*tools\/convex-authkit-[^"]+"/g, `"${version}"`);
  const isEdited = (path: string) => /package\.json$/.test(path);
  const kept = Object.entries(files).filter(([path]) => path !== tarball);
  return {
    files: Object.fromEntries(
      kept.map(([path, file]) =>
        isEdited(path) ? [path, { ...file, content: edit(file.content) }] : [path, file],
      ),
    ),
    lockfiles: Object.fromEntries(
      Object.entries(lockfiles).map(([apps, text]) => [apps, edit(text)]),
    ),
    license,
  };
}
