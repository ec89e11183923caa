import { apps, homeApp } from "@repo/config/apps";
import { describe, expect, test } from "vitest";
import { findAppUrl } from "../src/deploy-urls.ts";

describe("of the one app that a job builds", () => {
  const variable = apps[homeApp].variables.appUrl;
  const vercel = (environment: "production" | "preview") => ({
    VERCEL: "1",
    VERCEL_ENV: environment,
    VERCEL_BRANCH_URL: "tandem-git-lists-acme.vercel.app",
    VERCEL_PROJECT_PRODUCTION_URL: "tandem.example.com",
  });
  const netlify = {
    NETLIFY: "true",
    URL: "https://spa.example.com",
    DEPLOY_PRIME_URL: "https://deploy-preview-7--tandem.netlify.app",
  };

  test.each([
    ["its variable", { [variable]: "https://b.example.com/" }, "https://b.example.com"],
    ["Vercel, in production", vercel("production"), "https://tandem.example.com"],
    ["Vercel, for a branch", vercel("preview"), "https://tandem-git-lists-acme.vercel.app"],
    ["Netlify, in production", { ...netlify, CONTEXT: "production" }, netlify.URL],
    ["Netlify, for a branch", { ...netlify, CONTEXT: "deploy-preview" }, netlify.DEPLOY_PRIME_URL],
  ])("is known from %s", (_where, env, url) => {
    expect(findAppUrl(homeApp, env)).toBe(url);
  });

  test("is not known on Cloudflare, which does not say", () => {
    const cloudflare = { WORKERS_CI: "1", WORKERS_CI_BRANCH: "main" };
    expect(() => findAppUrl(homeApp, cloudflare)).toThrow(`${variable} is not set: `);
  });
});
