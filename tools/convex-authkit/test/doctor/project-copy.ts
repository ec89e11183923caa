import { folders } from "@repo/commands/workspace";
import { apps } from "@repo/config/apps";
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Takes back what was planted. */
export type Undo = () => unknown;

/**
 * The files of this repository that Git tracks, in a folder of its own, where faults can be planted
 * without touching what somebody works with. What is installed is linked, and the workspaces among it
 * are those of the copy.
 */
export class ProjectCopy {
  readonly root = mkdtempSync(join(tmpdir(), "doctor-"));

  constructor() {
    const list = execFileSync("git", ["ls-files", "-z"], { cwd: folders.root, encoding: "utf8" });
    const files = list.split("\0").filter((file) => /^(apps|packages|[^/]+$)/.test(file));
    for (const file of files) {
      if (existsSync(join(folders.root, file))) cpSync(join(folders.root, file), this.path(file));
    }
    execFileSync("git", ["init", "--quiet"], { cwd: this.root });
    this.#link("node_modules", (name) => name !== "@repo");
    for (const name of readdirSync(join(folders.root, "node_modules/@repo"))) {
      const workspace = name in apps ? `apps/${name}` : `packages/${name}`;
      if (existsSync(this.path(workspace))) {
        this.#symlink(this.path(workspace), `node_modules/@repo/${name}`);
      }
    }
    for (const workspace of readdirSync(this.path("packages"))) {
      // Some package managers link the workspaces here, too.
      this.#link(`packages/${workspace}/node_modules`, (name) => name !== "@repo");
    }
  }

  path(...parts: string[]): string {
    return join(this.root, ...parts);
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
    const text = readFileSync(this.path(file), "utf8");
    const changed = text.replace(part, () => by);
    if (changed === text) throw new Error(`${file} does not have ${String(part)}.`);
    return this.write(file, changed);
  }

  /** Has an installed package say that it is of another version. */
  setVersion(name: string, version: string): Undo {
    const installed = join(folders.root, "node_modules", name);
    const folder = `node_modules/${name}`;
    rmSync(this.path(folder));
    this.#link(folder, (file) => file !== "package.json");
    const json = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as object;
    this.write(`${folder}/package.json`, JSON.stringify({ ...json, version }));
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
    const source = join(folders.root, folder);
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
