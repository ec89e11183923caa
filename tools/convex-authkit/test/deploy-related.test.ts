import { describe, expect, test } from "vitest";
import { findAppUrls } from "../src/deploy-urls.ts";

/** What Vercel sets in a build of the Next.js project whose related project is the Vite one. */
function vercel(environment: "production" | "preview") {
  return {
    VERCEL: "1",
    VERCEL_ENV: environment,
    VERCEL_URL: "tandem-next-4f2k1.vercel.app",
    VERCEL_BRANCH_URL: "tandem-next-git-lists-acme.vercel.app",
    VERCEL_PROJECT_PRODUCTION_URL: "tandem.example.com",
    VERCEL_RELATED_PROJECTS: JSON.stringify([
      {
        project: { id: "prj_123", name: "tandem-vite" },
        production: { alias: "spa.example.com", url: "tandem-vite-9x.vercel.app" },
        preview: { branch: "tandem-vite-git-lists-acme.vercel.app" },
      },
    ]),
  };
}

const given = { NEXT_APP_URL: "https://a.example.com", VITE_APP_URL: "https://b.example.com/" };

describe("of both apps", () => {
  test("are those that the environment says, without a slash at the end", () => {
    expect(findAppUrls(given)).toEqual({
      next: "https://a.example.com",
      vite: "https://b.example.com",
    });
    expect(findAppUrls({ ...vercel("preview"), ...given }).next).toBe("https://a.example.com");
  });

  test("are the production domains in production on Vercel", () => {
    expect(findAppUrls(vercel("production"))).toEqual({
      next: "https://tandem.example.com",
      vite: "https://spa.example.com",
    });
  });

  test("are those of the branch in previews on Vercel", () => {
    expect(findAppUrls(vercel("preview"))).toEqual({
      next: "https://tandem-next-git-lists-acme.vercel.app",
      vite: "https://tandem-vite-git-lists-acme.vercel.app",
    });
  });

  test.each([
    ["nothing is set", {}, /^NEXT_APP_URL is not set: /],
    ["only one is set", { NEXT_APP_URL: given.NEXT_APP_URL }, /^VITE_APP_URL is not set: /],
    ["one has a path", { ...given, NEXT_APP_URL: "https://a.example.com/app" }, /set it to https:/],
    ["one is no URL", { ...given, NEXT_APP_URL: "a.example.com" }, /^NEXT_APP_URL has to be a URL/],
    ["one is http", { ...given, VITE_APP_URL: "http://b.example.com" }, /set it to an https URL/],
    ["both are one", { ...given, VITE_APP_URL: given.NEXT_APP_URL }, /an origin of its own/],
    [
      "Vercel names no related project",
      { ...vercel("preview"), VERCEL_RELATED_PROJECTS: undefined },
      /name the Vite project in relatedProjects/,
    ],
    [
      "Vercel names two related projects",
      { ...vercel("preview"), VERCEL_RELATED_PROJECTS: "[{}, {}]" },
      /names more than the Vite project/,
    ],
    [
      "what Vercel names is not JSON",
      { ...vercel("preview"), VERCEL_RELATED_PROJECTS: "prj_123" },
      /^VERCEL_RELATED_PROJECTS is not JSON/,
    ],
    [
      "Vercel builds no branch",
      { ...vercel("preview"), VERCEL_BRANCH_URL: undefined },
      /^NEXT_APP_URL is not set: /,
    ],
    [
      "Netlify builds one of them",
      { NETLIFY: "true", CONTEXT: "production", URL: "https://b.example.com" },
      /^VITE_APP_URL is not set: /,
    ],
  ])("cannot be known when %s", (_when, env, sentence) => {
    expect(() => findAppUrls(env)).toThrow(sentence);
  });
});
