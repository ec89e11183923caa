import type { Environment } from "./deploy-urls.ts";

/** The part of VERCEL_RELATED_PROJECTS that is read here. Source: the types of @vercel/related-projects 1.1.1. */
type RelatedProject = {
  production: { alias?: string; url?: string };
  preview: { branch?: string };
};

/** Where Vercel serves the one project that `relatedProjects` of vercel.json names. */
export function relatedUrlOnVercel(env: Environment): string | undefined {
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
  const host =
    env.VERCEL_ENV === "production" ? production.alias || production.url : preview.branch;
  return host && `https://${host}`;
}

function parseRelatedProjects(json: string): RelatedProject[] {
  try {
    return JSON.parse(json) as RelatedProject[];
  } catch {
    throw new Error("VERCEL_RELATED_PROJECTS is not JSON: set VITE_APP_URL instead.");
  }
}
