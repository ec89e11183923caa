import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findOrigin, findOrigins, type Environment } from "../src/deploy/urls.ts";
import { readProject, type Project } from "../src/project/project.ts";
import { DeployProject } from "./deploy-project.ts";

let files: DeployProject;
let project: Project;
beforeAll(async () => {
  files = new DeployProject();
  project = await readProject(files.root);
});
afterAll(() => files.remove());

/** What Vercel sets in a build of the home app's project whose related project is the other one's. */
function vercel(environment: "production" | "preview") {
  return {
    VERCEL: "1",
    VERCEL_ENV: environment,
    VERCEL_URL: "acme-site-4f2k1.vercel.app",
    VERCEL_BRANCH_URL: "acme-site-git-lists-acme.vercel.app",
    VERCEL_PROJECT_PRODUCTION_URL: "acme.example.com",
    VERCEL_RELATED_PROJECTS: JSON.stringify([
      {
        project: { id: "prj_123", name: "acme-spa" },
        production: { alias: "spa.example.com", url: "acme-spa-9x.vercel.app" },
        preview: { branch: "acme-spa-git-lists-acme.vercel.app" },
      },
    ]),
  };
}

const netlify = {
  NETLIFY: "true",
  URL: "https://spa.example.com",
  DEPLOY_PRIME_URL: "https://deploy-preview-7--acme.netlify.app",
};

const given = { SITE_URL: "https://a.example.com", SPA_URL: "https://b.example.com/" };

describe("where all apps will be", () => {
  const originsOf = (env: Environment) =>
    Object.fromEntries([...findOrigins(project, env)].map(([{ name }, origin]) => [name, origin]));

  test("is what the environment says, without a slash at the end", () => {
    expect(originsOf(given)).toEqual({
      site: "https://a.example.com",
      spa: "https://b.example.com",
    });
    expect(originsOf({ ...vercel("preview"), ...given }).site).toBe("https://a.example.com");
  });

  test("is the production domains in production on Vercel", () => {
    expect(originsOf(vercel("production"))).toEqual({
      site: "https://acme.example.com",
      spa: "https://spa.example.com",
    });
  });

  test("is the URLs of the branch in previews on Vercel", () => {
    expect(originsOf(vercel("preview"))).toEqual({
      site: "https://acme-site-git-lists-acme.vercel.app",
      spa: "https://acme-spa-git-lists-acme.vercel.app",
    });
  });

  test.each([
    ["nothing is set", {}, /^SITE_URL is not set: /],
    ["only one is set", { SITE_URL: given.SITE_URL }, /^SPA_URL is not set: /],
    ["one has a path", { ...given, SITE_URL: "https://a.example.com/app" }, /set it to https:/],
    ["one is no URL", { ...given, SITE_URL: "a.example.com" }, /^SITE_URL .* has to be a URL/],
    ["one is http", { ...given, SPA_URL: "http://b.example.com" }, /set it to an https URL/],
    ["both are one", { ...given, SPA_URL: given.SITE_URL }, /an origin of its own/],
    [
      "Vercel names no related project",
      { ...vercel("preview"), VERCEL_RELATED_PROJECTS: undefined },
      "SPA_URL is not set, and Vercel names no related project: name that of the Vite app in relatedProjects of apps/site/vercel.json, or set SPA_URL.",
    ],
    [
      "Vercel names two related projects",
      { ...vercel("preview"), VERCEL_RELATED_PROJECTS: "[{}, {}]" },
      /names more than the project of the Vite app/,
    ],
    [
      "what Vercel names is not JSON",
      { ...vercel("preview"), VERCEL_RELATED_PROJECTS: "prj_123" },
      /^VERCEL_RELATED_PROJECTS is not JSON/,
    ],
    [
      "Vercel builds no branch",
      { ...vercel("preview"), VERCEL_BRANCH_URL: undefined },
      /^SITE_URL is not set: /,
    ],
    [
      "Netlify builds the one that is not at home",
      { ...netlify, CONTEXT: "production" },
      /^SPA_URL is not set: /,
    ],
  ])("cannot be known when %s", (_when, env, sentence) => {
    expect(() => findOrigins(project, env)).toThrow(sentence);
  });

  test("needs a variable that convex.json names, unless a host knows", async () => {
    const nameless = new DeployProject();
    nameless.write("backend/convex.json", {
      authKit: { dev: project.backend.convexJson.authKit.dev },
    });
    const read = await readProject(nameless.root);
    nameless.remove();
    expect(() => findOrigins(read, given)).toThrow(
      "The origin of the Next.js app is not set: name a variable for it in convex.json, under authKit.prod.configure.redirectUris, as in ${buildEnv.APP_URL}/callback, and set that.",
    );
    expect([...findOrigins(read, vercel("production")).values()]).toHaveLength(2);
  });
});

describe("where the one app will be that a job builds", () => {
  test.each([
    ["its variable", { SPA_URL: "https://b.example.com/" }, "https://b.example.com"],
    ["Vercel, in production", vercel("production"), "https://acme.example.com"],
    ["Vercel, for a branch", vercel("preview"), "https://acme-site-git-lists-acme.vercel.app"],
    ["Netlify, in production", { ...netlify, CONTEXT: "production" }, netlify.URL],
    ["Netlify, for a branch", { ...netlify, CONTEXT: "deploy-preview" }, netlify.DEPLOY_PRIME_URL],
  ])("is known from %s", (_where, env, url) => {
    expect(findOrigin(project.apps[1]!, env)).toBe(url);
  });

  test("is not known on Cloudflare, which does not say", () => {
    const cloudflare = { WORKERS_CI: "1", WORKERS_CI_BRANCH: "main" };
    expect(() => findOrigin(project.apps[1]!, cloudflare)).toThrow("SPA_URL is not set: ");
  });
});
