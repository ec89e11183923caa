import { findProblems } from "@repo/config/env";

/** The two apps, by the names that the commands take. */
export const apps = ["next", "vite"] as const;
export type App = (typeof apps)[number];

export type Environment = Record<string, string | undefined>;

/** The variables with the origins of the deployed apps, which convex.json reads. */
export const urlVariables = { next: "NEXT_APP_URL", vite: "VITE_APP_URL" } as const;

/** The part of VERCEL_RELATED_PROJECTS that is read here. Source: the types of @vercel/related-projects 1.1.1. */
type RelatedProject = {
  production: { alias?: string; url?: string };
  preview: { branch?: string };
};

/**
 * The origins of both apps, for the one job that deploys the backend: as the environment says, or
 * else as Vercel does, where the job is that of the Next.js project.
 *
 * @throws Error with one sentence when one of them cannot be known
 */
export function findAppUrls(env: Environment): Record<App, string> {
  const urls = {
    next: env.NEXT_APP_URL || urlOnHost(env),
    vite: env.VITE_APP_URL || relatedUrlOnVercel(env),
  };
  const origins = {
    next: requireOrigin("next", urls.next),
    vite: requireOrigin("vite", urls.vite),
  };
  if (origins.next === origins.vite) {
    throw new Error(
      `NEXT_APP_URL and VITE_APP_URL are both ${origins.next}: each app has an origin of its own.`,
    );
  }
  return origins;
}

/**
 * The origin of one app, for a job that builds only that: as the environment says, or else as the
 * host does.
 *
 * @throws Error with one sentence when it cannot be known
 */
export function findAppUrl(app: App, env: Environment): string {
  return requireOrigin(app, env[urlVariables[app]] || urlOnHost(env));
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

/** Where Vercel serves the one project that `relatedProjects` of vercel.json names. */
function relatedUrlOnVercel(env: Environment): string | undefined {
  if (!env.VERCEL) return undefined;
  const [project, ...others] = parseRelatedProjects(env.VERCEL_RELATED_PROJECTS || "[]");
  if (!project) {
    throw new Error(
      "VITE_APP_URL is not set, and Vercel names no related project: name the Vite project in relatedProjects of apps/next/vercel.json, or set VITE_APP_URL.",
    );
  }
  if (others.length > 0) {
    throw new Error(
      "VITE_APP_URL is not set, and relatedProjects of apps/next/vercel.json names more than the Vite project: leave only that there, or set VITE_APP_URL.",
    );
  }
  const { production, preview } = project;
  const host = isProduction(env) ? production.alias || production.url : preview.branch;
  return host && `https://${host}`;
}

function parseRelatedProjects(json: string): RelatedProject[] {
  try {
    return JSON.parse(json) as RelatedProject[];
  } catch {
    throw new Error("VERCEL_RELATED_PROJECTS is not JSON: set VITE_APP_URL instead.");
  }
}

function requireOrigin(app: App, url: string | undefined): string {
  const name = urlVariables[app];
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
