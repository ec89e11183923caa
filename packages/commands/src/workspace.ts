import { ofEachApp, apps } from "@repo/config/apps";
import { dirname, join } from "node:path";
import { createRequire } from "node:module";

const root = join(import.meta.dirname, "../../..");

/** The folders of this repository that the stack works in. */
export const folders = {
  root,
  apps: ofEachApp((app) => join(root, apps[app].folder)),
  backend: join(root, "packages/convex-backend"),
};

/** The script of the Convex CLI that the backend depends on. */
export function convexCli(): string {
  return scriptOf("convex", "bin/main.js", folders.backend);
}

/** The script of turbo. */
export function turboCli(): string {
  return scriptOf("turbo", "bin/turbo", folders.root);
}

function scriptOf(packageName: string, script: string, workspace: string): string {
  const { resolve } = createRequire(join(workspace, "package.json"));
  return join(dirname(resolve(`${packageName}/package.json`)), script);
}
