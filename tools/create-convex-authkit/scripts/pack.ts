/**
 * Builds the command and the template into dist/: part of `npm pack`.
 *
 * `--release`, of `npm publish`, has projects take convex-authkit from the registry, where it has to be.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "rolldown";
import { bundledLicenses } from "../../convex-authkit/scripts/bundled-licenses.ts";
import { packTemplate } from "../src/template.ts";
import { buildTemplate } from "./build-template.ts";

const root = join(import.meta.dirname, "..");
const dist = join(root, "dist");
const isRelease = process.argv.includes("--release") || process.env.npm_command === "publish";

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
writeFileSync(join(dist, "template.br"), packTemplate(await buildTemplate(isRelease)));
await build({
  input: join(root, "src/main.ts"),
  platform: "node",
  output: { dir: dist, format: "esm", minify: true },
  plugins: [bundledLicenses("LICENSES.txt")],
});
