import { apps, ofEachApp, type AppName } from "@repo/config/apps";
import { findProblems } from "@repo/config/env";
// begin: both apps
import { homeApp } from "@repo/config/apps";
import { relatedUrlOnVercel } from "./deploy-related.ts";
// end: both apps

export type Environment = Record<string, string | undefined>;

/**
 * The origins of the apps, for the one job that deploys the backend: as the environment says, or else
 * as the host does, where the job is that of the first app's project.
 *
 * @throws Error with one sentence when one of them cannot be known
 */
export function findAppUrls(env: Environment): Record<AppName, string> {
  const origins = ofEachApp((app) => {
    // begin: both apps
    if (app !== homeApp) return requireOrigin(app, givenUrl(app, env) || relatedUrlOnVercel(env));
    // end: both apps
    return findAppUrl(app, env);
  });
  // begin: both apps
  if (origins.next === origins.vite) {
    throw new Error(
      `NEXT_APP_URL and VITE_APP_URL are both ${origins.next}: each app has an origin of its own.`,
    );
  }
  // end: both apps
  return origins;
}

/**
 * The origin of one app, for a job that builds only that: as the environment says, or else as the
 * host does.
 *
 * @throws Error with one sentence when it cannot be known
 */
export function findAppUrl(app: AppName, env: Environment): string {
  return requireOrigin(app, givenUrl(app, env) || urlOnHost(env));
}

function givenUrl(app: AppName, env: Environment): string | undefined {
  return env[apps[app].variables.appUrl];
}

/** Where the host will serve what it builds; undefined when it does not say. */
function urlOnHost(env: Environment): string | undefined {
  if (env.VERCEL) {
    // The URL of the branch and not of this one deployment: WorkOS has to know it, once and for all.
    const host = isProduction(env) ? env.VERCEL_PROJECT_PRODUCTION_URL : env.VERCEL_BRANCH_URL;
    return host && `https://${host}`;
  }
  if (env.NETLIFY) return env.CONTEXT === "production" ? env.URL : env.DEPLOY_PRIME_URL;
  return undefined;
}

function isProduction(env: Environment): boolean {
  return env.VERCEL_ENV === "production";
}

function requireOrigin(app: AppName, url: string | undefined): string {
  const name = apps[app].variables.appUrl;
  const [problem] = findProblems([name], { [name]: url });
  if (problem || !url) throw new Error(problem);
  const { origin, href, protocol, hostname } = new URL(url);
  if (href !== `${origin}/`) {
    throw new Error(`${name} is ${url}, which is more than an origin: set it to ${origin}.`);
  }
  if (protocol !== "https:" && hostname !== "localhost") {
    throw new Error(`${name} is ${url}, and nobody signs in over http: set it to an https URL.`);
  }
  return origin;
}
