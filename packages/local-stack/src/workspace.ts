import { dirname, join } from "node:path";
import { createRequire } from "node:module";

const root = join(import.meta.dirname, "../../..");

/** The folders of this repository that the stack works in. */
export const folders = {
  root,
  nextApp: join(root, "apps/next"),
  viteApp: join(root, "apps/vite"),
  backend: join(root, "packages/convex-backend"),
};

/** The script of the Convex CLI that the backend depends on. */
export function convexCli(): string {
  const { resolve } = createRequire(join(folders.backend, "package.json"));
  return join(dirname(resolve("convex/package.json")), "bin/main.js");
}
