import { styleText } from "node:util";
import type { Target } from "../target.ts";
import { findVariable } from "../variables.ts";

/** Says what the hosts of the apps, and the job that deploys, have to know in production. */
export function printHostVariables({ project, apps, cliOptions }: Target, clientId: string): void {
  const known: Record<string, string | undefined> = {};
  const groups: [reader: string, names: string[]][] = apps.map((app) => {
    known[app.clientIdVariable] = app.ownClientId || clientId;
    const others = app.isBrowserOnly
      ? [`${app.publicPrefix}WORKOS_API_HOSTNAME`]
      : ["WORKOS_API_KEY", "WORKOS_COOKIE_PASSWORD"];
    return [`The host of the ${app.title}`, [app.clientIdVariable, ...others]];
  });
  const urlVariables = apps.flatMap(({ urlVariable, origin }) => {
    if (urlVariable) known[urlVariable] = origin;
    return urlVariable ?? [];
  });
  const deploymentNames = cliOptions.includes("--env-file")
    ? ["CONVEX_SELF_HOSTED_URL", "CONVEX_SELF_HOSTED_ADMIN_KEY"]
    : ["CONVEX_DEPLOY_KEY"];
  groups.push([project.packageManager.run("deploy"), [...urlVariables, ...deploymentNames]]);
  for (const [reader, names] of groups) {
    console.log(`  ${styleText("bold", `${reader} needs`)}\n`);
    for (const name of names) {
      const value = known[name];
      console.log(`  • ${name}${value ? `=${value}` : `: ${findVariable(project, name)?.is}`}`);
    }
    console.log("");
  }
}
