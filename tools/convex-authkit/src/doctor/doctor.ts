import { resolve } from "node:path";
import { parseOptions, type Command } from "../command.ts";
import { ConvexJsonError } from "../project/convex-json.ts";
import { readProject, type Project } from "../project/project.ts";
import { runChecks, type Result } from "./check.ts";
import { checksOf } from "./checks.ts";
import { explainConvexJson } from "./convex-json.ts";
import { Facts } from "./facts.ts";
import { jsonReport, textReport, withoutSecrets } from "./report.ts";

/** Says what is wrong with a setup, why, and what to do about it. Changes nothing. */
export const doctor: Command = {
  help: `Usage: convex-authkit doctor [options]

Examines the development deployment of this machine, and the apps if they run: says what is wrong, why,
and what to do about it. Changes nothing.

  --prod             production: the variables that convex.json names say where each app is
  --env-file <file>  chooses the deployment in place of .env.local: for a self-hosted one
  --json             for programs: { ok, checks: [{ id, title, status, cause?, fix? }] }

It ends with 0 when nothing is wrong, with 1 when something is, and with 2 for wrong options.`,
  async run(args) {
    const { prod, json, ...options } = parseOptions({
      args,
      options: {
        prod: { type: "boolean", default: false },
        "env-file": { type: "string" },
        json: { type: "boolean", default: false },
      },
    }).values;
    const envFile = options["env-file"];
    const project = await readProject().catch((error: unknown) => {
      if (error instanceof ConvexJsonError) return error;
      throw error;
    });
    const results =
      project instanceof ConvexJsonError
        ? [explainConvexJson(project)]
        : await examine(project, prod, envFile && resolve(envFile));
    console.log(json ? jsonReport(results) : textReport(results));
    return results.some(({ status }) => status === "failed") ? 1 : 0;
  },
};

async function examine(project: Project, isProduction: boolean, envFile?: string) {
  const facts = new Facts({ project, isProduction, envFile });
  const results: Result[] = await runChecks(checksOf(project), facts);
  return withoutSecrets(results, await facts.secrets());
}
