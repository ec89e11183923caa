import { z } from "zod";

/** Who reads a variable. What a browser reads is inlined at build and public. */
export type Reader =
  // begin: next
  | "Next.js browser"
  | "Next.js server"
  // end: next
  // begin: vite
  | "Vite browser"
  // end: vite
  | "Convex functions"
  | "auth.config.ts"
  | "convex.json at deploy"
  // begin: local services
  | "login tests"
  // end: local services
  | "Convex CLI";

/** A way to run the project. Local is `npm run dev` without any account. */
export type Way = "local" | "development" | "preview" | "production";

export type Variable = {
  /** What it is, as the end of "X is …". */
  is: string;
  readers: Reader[];
  secret: boolean;
  optional?: true;
  /** Readers that do without it, when others need it. */
  optionalFor?: Reader[];
  /** For each way to run, by whom or where it is set, as the end of "It is set …". */
  set: Partial<Record<Way, string>>;
  format: z.ZodType<string>;
};

const url = z.url({ protocol: /^https?$/, error: "has to be a URL that starts with http" });
const redirectUri = url.refine((value) => new URL(value).pathname === "/callback", {
  error: "has to end in /callback, the page that finishes a sign-in",
});
const id = (prefix: string) =>
  z.string().startsWith(prefix, { error: `has to start with ${prefix}` });
const notEmpty = z.string().min(1);
const port = z.string().regex(/^\d+$/, { error: "has to be a number" });
const trueOrFalse = z.enum(["true", "false"], { error: "has to be true or false" });

const byDev = "by `npm run dev`";
const bySetup = "by `npm run setup`";
const byDeploy = "by `npm run deploy`";
const onHost = "in the settings of the host";
const inFile = "in packages/convex-backend/.env.local";

/** Variables of the Convex deployment. */
const onDeployment = (name: string) => ({
  local: byDev,
  development: `with \`npx convex env set ${name}\``,
  preview: `with \`npx convex env default set ${name} --type preview\``,
  production: `with \`npx convex env set ${name} --prod\``,
});
/** What the apps inline, or their server reads, and what `convex dev` and `deploy` know. */
const known = { local: byDev, development: bySetup, preview: byDeploy, production: byDeploy };
/** What the apps read and only the host can know. */
const hosted = { local: byDev, development: bySetup, preview: onHost, production: onHost };
/** What `npm run setup` sets there, and a server of an app reads too. */
const onDeploymentBySetup = (name: string) => ({
  ...onDeployment(name),
  development: bySetup,
  // begin: next
  preview: `${onHost}, and ${onDeployment(name).preview}`,
  production: `${onHost}, and ${onDeployment(name).production}`,
  // end: next
});
/** What points the apps to another WorkOS API than api.workos.com. */
const elsewhere = { local: byDev, development: inFile, preview: onHost, production: onHost };
const byConvex = { development: "by `convex dev`" };
// begin: local services
const forTests = {
  preview: "in the environment of `npm run test:e2e`",
  production: "in the environment of `npm run test:e2e`",
};
// end: local services
const inJob = {
  preview: "in the environment of `npm run deploy`",
  production: "in the environment of `npm run deploy`",
};

