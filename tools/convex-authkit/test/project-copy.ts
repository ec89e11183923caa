import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";

/** Takes back what was planted. */
export type Undo = () => unknown;
export type Values = Record<string, string | undefined>;

/** This repository. */
export const repository = join(import.meta.dirname, "../../..");
export const envFile = "packages/convex-backend/.env.local";
export const convexJson = "packages/convex-backend/convex.json";

export function dotenv(values: Values): string {
  const lines = Object.entries(values).map(([name, value]) => value && `${name}=${value}\n`);
  return lines.filter(Boolean).join("");
}

/**
 * The product of this repository in a folder of its own, where faults can be planted without touching
 * what somebody works with. What is installed is linked, and the workspaces among it are those of the
 * copy.
 */
export class ProjectCopy {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), "project-copy-")));

  constructor() {
    const options = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    const list = execFileSync("git", options, { cwd: repository, encoding: "utf8" });
    const files = list.split("\0").filter((file) => /^(apps|packages|[^/]+$)/.test(file));
    for (const file of files) {
      if (existsSync(join(repository, file))) cpSync(join(repository, file), this.path(file));
    }
    execFileSync("git", ["init", "--quiet"], { cwd: this.root });
    this.#link("node_modules", (name) => name !== "@repo");
    for (const name of readdirSync(join(repository, "node_modules/@repo"))) {
      const link = join(repository, "node_modules/@repo", name);
      const workspace = this.path(relative(repository, realpathSync(link)));
      if (existsSync(workspace)) this.#symlink(workspace, `node_modules/@repo/${name}`);
    }
    for (const folder of ["apps", "packages"].flatMap((each) =>
      readdirSync(this.path(each)).map((name) => `${each}/${name}`),
    )) {
      // Some package managers link the workspaces here, too.
      this.#link(`${folder}/node_modules`, (name) => name !== "@repo");
    }
  }

  path(...parts: string[]): string {
    return join(this.root, ...parts);
  }

  read(file: string): string {
    return readFileSync(this.path(file), "utf8");
  }

  /** Replaces what is in a file; `undefined` deletes it. */
  write(file: string, text: string | undefined): Undo {
    const path = this.path(file);
    const before = existsSync(path) ? readFileSync(path, "utf8") : undefined;
    if (text === undefined) {
      rmSync(path);
    } else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    return () => (before === undefined ? rmSync(path) : writeFileSync(path, before));
  }

  /** Replaces a part of a file. */
  replace(file: string, part: string | RegExp, by: string): Undo {
    const text = this.read(file);
    const changed = text.replace(part, () => by);
    if (changed === text) throw new Error(`${file} does not have ${String(part)}.`);
    return this.write(file, changed);
  }

  /** Has an installed package say that it is of another version. */
  setVersion(name: string, version: string): Undo {
    const file = join(repository, "node_modules", name, "package.json");
    const json = JSON.parse(readFileSync(file, "utf8")) as object;
    return this.replacePackageFile(name, "package.json", JSON.stringify({ ...json, version }));
  }

  /** Has an installed package have another file, which is in its folder or in one below that. */
  replacePackageFile(name: string, file: string, text: string): Undo {
    const installed = join(repository, "node_modules", name);
    const folder = `node_modules/${name}`;
    const [first = ""] = file.split("/");
    rmSync(this.path(folder));
    this.#link(folder, (each) => each !== first && each !== "package.json");
    if (first !== file) this.#link(`${folder}/${first}`, (each) => `${first}/${each}` !== file);
    // What is resolved by way of a link would be the installed package's.
    cpSync(join(installed, "package.json"), this.path(folder, "package.json"));
    this.write(`${folder}/${file}`, text);
    return () => {
      rmSync(this.path(folder), { recursive: true });
      this.#symlink(installed, folder);
    };
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }

  /** Makes a folder with links to what this repository has in it. */
  #link(folder: string, isWanted: (name: string) => boolean) {
    const source = join(repository, folder);
    for (const name of existsSync(source) ? readdirSync(source) : []) {
      if (!isWanted(name)) continue;
      if (name.startsWith("@")) this.#link(`${folder}/${name}`, () => true);
      else this.#symlink(join(source, name), `${folder}/${name}`);
    }
  }

  #symlink(target: string, path: string) {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    symlinkSync(target, this.path(path), "junction");
  }
}
