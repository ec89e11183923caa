import type { Project } from "../project/project.ts";

/** What has been changed so far, for whom a run leaves half-way. */
export class Progress {
  readonly #project: Project;
  readonly #done: string[] = [];
  #hasStarted = false;

  constructor(project: Project) {
    this.#project = project;
  }

  /** From now on something may have been changed. */
  start(): void {
    this.#hasStarted = true;
  }

  /** @param what was changed, as in the plan: "Redirect URIs" */
  add(what: string): void {
    this.#hasStarted = true;
    this.#done.push(what);
  }

  /** Empty while nothing can have been changed. */
  summary(): string {
    if (!this.#hasStarted) return "";
    const done = this.#done.length > 0 ? this.#done.join(", ") : "nothing";
    return `Done before that: ${done}. Run ${this.#project.packageManager.run("setup")} again: it does what is left.`;
  }
}
