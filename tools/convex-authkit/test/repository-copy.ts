import { folders } from "@repo/commands/workspace";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";

const packages = ["commands", "config", "convex-backend"];
/** What is of this machine, and what the copy gets otherwise. */
const isLeftOut = (path: string) => /^(\.env.*|\.turbo|node_modules)$/.test(basename(path));

/**
 * A copy of what the commands work with, so that no run changes the files of this repository. Its
 * modules are those of this repository, but for the workspaces.
 */
export class RepositoryCopy {
  readonly root = mkdtempSync(join(tmpdir(), "repository-copy-"));
  readonly developmentFile = join(this.root, "packages/convex-backend/.env.local");
  readonly convexJson = join(this.root, "packages/convex-backend/convex.json");

  constructor() {
    for (const path of ["package.json", ...packages.map((name) => `packages/${name}`)]) {
      const filter = (source: string) => !isLeftOut(relative(folders.root, source));
      cpSync(join(folders.root, path), join(this.root, path), { recursive: true, filter });
    }
    const modules = join(folders.root, "node_modules");
    mkdirSync(join(this.root, "node_modules/@repo"), { recursive: true });
    for (const name of readdirSync(modules).filter((each) => each !== "@repo")) {
      symlinkSync(join(modules, name), join(this.root, "node_modules", name), "junction");
    }
    for (const name of packages) {
      const link = join(this.root, "node_modules/@repo", name);
      symlinkSync(join(this.root, "packages", name), link, "junction");
    }
  }

  writeDevelopmentFile(values: Record<string, string>): void {
    const lines = Object.entries(values).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(this.developmentFile, lines.join(""));
  }

  readDevelopmentFile(): string {
    return readFileSync(this.developmentFile, "utf8");
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }
}
