/** `npm run doctor`: says what is wrong with a setup, why, and what to do about it. Changes nothing. */
import { appNames, apps } from "@repo/config/apps";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { failure } from "./panel.ts";

const appUrls = appNames.map((app) => apps[app].variables.appUrl);
const usage = `npm run doctor            the development deployment of this machine, and the apps if they run
npm run doctor -- --prod  production: ${appUrls.join(" and ")} says where it is

  --env-file <file>  chooses the deployment in place of .env.local: for a self-hosted one
  --json             for programs: { ok, checks: [{ id, title, status, cause?, fix? }] }
  --help             this

It ends with 0 when nothing is wrong, with 1 when something is, and with 2 for wrong options.`;

const options = readOptions();
if (options.help) {
  console.log(usage);
} else {
  process.exitCode = await examine().catch((error: unknown) => {
    console.error(failure(error instanceof Error ? error.message : String(error)));
    return 1;
  });
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        prod: { type: "boolean", default: false },
        "env-file": { type: "string" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    console.error(failure(error instanceof Error ? error.message : String(error)));
    console.error(usage);
    process.exit(2);
  }
}

/** @returns the exit code */
async function examine(): Promise<number> {
  // Not at the top: a convex.json that is no JSON already stops the import of these.
  const [{ runChecks }, { checks }, { Facts }, { jsonReport, textReport, withoutSecrets }] =
    await Promise.all([
      import("./doctor/check.ts"),
      import("./doctor/checks.ts"),
      import("./doctor/facts.ts"),
      import("./doctor/report.ts"),
    ]);
  const envFile = options["env-file"];
  const facts = new Facts({
    isProduction: options.prod,
    envFile: envFile === undefined ? undefined : resolve(envFile),
  });
  const results = withoutSecrets(await runChecks(checks, facts), await facts.secrets());
  console.log(options.json ? jsonReport(results) : textReport(results));
  return results.some(({ status }) => status === "failed") ? 1 : 0;
}
