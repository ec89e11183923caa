import {
  bySetup,
  host,
  inDevelopmentFile,
  onDeployment,
  setBy,
  startsWith,
  url,
  type Variable,
  type Variables,
} from "@repo/config/env";
import type app from "./convex/convex.config";

type Declared = (typeof app)["__env"];

/** The variables of the Convex deployment: those that convex.config.ts declares, each as optional as there. */
export const deploymentVariables: {
  [Name in keyof Declared]: Variable &
    (Declared[Name]["isOptional"] extends "optional" ? { optional: true } : { optional?: never });
} = {
  WORKOS_CLIENT_ID: {
    is: "the client id of the WorkOS environment",
    set: { ...onDeployment("WORKOS_CLIENT_ID"), development: bySetup },
    problem: startsWith("client_"),
  },
  WORKOS_OTHER_CLIENT_IDS: {
    is: "the client ids of other applications in that environment, separated by commas, if an app has one of its own",
    optional: true,
    set: onDeployment("WORKOS_OTHER_CLIENT_IDS"),
    problem: startsWith("client_"),
  },
  WORKOS_API_HOSTNAME: {
    is: "the custom authentication domain, such as auth.example.com, which access tokens then name as their issuer",
    optional: true,
    set: onDeployment("WORKOS_API_HOSTNAME"),
    problem: host,
  },
  WORKOS_API_KEY: {
    is: "the API key of the WorkOS environment; without it the backend asks WorkOS nothing",
    secret: true,
    optional: true,
    set: { ...onDeployment("WORKOS_API_KEY"), development: bySetup },
    problem: startsWith("sk_"),
  },
  WORKOS_WEBHOOK_SECRET: {
    is: "the secret of the webhook endpoint <deployment>.convex.site/workos/webhook; without it that endpoint refuses everything",
    secret: true,
    optional: true,
    set: {
      ...onDeployment("WORKOS_WEBHOOK_SECRET"),
      development: bySetup,
      preview: "by `npm run deploy`",
      production: "by `npm run setup -- --prod`",
    },
  },
  WORKOS_ACTION_SECRET: {
    is: "the secret of the action endpoint <deployment>.convex.site/workos/action; without it that endpoint refuses everything",
    secret: true,
    optional: true,
    set: onDeployment("WORKOS_ACTION_SECRET"),
  },
  BLOCKED_EMAIL_DOMAINS: {
    is: "the email domains that nobody signs up or in with, separated by commas",
    optional: true,
    set: onDeployment("BLOCKED_EMAIL_DOMAINS"),
  },
  ADMIN_ORGANIZATION_ID: {
    is: "the id of the WorkOS organization whose admins administer this app; without it nobody does",
    optional: true,
    set: onDeployment("ADMIN_ORGANIZATION_ID"),
    problem: startsWith("org_"),
  },
};

const byConvex = { development: "by `convex dev`" };

/** What the Convex CLI reads, and writes to .env.local. */
export const cliVariables = {
  CONVEX_DEPLOYMENT: {
    is: "the development deployment of this machine",
    optional: true,
    set: byConvex,
  },
  CONVEX_URL: {
    is: "the URL of the development deployment, from which the apps have theirs",
    optional: true,
    set: byConvex,
    problem: url,
  },
  CONVEX_SITE_URL: {
    is: "the URL of the development deployment's HTTP actions",
    optional: true,
    set: byConvex,
    problem: url,
  },
  CONVEX_SELF_HOSTED_URL: {
    is: "the URL of a self-hosted deployment, in place of CONVEX_DEPLOYMENT",
    optional: true,
    set: { development: inDevelopmentFile, ...setBy.deployer },
    problem: url,
  },
  CONVEX_SELF_HOSTED_ADMIN_KEY: {
    is: "the admin key of that self-hosted deployment",
    secret: true,
    optional: true,
    set: { development: inDevelopmentFile, ...setBy.deployer },
  },
  CONVEX_DEPLOY_KEY: {
    is: "the deploy key of production, or of previews, from the Convex dashboard",
    secret: true,
    optional: true,
    set: setBy.deployer,
  },
} satisfies Variables;
