import { parseEnv } from "node:util";
import { z } from "zod";
import { runConvex } from "./convex-cli.ts";
import type { Project } from "./project/project.ts";

const functionSpec = z.object({
  url: z.string(),
  functions: z.array(z.looseObject({ identifier: z.string().optional() })),
});

/** A Convex deployment, as the official CLI reaches it. */
export class ConvexDeployment {
  readonly #project: Project;
  readonly #options: string[];

  /**
   * @param options those of the Convex CLI that choose a deployment, such as `--prod`; without any it
   *   is the development deployment, which is in .env.local
   */
  constructor(project: Project, options: string[] = []) {
    this.#project = project;
    this.#options = options;
  }

  /** Its environment variables. */
  async listVariables(): Promise<Partial<Record<string, string>>> {
    // Without --include-values the CLI leaves the values out when it takes its caller for an AI agent.
    return parseEnv(
      await runConvex(this.#project, ["env", "list", "--include-values", ...this.#options]),
    );
  }

  /** Sets environment variables, over what they were before. */
  async setVariables(values: Record<string, string>): Promise<void> {
    const lines = Object.entries(values).map(([name, value]) => `${name}='${value}'\n`);
    await runConvex(this.#project, ["env", "set", "--force", ...this.#options], lines.join(""));
  }

  /** Its URL, and the identifiers of the functions that were pushed to it: `users.js:current`. */
  async describe(): Promise<{ url: string; functions: string[] }> {
    const spec = functionSpec.parse(
      JSON.parse(await runConvex(this.#project, ["function-spec", ...this.#options])),
    );
    return {
      url: spec.url,
      functions: spec.functions.flatMap(({ identifier }) => identifier ?? []),
    };
  }

  /** Calls a function, internal ones too. */
  async run(name: string, args: Record<string, unknown> = {}): Promise<unknown> {
    const output = await runConvex(this.#project, [
      "run",
      name,
      JSON.stringify(args),
      ...this.#options,
    ]);
    return output.trim() === "" ? null : JSON.parse(output);
  }
}
