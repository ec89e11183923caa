/**
 * `npm run dev`: the apps until Ctrl-C, on the deployment that is set up, or else on this machine
 * alone. `--local` and `--cloud` say which.
 */
import { devApps } from "@repo/commands/apps";
import { hasOwnDeployment, useOwnPlatform } from "@repo/commands/own-platform";
import { failure } from "@repo/commands/panel";
import { runUntilStopped } from "@repo/commands/run";
import { folders } from "@repo/commands/workspace";
import { convexJson } from "@repo/convex-backend/urls";
import { join } from "node:path";
import { devPorts } from "./addresses.ts";
import { startLocalPlatform } from "./local-platform.ts";

const flags = process.argv.slice(2);
const unknown = flags.find((flag) => !["--local", "--cloud"].includes(flag)) ?? flags[1];
if (unknown) {
  console.error(failure(`npm run dev takes --local or --cloud after a --, and not ${unknown}.`));
  process.exit(1);
}
const isCloud = flags.includes("--cloud") || (hasOwnDeployment() && !flags.includes("--local"));

await runUntilStopped({
  apps: devApps(),
  startPlatform: isCloud
    ? useOwnPlatform
    : (onLog) =>
        startLocalPlatform({
          convexJson,
          ports: devPorts,
          stateDirectory: join(folders.root, ".local/dev"),
          functions: join(folders.backend, "convex"),
          people: [
            { email: "ada@example.com", firstName: "Ada", lastName: "Lovelace" },
            { email: "grace@example.com", firstName: "Grace", lastName: "Hopper" },
          ],
          admins: ["ada@example.com"],
          onLog,
        }),
});
