/** `npm run deploy`: the one job that deploys the backend, and builds the apps that are its to build. */
import { spawnSync } from "node:child_process";
import { appNames, apps } from "@repo/config/apps";
import { buildVariables } from "./deploy-build.ts";
import { runCommand } from "./deploy-command.ts";
import { readDeployOptions } from "./deploy-options.ts";
import { hasPreviewKey, previewNameOf } from "./deploy-preview.ts";
import { findAppUrls, type Environment } from "./deploy-urls.ts";
import { convexCli, folders } from "./workspace.ts";

const help = `Usage: npm run deploy -- [--build ${appNames.join(",")}] [-- options of convex deploy]

Builds the apps with the URL of the Convex deployment, registers where they will be with WorkOS, and
deploys the backend. Exactly one job does this; any other runs npm run deploy:app.

  --build <apps>  what this job builds; left out, ${appNames.join(" and ")}
  --help          this

${appNames.map((app) => apps[app].variables.appUrl).join(" and ")} says where that will be; on Vercel it is known. The deployment is
that of CONVEX_DEPLOY_KEY, or of CONVEX_SELF_HOSTED_URL and CONVEX_SELF_HOSTED_ADMIN_KEY.`;

await runCommand(() => {
  const { help: isHelp, build, convexOptions } = readDeployOptions(process.argv.slice(2));
  if (isHelp) {
    console.log(help);
    return 0;
  }
  const { env } = process;
  const urls = findAppUrls(env);
  const { status } = spawnSync(
    process.execPath,
    [
      convexCli(),
      "deploy",
      // Relative, as a shell reads it, and the path to this repository may have spaces in it.
      ...["--cmd", `node ../commands/src/deploy-build.ts ${build.join(" ")}`],
      ...["--cmd-url-env-var-name", "CONVEX_URL"],
      ...previewOptions(env, convexOptions),
      ...convexOptions,
    ],
    {
      cwd: folders.backend,
      env: buildVariables(urls, env),
      // A person at a terminal is asked whether they mean production.
      stdio: "inherit",
    },
  );
  return status ?? 1;
});

/** The CLI finds the name of a preview by itself, but not when Vercel's CLI builds outside of Vercel. */
function previewOptions(env: Environment, convexOptions: string[]): string[] {
  const isNamed = convexOptions.some((option) => /^--preview-(name|create)\b/.test(option));
  return hasPreviewKey(env) && !isNamed ? ["--preview-name", previewNameOf(env)] : [];
}
