/** `npm run deploy:app`: builds one app, for a backend that another job deploys. */
import { appNames, apps, type AppName } from "@repo/config/apps";
import { buildApps, buildVariables } from "./deploy-build.ts";
import { runCommand } from "./deploy-command.ts";
import { readDeployAppOptions } from "./deploy-options.ts";
import { hasPreviewKey, previewNameOf, waitForPreviewUrl } from "./deploy-preview.ts";
import { findAppUrl, type Environment } from "./deploy-urls.ts";

const help = `Usage: npm run deploy:app -- ${appNames.join("|")} [--wait <seconds>]

Builds one app, for a backend that another job deploys with npm run deploy.

  --wait <seconds>  how long to wait for the preview deployment of the branch, 600 by default
  --help            this

${eitherOf("appUrl")} says where the app will be; on Vercel and Netlify it is known. The Convex
deployment is that of ${eitherOf("convexUrl")}, or else, with a preview deploy key in
CONVEX_DEPLOY_KEY, the preview of the branch.`;

function eitherOf(variable: "appUrl" | "convexUrl"): string {
  return appNames.map((app) => apps[app].variables[variable]).join(" or ");
}

await runCommand(async () => {
  const { help: isHelp, app, wait } = readDeployAppOptions(process.argv.slice(2));
  if (isHelp) {
    console.log(help);
    return 0;
  }
  if (!app)
    throw new Error(`Say which app to build: npm run deploy:app -- ${appNames.join(", or ")}.`);
  const { env } = process;
  const urls = { [app]: findAppUrl(app, env) };
  const convexUrl = await findConvexUrl(app, env, wait);
  return buildApps([app], convexUrl, buildVariables(urls, env));
});

async function findConvexUrl(app: AppName, env: Environment, wait: number): Promise<string> {
  const variable = apps[app].variables.convexUrl;
  const url = env[variable];
  if (url) return url;
  if (hasPreviewKey(env)) return waitForPreviewUrl(previewNameOf(env), wait);
  // Any other key would lead to one fixed deployment, whatever is built.
  throw new Error(
    `${variable} is not set: set it to the URL of the Convex deployment, or, in builds of a branch, CONVEX_DEPLOY_KEY to a preview deploy key.`,
  );
}
