import { z } from "zod";

/** Who reads a variable. What a browser reads is inlined at build and public. */
export type Reader =
  | "Next.js browser"
  | "Next.js server"
  | "Vite browser"
  | "Convex functions"
  | "auth.config.ts"
  | "convex.json at deploy";

export type Variable = {
  /** What it is, as the end of "X is …". */
  is: string;
  readers: Reader[];
  secret: boolean;
  optional?: true;
  /** Readers that do without it, when others need it. */
  optionalFor?: Reader[];
  /** Where a person sets it, as the end of "Set it …". */
  setIt: string;
  format: z.ZodType<string>;
};

const url = z.url({ protocol: /^https?$/, error: "has to be a URL that starts with http" });
const redirectUri = url.refine((value) => new URL(value).pathname === "/callback", {
  error: "has to end in /callback, the page that finishes a sign-in",
});
const id = (prefix: string) =>
  z.string().startsWith(prefix, { error: `has to start with ${prefix}` });
const secret = z.string().min(1);

const inNext = "in apps/next/.env.local, or in the settings of the host that builds it";
const onNext = "in apps/next/.env.local, or in the settings of the host that runs it";
const inVite = "in apps/vite/.env.local, or in the settings of the host that builds it";
const onConvex = (name: string) => `with: npx convex env set ${name} <value>`;
const onDeploy = "in the environment of the job that runs convex deploy";
const dashboard = "from the WorkOS dashboard";

/** Every environment variable of this project. */
export const contract = {
  NEXT_PUBLIC_CONVEX_URL: {
    is: "the URL of the Convex deployment",
    readers: ["Next.js browser", "Next.js server"],
    secret: false,
    setIt: inNext,
    format: url,
  },
  NEXT_PUBLIC_WORKOS_REDIRECT_URI: {
    is: "the redirect URI of the Next.js app, its origin and /callback",
    readers: ["Next.js browser", "Next.js server"],
    secret: false,
    setIt: inNext,
    format: redirectUri,
  },
  WORKOS_COOKIE_PASSWORD: {
    is: "the password that the session cookie of the Next.js app is sealed with",
    readers: ["Next.js server"],
    secret: true,
    setIt: `${onNext}; make one with: openssl rand -base64 32`,
    format: z.string().min(32, { error: "has to be at least 32 characters long" }),
  },
  WORKOS_API_HOSTNAME: {
    is: "the host of the WorkOS API, api.workos.com when not set",
    readers: ["Next.js server"],
    secret: false,
    optional: true,
    setIt: onNext,
    format: z.string(),
  },
  WORKOS_API_PORT: {
    is: "the port of the WorkOS API",
    readers: ["Next.js server"],
    secret: false,
    optional: true,
    setIt: onNext,
    format: z.string().regex(/^\d+$/, { error: "has to be a number" }),
  },
  WORKOS_API_HTTPS: {
    is: "whether the WorkOS API is reached by https",
    readers: ["Next.js server"],
    secret: false,
    optional: true,
    setIt: onNext,
    format: z.enum(["true", "false"], { error: "has to be true or false" }),
  },
  VITE_CONVEX_URL: {
    is: "the URL of the Convex deployment",
    readers: ["Vite browser"],
    secret: false,
    setIt: inVite,
    format: url,
  },
  VITE_WORKOS_CLIENT_ID: {
    is: `the client id of the WorkOS environment, ${dashboard}`,
    readers: ["Vite browser"],
    secret: false,
    setIt: inVite,
    format: id("client_"),
  },
  VITE_WORKOS_REDIRECT_URI: {
    is: "the redirect URI of the Vite app, its origin and /callback",
    readers: ["Vite browser"],
    secret: false,
    setIt: inVite,
    format: redirectUri,
  },
  VITE_WORKOS_API_HOSTNAME: {
    is: "the custom authentication domain, which the Vite app needs in production for its session cookie",
    readers: ["Vite browser"],
    secret: false,
    optional: true,
    setIt: inVite,
    format: z.string(),
  },
  VITE_WORKOS_API_PORT: {
    is: "the port of the WorkOS API",
    readers: ["Vite browser"],
    secret: false,
    optional: true,
    setIt: inVite,
    format: z.string().regex(/^\d+$/, { error: "has to be a number" }),
  },
  VITE_WORKOS_API_HTTPS: {
    is: "whether the WorkOS API is reached by https",
    readers: ["Vite browser"],
    secret: false,
    optional: true,
    setIt: inVite,
    format: z.enum(["true", "false"], { error: "has to be true or false" }),
  },
  WORKOS_CLIENT_ID: {
    is: `the client id of the WorkOS environment, ${dashboard}`,
    readers: ["Next.js server", "Convex functions", "auth.config.ts"],
    secret: false,
    setIt: `${onNext}, and on the Convex deployment ${onConvex("WORKOS_CLIENT_ID")}`,
    format: id("client_"),
  },
  WORKOS_API_KEY: {
    is: `the API key of the WorkOS environment, ${dashboard}; a Convex deployment without it refuses webhooks and asks WorkOS nothing`,
    readers: ["Next.js server", "Convex functions"],
    secret: true,
    optionalFor: ["Convex functions"],
    setIt: `${onNext}, and on the Convex deployment ${onConvex("WORKOS_API_KEY")}`,
    format: id("sk_"),
  },
  WORKOS_WEBHOOK_SECRET: {
    is: `the secret of the webhook endpoint <deployment>.convex.site/workos/webhook, ${dashboard}; without it that endpoint refuses everything`,
    readers: ["Convex functions"],
    secret: true,
    optional: true,
    setIt: onConvex("WORKOS_WEBHOOK_SECRET"),
    format: secret,
  },
  WORKOS_ACTION_SECRET: {
    is: `the secret of the action endpoint <deployment>.convex.site/workos/action, ${dashboard}; without it that endpoint refuses everything`,
    readers: ["Convex functions"],
    secret: true,
    optional: true,
    setIt: onConvex("WORKOS_ACTION_SECRET"),
    format: secret,
  },
  NEXT_APP_URL: {
    is: "the origin of the deployed Next.js app, which convex deploy registers with WorkOS",
    readers: ["convex.json at deploy"],
    secret: false,
    setIt: onDeploy,
    format: url,
  },
  VITE_APP_URL: {
    is: "the origin of the deployed Vite app, which convex deploy registers with WorkOS",
    readers: ["convex.json at deploy"],
    secret: false,
    setIt: onDeploy,
    format: url,
  },
  BLOCKED_EMAIL_DOMAINS: {
    is: "the email domains that nobody signs up or in with, separated by commas",
    readers: ["Convex functions"],
    secret: false,
    optional: true,
    setIt: onConvex("BLOCKED_EMAIL_DOMAINS"),
    format: z.string(),
  },
  ADMIN_ORGANIZATION_ID: {
    is: `the id of the WorkOS organization whose admins administer this app, ${dashboard}; without it nobody does`,
    readers: ["Convex functions"],
    secret: false,
    optional: true,
    setIt: onConvex("ADMIN_ORGANIZATION_ID"),
    format: id("org_"),
  },
} satisfies Record<string, Variable>;

export type VariableName = keyof typeof contract;
