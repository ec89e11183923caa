import { appNames, apps as table } from "@repo/config/apps";
import { contract, variablesOf, type Reader, type Variable } from "@repo/config/env";
import type { VariableName } from "@repo/config/env";
import { styleText } from "node:util";
import type { Target } from "../target.ts";

/** Says what the hosts of the apps, and the job that deploys, have to know in production. */
export function printHostVariables({ apps, cliOptions }: Target, clientId: string): void {
  const known = Object.fromEntries(
    appNames.flatMap((app) => [
      [table[app].variables.clientId, clientId],
      [table[app].variables.appUrl, apps[app].origin],
    ]),
  ) as Partial<Record<VariableName, string>>;
  const deploymentNames: VariableName[] = cliOptions.includes("--env-file")
    ? ["CONVEX_SELF_HOSTED_URL", "CONVEX_SELF_HOSTED_ADMIN_KEY"]
    : ["CONVEX_DEPLOY_KEY"];
  const groups: [string, VariableName[]][] = [
    // begin: next
    ["The host of the Next.js app", setOnHost("Next.js server")],
    // end: next
    // begin: vite
    ["The host of the Vite app", [...setOnHost("Vite browser"), "VITE_WORKOS_API_HOSTNAME"]],
    // end: vite
    ["npm run deploy", [...variablesOf("convex.json at deploy"), ...deploymentNames]],
  ];
  for (const [reader, names] of groups) {
    console.log(`  ${styleText("bold", `${reader} needs`)}\n`);
    for (const name of names) {
      const value = known[name];
      console.log(`  • ${name}${value ? `=${value}` : `: ${contract[name].is}`}`);
    }
    console.log("");
  }
}

function setOnHost(reader: Reader): VariableName[] {
  return variablesOf(reader).filter((name) => {
    const { optional, set }: Variable = contract[name];
    return !optional && set.production?.includes("host");
  });
}
