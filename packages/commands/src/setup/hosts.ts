import { contract, variablesOf, type Reader, type Variable } from "@repo/config/env";
import type { VariableName } from "@repo/config/env";
import { styleText } from "node:util";
import type { Target } from "../target.ts";

/** Says what the hosts of both apps, and the job that deploys, have to know in production. */
export function printHostVariables({ apps, cliOptions }: Target, clientId: string): void {
  const known: Partial<Record<VariableName, string>> = {
    WORKOS_CLIENT_ID: clientId,
    VITE_WORKOS_CLIENT_ID: clientId,
    NEXT_APP_URL: apps.next.origin,
    VITE_APP_URL: apps.vite.origin,
  };
  const deploymentNames: VariableName[] = cliOptions.includes("--env-file")
    ? ["CONVEX_SELF_HOSTED_URL", "CONVEX_SELF_HOSTED_ADMIN_KEY"]
    : ["CONVEX_DEPLOY_KEY"];
  const groups: [string, VariableName[]][] = [
    ["The host of the Next.js app", setOnHost("Next.js server")],
    ["The host of the Vite app", [...setOnHost("Vite browser"), "VITE_WORKOS_API_HOSTNAME"]],
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
