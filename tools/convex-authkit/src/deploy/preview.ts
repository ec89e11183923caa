import { setTimeout as sleep } from "node:timers/promises";
import { runConvex } from "../convex-cli.ts";
import type { Project } from "../project/project.ts";
import type { Environment } from "./urls.ts";

/** Between two questions whether the deployment is there, in milliseconds. */
const PAUSE = 5_000;

/** Variables that the Convex CLI takes a deploy key from: the first that is set. */
export const deployKeyVariables = ["CONVEX_DEPLOY_KEY", "CONVEX_DEPLOYMENT_TOKEN"];

/** Whether the deploy key is one that makes previews, and reaches nothing else. */
export function hasPreviewKey(env: Environment): boolean {
  const variable = deployKeyVariables.find((name) => env[name]) ?? "";
  return env[variable]?.startsWith("preview:") ?? false;
}

/** The team and the project of a deploy key for previews: "acme:tandem". The secret is behind these. */
export function previewOwnerOf(env: Environment): string {
  const variable = deployKeyVariables.find((name) => env[name]) ?? "";
  return /^preview:([^|]+)/.exec(env[variable] ?? "")?.[1] ?? "";
}

/**
 * The name of the preview deployment of a branch, which is that of the branch: the same in every job
 * that builds it, whichever host runs it.
 *
 * @throws Error with one sentence when the host does not say which branch it builds
 */
export function previewNameOf(env: Environment): string {
  const name =
    env.VERCEL_GIT_COMMIT_REF ||
    (env.NETLIFY && env.HEAD) ||
    env.WORKERS_CI_BRANCH ||
    env.CF_PAGES_BRANCH ||
    env.GITHUB_HEAD_REF;
  if (!name) {
    throw new Error(
      "The deploy key is one for previews, and nothing says for which branch: Vercel, Netlify and Cloudflare do when they build one, and GitHub when it builds a pull request.",
    );
  }
  return name;
}

/**
 * Resolves with the URL of a preview deployment, when the job that deploys the backend has made it.
 *
 * @param timeLimit in seconds
 * @throws Error with one sentence, and what the Convex CLI said last, when it does not come
 */
export async function waitForPreviewUrl(
  project: Project,
  name: string,
  timeLimit: number,
): Promise<string> {
  const end = Date.now() + timeLimit * 1000;
  console.log(`Waiting for the preview deployment of ${name} …`);
  for (;;) {
    try {
      const spec = await runConvex(project, ["function-spec", "--preview-name", name]);
      return (JSON.parse(spec) as { url: string }).url;
    } catch (error) {
      if (Date.now() + PAUSE > end) {
        throw new Error(
          `The preview deployment of ${name} was not there within ${timeLimit} seconds: see what became of the job of that branch that deploys the backend, and start this one again. The Convex CLI said last:\n${(error as Error).message}`,
          { cause: error },
        );
      }
      await sleep(PAUSE);
    }
  }
}
