import { all, type Fault } from "./fault.ts";
import type { Served } from "./stand-ins.ts";

const served =
  (app: "next" | "vite", changes: Partial<Served>): Fault["plant"] =>
  (setup) =>
    setup.serve(app, changes);

/** Faults of the apps as they run, and secrets in what they give to browsers. */
export const appFaults: Fault[] = [
  {
    name: "another project at the address of the Next.js app",
    plant: served("next", { page: "another" }),
    fails: ["next-app"],
    says: ["At http://localhost:3400", "is another project", "Stop what runs there"],
  },
  {
    name: "the two apps at each other's address",
    plant: (setup) =>
      all(setup.serve("next", { page: "vite" }), setup.serve("vite", { page: "next" })),
    fails: ["next-app", "vite-app"],
    says: ["where the Next.js app should be, is Vite", "where the Vite app should be, is Next.js"],
  },
  {
    name: "another project at the address of the Vite app",
    plant: served("vite", { page: "another" }),
    fails: ["vite-app"],
    says: ["At http://localhost:5573", "is another project", "Stop what runs there"],
  },
  {
    name: "a second server of the Next.js app, on the next port",
    plant: ({ apps }) => apps.startSecond("next", 3401),
    fails: ["next-app"],
    says: ["The Next.js app runs at http://localhost:3401, too", "npm run dev once"],
  },
  {
    name: "a second server of the Vite app, two ports on",
    plant: ({ apps }) => apps.startSecond("vite", 5575),
    fails: ["vite-app"],
    says: ["The Vite app runs at http://localhost:5575, too"],
  },
  {
    name: "no /callback in the Next.js app",
    plant: served("next", { callbackStatus: 404 }),
    fails: ["next-callback"],
    says: ["http://localhost:3400/callback answered 404", "route.ts"],
    isApart: true,
  },
  {
    name: "a host that does not serve the Vite app at /callback",
    plant: served("vite", { callbackStatus: 404 }),
    fails: ["vite-callback"],
    says: ["http://localhost:5573/callback answered 404", "index.html"],
    isApart: true,
  },
  {
    name: "a Next.js server without its variables",
    plant: served("next", { signInStatus: 500 }),
    fails: ["next-sign-in"],
    says: ["/sign-in answered 500", "lacks a variable"],
    isApart: true,
  },
  {
    name: "another client id in the Next.js app",
    plant: served("next", { clientId: "client_old" }),
    fails: ["next-sign-in"],
    says: ["the client id client_old, and not with client_local", "Is WORKOS_CLIENT_ID set"],
    isApart: true,
  },
  {
    name: "another redirect URI in the Next.js app",
    plant: served("next", { redirectUri: "http://localhost:3000/callback" }),
    fails: ["next-sign-in"],
    says: ["redirect URI http://localhost:3000/callback", "NEXT_PUBLIC_WORKOS_REDIRECT_URI"],
    isApart: true,
  },
  {
    name: "another client id in the Vite app",
    plant: served("vite", { clientId: "client_old" }),
    fails: ["vite-sign-in"],
    says: ["the client id client_old, and not with client_local", "Is VITE_WORKOS_CLIENT_ID set"],
    isApart: true,
  },
  {
    name: "another redirect URI in the Vite app",
    plant: served("vite", { redirectUri: "http://localhost:5173/callback" }),
    fails: ["vite-sign-in"],
    says: ["redirect URI http://localhost:5173/callback", "VITE_WORKOS_REDIRECT_URI"],
    isApart: true,
  },
  {
    name: "another deployment in the Next.js app",
    plant: served("next", { convexUrl: "https://old-otter-1.convex.cloud" }),
    fails: ["next-convex"],
    says: ["but https://old-otter-1.convex.cloud", "NEXT_PUBLIC_CONVEX_URL"],
    isApart: true,
  },
  {
    name: "another deployment in the Vite app",
    plant: served("vite", { convexUrl: "https://old-otter-1.convex.cloud" }),
    fails: ["vite-convex"],
    says: ["but https://old-otter-1.convex.cloud", "VITE_CONVEX_URL"],
    isApart: true,
  },
  {
    name: "the API key in a variable that browsers get",
    plant: ({ copy }) => copy.write("apps/vite/.env.production", "VITE_WORKOS_API_KEY=sk_test_1\n"),
    fails: ["public-variables"],
    says: ["VITE_WORKOS_API_KEY in apps/vite/.env.production is a secret", "Take it out"],
    isApart: true,
  },
  {
    name: "the cookie password under another name that browsers get",
    plant: ({ copy, stack }) =>
      copy.write("apps/next/.env.production", `NEXT_PUBLIC_X=${stack.secrets.cookiePassword}\n`),
    fails: ["public-variables"],
    says: ["NEXT_PUBLIC_X in apps/next/.env.production is a secret"],
    isApart: true,
  },
  {
    name: "the API key in the build of the Vite app",
    plant: ({ copy, stack }) =>
      copy.write("apps/vite/dist/assets/index.js", `key="${stack.secrets.workosApiKey}"`),
    fails: ["bundles"],
    says: ["The value of WORKOS_API_KEY is in apps/vite/dist/assets/index.js", "Replace"],
    isApart: true,
  },
  {
    name: "the cookie password in the build of the Next.js app",
    plant: ({ copy, stack }) =>
      copy.write("apps/next/.next/static/chunks/1.js", stack.secrets.cookiePassword),
    fails: ["bundles"],
    says: ["WORKOS_COOKIE_PASSWORD is in apps/next/.next/static/chunks/1.js"],
    isApart: true,
  },
  {
    name: "the webhook secret in what the Vite app serves",
    plant: (setup) => setup.serve("vite", { more: `"${setup.stack.secrets.webhookSecret}"` }),
    fails: ["bundles"],
    says: ["The value of WORKOS_WEBHOOK_SECRET is in what a running app serves"],
    isApart: true,
  },
];
