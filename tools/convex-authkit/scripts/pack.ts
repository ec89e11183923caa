/** `node scripts/pack.ts [folder]`: builds this package as it is published, and packs it into a folder. */
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "rolldown";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";
import { bundledLicenses } from "./bundled-licenses.ts";

type Manifest = Record<string, unknown> & { name: string; version: string };

const root = join(import.meta.dirname, "..");

/** Packs the package into a folder. Returns the path of the tarball, beside what is packed in `package`. */
export async function packTool(destination: string): Promise<string> {
  const dist = join(destination, "package");
  rmSync(dist, { recursive: true, force: true });
  await bundle(dist);
  await bundleTypes(dist);
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
  const { name, version, description, license, type, engines, peerDependencies } = manifest;
  const published = {
    ...{ name, version, description, license, type },
    bin: { [name]: "bin.js" },
    exports: {
      ".": { types: "./config.d.ts", default: "./config.js" },
      "./testing": { types: "./testing.d.ts", default: "./testing.js" },
      "./package.json": "./package.json",
    },
    ...{ engines, peerDependencies },
  };
  writeFileSync(join(dist, "package.json"), `${JSON.stringify(published, undefined, 2)}\n`);
  cpSync(join(root, "README.md"), join(dist, "README.md"));
  cpSync(join(root, "../../LICENSE"), join(dist, "LICENSE"));
  execFileSync("npm", ["pack", "--silent", "--pack-destination", destination], { cwd: dist });
  return join(destination, `${name}-${version}.tgz`);
}

/** All that it depends on is in it, but for Convex, of which there is one in a project. */
async function bundle(dist: string) {
  await build({
    input: {
      bin: join(root, "src/bin.ts"),
      config: join(root, "src/config.ts"),
      testing: join(root, "src/testing.ts"),
      // The process that a deployment runs in.
      child: join(root, "../local-convex/src/child.ts"),
    },
    platform: "node",
    external: [/^convex(\/|$)/, "bufferutil", "utf-8-validate"],
    output: { dir: dist, format: "esm", chunkFileNames: "[name].js", minify: true },
    plugins: [bundledLicenses("LICENSES.txt")],
    onLog(level, log, handle) {
      if (log.code === "UNRESOLVED_IMPORT") throw new Error(log.message);
      handle(level, log);
    },
  });
}

async function bundleTypes(dist: string) {
  const types = await rollup({
    input: [join(root, "src/config.ts"), join(root, "src/testing.ts")],
    plugins: [
      dts({
        tsconfig: join(root, "tsconfig.json"),
        includeExternal: ["@repo/local-convex", "@repo/local-workos"],
      }),
    ],
    onLog(level, log, handle) {
      if (log.code !== "UNRESOLVED_IMPORT") handle(level, log);
    },
  });
  const { output } = await types.write({ dir: dist });
  const foreign = output.flatMap((file) => (file.type === "chunk" ? file.imports : []));
  if (foreign.length > 0) throw new Error(`The types are of ${foreign.join(", ")}, too.`);
}

if (import.meta.main) {
  console.log(await packTool(resolve(process.argv[2] ?? join(root, "dist"))));
}
