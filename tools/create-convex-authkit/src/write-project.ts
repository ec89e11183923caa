import { existsSync, mkdtempSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { ProjectFiles } from "./files.ts";

/** The start of a name that nothing else has, for what was there while the project is being made. */
export const ASIDE = ".before-create-";

/** A folder in which a project is made: either wholly, or what was there stays as it was. */
export class ProjectFolder {
  readonly #folder: string;
  /** Undefined until it is known: then nothing was done yet. */
  #contentBefore: string[] | undefined;
  /** The uppermost folder that was not there, if any. */
  #made: string | undefined;
  #foldersMade: string[] = [];
  #filesWritten: string[] = [];
  #aside: string | undefined;
  #movedAside: string[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Writes a project.
   *
   * @param replaced what is moved out of its way, by its paths in the folder
   * @throws the signal's reason when it is aborted, or what the file system says
   */
  async write(files: ProjectFiles, replaced: string[], signal: AbortSignal): Promise<void> {
    this.#made = firstMissing(this.#folder);
    await mkdir(this.#folder, { recursive: true });
    this.#contentBefore = await readdir(this.#folder);
    if (replaced.length > 0) this.#aside = mkdtempSync(join(this.#folder, ASIDE));
    for (const path of replaced) {
      signal.throwIfAborted();
      await this.#moveAside(path);
    }
    for (const [path, { content, encoding }] of files) {
      signal.throwIfAborted();
      const file = join(this.#folder, path);
      const made = await mkdir(dirname(file), { recursive: true });
      if (made) this.#foldersMade.push(made);
      this.#filesWritten.push(file);
      await writeFile(file, content, encoding);
    }
  }

  async #moveAside(path: string) {
    const to = join(this.#aside!, path);
    await mkdir(dirname(to), { recursive: true });
    await rename(join(this.#folder, path), to);
    this.#movedAside.push(path);
  }

  /** Deletes what was moved aside. The project stays. */
  async keep(): Promise<void> {
    if (this.#aside) await rm(this.#aside, { recursive: true, force: true });
  }

  /** Deletes what was made in the folder since, by whomever, and puts back what was moved aside. */
  async undo(): Promise<void> {
    if (this.#made) return remove(this.#made);
    const before = this.#contentBefore;
    if (!before) return;
    const aside = this.#aside && relative(this.#folder, this.#aside);
    for (const path of [...this.#filesWritten, ...this.#foldersMade]) {
      await remove(path);
    }
    for (const name of await readdir(this.#folder)) {
      if (name !== aside && !before.includes(name)) {
        await remove(join(this.#folder, name));
      }
    }
    for (const path of this.#movedAside) {
      await remove(join(this.#folder, path));
      await rename(join(this.#aside!, path), join(this.#folder, path));
    }
    if (this.#aside) await remove(this.#aside);
  }
}

function firstMissing(folder: string): string | undefined {
  if (existsSync(folder)) return undefined;
  return firstMissing(dirname(folder)) ?? folder;
}

async function remove(path: string) {
  await rm(path, { recursive: true, force: true, maxRetries: 3 });
}