/** Every environment variable of this project. */
export const contract = {
  // begin: next
  NEXT_PUBLIC_CONVEX_URL: {
    is: "the URL of the Convex deployment",
    readers: ["Next.js browser", "Next.js server"],
    secret: false,
    set: known,
    format: url,
  },
  NEXT_PUBLIC_WORKOS_REDIRECT_URI: {
    is: "the redirect URI of the Next.js app, its origin and /callback",
    readers: ["Next.js browser", "Next.js server"],
    secret: false,
    set: known,
    format: redirectUri,
  },
  // end: next
  // begin: vite
  VITE_CONVEX_URL: {
    is: "the URL of the Convex deployment",
    readers: ["Vite browser"],
    secret: false,
    set: known,
    format: url,
  },
  VITE_WORKOS_CLIENT_ID: {
    is: "the client id of the WorkOS environment",
    readers: ["Vite browser"],
    secret: false,
    set: hosted,
    format: id("client_"),
  },
  VITE_WORKOS_REDIRECT_URI: {
    is: "the redirect URI of the Vite app, its origin and /callback",
    readers: ["Vite browser"],
    secret: false,
    set: known,
    format: redirectUri,
  },
  VITE_WORKOS_API_HOSTNAME: {
    is: "the custom authentication domain, which the Vite app needs in production for its session cookie",
    readers: ["Vite browser"],
    secret: false,
    optional: true,
    set: elsewhere,
    format: notEmpty,
  },
  VITE_WORKOS_API_PORT: {
    is: "the port of the WorkOS API",
    readers: ["Vite browser"],
    secret: false,
    optional: true,
    set: elsewhere,
    format: port,
  },
  VITE_WORKOS_API_HTTPS: {
    is: "whether the WorkOS API is reached by https",
    readers: ["Vite browser"],
    secret: false,
    optional: true,
    set: elsewhere,
    format: trueOrFalse,
  },
  // end: vite
  WORKOS_CLIENT_ID: {
    is: "the client id of the WorkOS environment",
    readers: ["Next.js server", "Convex functions", "auth.config.ts"],
    secret: false,
    set: onDeploymentBySetup("WORKOS_CLIENT_ID"),
    format: id("client_"),
  },
  WORKOS_API_KEY: {
    is: "the API key of the WorkOS environment; a Convex deployment without it refuses webhooks and asks WorkOS nothing",
    readers: ["Next.js server", "Convex functions"],
    secret: true,
    optionalFor: ["Convex functions"],
    set: onDeploymentBySetup("WORKOS_API_KEY"),
    format: id("sk_"),
  },
  // begin: next
  WORKOS_COOKIE_PASSWORD: {
    is: "the password that the session cookie of the Next.js app is sealed with; make one with `openssl rand -base64 32`",
    readers: ["Next.js server"],
    secret: true,
    set: hosted,
    format: z.string().min(32, { error: "has to be at least 32 characters long" }),
  },
  WORKOS_API_HOSTNAME: {
    is: "the host of the WorkOS API, api.workos.com when not set",
    readers: ["Next.js server"],
    secret: false,
    optional: true,
    set: elsewhere,
    format: notEmpty,
  },
  WORKOS_API_PORT: {
    is: "the port of the WorkOS API",
    readers: ["Next.js server"],
    secret: false,
    optional: true,
    set: elsewhere,
    format: port,
  },
  WORKOS_API_HTTPS: {
    is: "whether the WorkOS API is reached by https",
    readers: ["Next.js server"],
    secret: false,
    optional: true,
    set: elsewhere,
    format: trueOrFalse,
  },
  // end: next
  WORKOS_WEBHOOK_SECRET: {
    is: "the secret of the webhook endpoint <deployment>.convex.site/workos/webhook; without it that endpoint refuses everything",
    readers: ["Convex functions"],
    secret: true,
    optional: true,
    set: {
      ...onDeployment("WORKOS_WEBHOOK_SECRET"),
      development: bySetup,
      production: "by `npm run setup -- --prod`",
    },
    format: notEmpty,
  },
  WORKOS_ACTION_SECRET: {
    is: "the secret of the action endpoint <deployment>.convex.site/workos/action; without it that endpoint refuses everything",
    readers: ["Convex functions"],
    secret: true,
    optional: true,
    set: onDeployment("WORKOS_ACTION_SECRET"),
    format: notEmpty,
  },
  BLOCKED_EMAIL_DOMAINS: {
    is: "the email domains that nobody signs up or in with, separated by commas",
    readers: ["Convex functions"],
    secret: false,
    optional: true,
    set: onDeployment("BLOCKED_EMAIL_DOMAINS"),
    format: z.string(),
  },
  ADMIN_ORGANIZATION_ID: {
    is: "the id of the WorkOS organization whose admins administer this app; without it nobody does",
    readers: ["Convex functions"],
    secret: false,
    optional: true,
    set: onDeployment("ADMIN_ORGANIZATION_ID"),
    format: id("org_"),
  },
  CONVEX_DEPLOYMENT: {
    is: "the development deployment of this machine",
    readers: ["Convex CLI"],
    secret: false,
    optional: true,
    set: byConvex,
    format: notEmpty,
  },
  CONVEX_URL: {
    is: "the URL of the development deployment, from which the apps have theirs",
    readers: ["Convex CLI"],
    secret: false,
    optional: true,
    set: byConvex,
    format: url,
  },
  CONVEX_SITE_URL: {
    is: "the URL of the development deployment's HTTP actions",
    readers: ["Convex CLI"],
    secret: false,
    optional: true,
    set: byConvex,
    format: url,
  },
  CONVEX_SELF_HOSTED_URL: {
    is: "the URL of a self-hosted deployment, in place of CONVEX_DEPLOYMENT",
    readers: ["Convex CLI"],
    secret: false,
    optional: true,
    set: { development: inFile, ...inJob },
    format: url,
  },
  CONVEX_SELF_HOSTED_ADMIN_KEY: {
    is: "the admin key of that self-hosted deployment",
    readers: ["Convex CLI"],
    secret: true,
    optional: true,
    set: { development: inFile, ...inJob },
    format: notEmpty,
  },
  CONVEX_DEPLOY_KEY: {
    is: "the deploy key of production, or of previews, from the Convex dashboard",
    readers: ["Convex CLI"],
    secret: true,
    optional: true,
    set: inJob,
    format: notEmpty,
  },
  // begin: next
  NEXT_APP_URL: {
    is: "the origin of the deployed Next.js app, which `npm run deploy` registers with WorkOS",
    readers: ["convex.json at deploy"],
    secret: false,
    set: inJob,
    format: url,
  },
  // end: next
  // begin: vite
  VITE_APP_URL: {
    is: "the origin of the deployed Vite app, which `npm run deploy` registers with WorkOS",
    readers: ["convex.json at deploy"],
    secret: false,
    set: inJob,
    format: url,
  },
  // end: vite
  // begin: local services
  // begin: next
  E2E_NEXT_URL: {
    is: "the origin of the deployed Next.js app that the login tests are about",
    readers: ["login tests"],
    secret: false,
    optional: true,
    set: forTests,
    format: url,
  },
  // end: next
  // begin: vite
  E2E_VITE_URL: {
    is: "the origin of the deployed Vite app that the login tests are about",
    readers: ["login tests"],
    secret: false,
    optional: true,
    set: forTests,
    format: url,
  },
  // end: vite
  E2E_EMAIL: {
    is: "the email address of the test user",
    readers: ["login tests"],
    secret: false,
    optional: true,
    set: forTests,
    format: z.email(),
  },
  E2E_PASSWORD: {
    is: "the password of the test user",
    readers: ["login tests"],
    secret: true,
    optional: true,
    set: forTests,
    format: notEmpty,
  },
  E2E_SIGN_IN: {
    is: "whose hosted page the login tests meet: authkit, or local-workos",
    readers: ["login tests"],
    secret: false,
    optional: true,
    set: forTests,
    format: z.enum(["authkit", "local-workos"], { error: "has to be authkit or local-workos" }),
  },
  // end: local services
} satisfies Record<string, Variable>;

export type VariableName = keyof typeof contract;
