import { parseOptions, UsageError, type Command } from "./command.ts";
import { servicePorts } from "./local/ports.ts";
import { startLocalPlatform } from "./local/platform.ts";
import { hasOwnDeployment, useOwnPlatform } from "./own-platform.ts";
import { readProject } from "./project/project.ts";
import { runUntilStopped } from "./run.ts";

export const dev: Command = {
  help: `Usage: convex-authkit dev [--local | --cloud]

Runs the backend and the apps until Ctrl-C: on the deployment that is set up, or else on this machine
alone, without any account.

  --local  on this machine, whatever is set up
  --cloud  on the deployment that is set up, or not at all`,
  async run(args) {
    const { local, cloud } = parseOptions({
      args,
      options: { local: { type: "boolean" }, cloud: { type: "boolean" } },
    }).values;
    if (local && cloud) throw new UsageError("--local and --cloud exclude each other: take one.");
    const project = await readProject();
    const isCloud = cloud || (hasOwnDeployment(project) && !local);
    return await runUntilStopped(project, (showLine) =>
      isCloud
        ? useOwnPlatform(project)
        : startLocalPlatform(project, servicePorts(project), showLine),
    );
  },
};
