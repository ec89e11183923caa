import { join } from "node:path";
import type { App } from "../project/apps.ts";
import type { Project } from "../project/project.ts";

export type Environment = Record<string, string | undefined>;

/**
 * The origins of all apps, for the one job that deploys the backend: as the environment says, or else
 * as the host does, where the job is that of the home app's project.
 *
 * @throws Error with one sentence when one of them cannot be known
 */
export function findOrigins(project: Project, env: Environment): Map<App, string> {
  const origins = new Map<App, string>();
  for (const app of project.apps) {
    const origin =
      app === project.homeApp
        ? findOrigin(app, env)
        : requireOrigin(app, givenUrl(app, env) || relatedUrlOnVercel(project, app, env));
    const [same] = [...origins].find((entry) => entry[1] === origin) ?? [];
    if (same) {
      throw new Error(
        `${nameOf(same)} and ${nameOf(app)} are both ${origin}: each app has an origin of its own.`,
      );
    }
    origins.set(app, origin);
  }
  return origins;
}

/**
 * The origin of the one app that a job builds: as the environment says, or else as the host does.
 *
 * @throws Error with one sentence when it cannot be known
 */
export function findOrigin(app: App, env: Environment): string {
  return requireOrigin(app, givenUrl(app, env) || urlOnHost(env));
}

function givenUrl({ urlVariable }: App, env: Environment): string | undefined {
  return urlVariable && env[urlVariable];
}

/** Where the host will serve what it builds; undefined when it does not say. */
function urlOnHost(env: Environment): string | undefined {
  if (env.VERCEL) {
    // The URL of the branch and not of this one deployment: WorkOS has to know it, once and for all.
    const isProduction = env.VERCEL_ENV === "production";
    const host = isProduction ? env.VERCEL_PROJECT_PRODUCTION_URL : env.VERCEL_BRANCH_URL;
    return host && `https://${host}`;
  }
  if (env.NETLIFY) return env.CONTEXT === "production" ? env.URL : env.DEPLOY_PRIME_URL;
  return undefined;
}

/** The part of VERCEL_RELATED_PROJECTS that is read here. Source: the types of @vercel/related-projects 1.1.1. */
type RelatedProject = {
  production: { alias?: string; url?: string };
  preview: { branch?: string };
};

/** Where Vercel serves an app, of the one project that `relatedProjects` of vercel.json names. */
function relatedUrlOnVercel(project: Project, app: App, env: Environment): string | undefined {
  if (!env.VERCEL) return undefined;
  const [related, ...others] = parseRelatedProjects(app, env.VERCEL_RELATED_PROJECTS || "[]");
  const where = `relatedProjects of ${project.pathOf(join(project.homeApp.folder, "vercel.json"))}`;
  if (!related || others.length > 0) {
    const problem = related
      ? `${where} names more than the project of the ${app.title}: leave only that there`
      : `Vercel names no related project: name that of the ${app.title} in ${where}`;
    throw new Error(`${nameOf(app)} is not set, and ${problem}, or set ${nameOf(app)}.`);
  }
  const { production, preview } = related;
  const host =
    env.VERCEL_ENV === "production" ? production.alias || production.url : preview.branch;
  return host && `https://${host}`;
}

function parseRelatedProjects(app: App, json: string): RelatedProject[] {
  try {
    return JSON.parse(json) as RelatedProject[];
  } catch {
    throw new Error(`VERCEL_RELATED_PROJECTS is not JSON: set ${nameOf(app)} instead.`);
  }
}

function requireOrigin(app: App, url: string | undefined): string {
  const name = nameOf(app);
  if (!url) {
    const remedy = app.urlVariable
      ? `set it, in the environment of this job, to the origin of the deployed ${app.title}`
      : "name a variable for it in convex.json, under authKit.prod.configure.redirectUris, as in ${buildEnv.APP_URL}/callback, and set that";
    throw new Error(`${name} is not set: ${remedy}.`);
  }
  if (!/^https?:/.test(url) || !URL.canParse(url)) {
    throw new Error(`${name} is ${url}, and has to be a URL that starts with https.`);
  }
  const { origin, href, protocol, hostname } = new URL(url);
  if (href !== `${origin}/`) {
    throw new Error(`${name} is ${url}, which is more than an origin: set it to ${origin}.`);
  }
  if (protocol !== "https:" && hostname !== "localhost") {
    throw new Error(`${name} is ${url}, and nobody signs in over http: set it to an https URL.`);
  }
  return origin;
}

function nameOf({ urlVariable, title }: App): string {
  return urlVariable ?? `The origin of the ${title}`;
}
