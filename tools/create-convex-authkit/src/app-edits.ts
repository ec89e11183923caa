import type { App } from "./select-apps.ts";

/** One or more files, what is there, and what is there in place of it. */
export type Edit = [paths: string | string[], pattern: string | RegExp, replacement: string];

const setup = "docs/getting-started.md";
const production = "docs/going-to-production.md";
const deploying = "docs/deploying.md";
const docker = "docs/deploying/docker.md";
const vercel = "docs/deploying/vercel.md";
const staticHosts = "docs/deploying/static-hosts.md";
const environment = "docs/environment.md";
const doctor = "docs/doctor.md";
const contract = "packages/config/env/contract.ts";
const homePage = "packages/ui/src/home-page.tsx";
const windows = "packages/ui/src/two-windows.tsx";
const workflows = [".github/workflows/preview.yml", ".github/workflows/production.yml"];
const previewWorkflow = ".github/workflows/preview.yml";
const productionWorkflow = ".github/workflows/production.yml";

/** Where there is one app, whichever it is. */
const withOneApp: Edit[] = [
  ["docs/users-table.md", " e2e/tests/across/users-table.spec.ts", ""],
  [homePage, "To-do lists that two apps share.", "To-do lists that keep up."],
  [
    homePage,
    / {12}One Convex backend.*\n.*in the other\.\n/,
    `            One Convex backend, one WorkOS sign-in, and an app on top of them. Type a to-do in one
            window and watch it appear in another.
`,
  ],
  [windows, 'title="Next.js"', 'title="One window"'],
  [windows, 'title="Vite"', 'title="Another window"'],
  ["docs/actions.md", "of both apps keeps", "keeps"],
  ["docs/testing.md", "production builds of both apps", "production builds"],
  [
    deploying,
    " of the apps with WorkOS at once, when the backend is deployed, so the job that does it has to know them all.",
    " of the app with WorkOS, when the backend is deployed.",
  ],
  [deploying, " `--build next` or `--build vite` leaves the other app to another job.", ""],
  [
    docker,
    "the Next.js app and the Vite app on one machine. TLS and the four names",
    "and the app on one machine. TLS and the names",
  ],
  [docker, "Write these four and", "Write these and"],
  [
    vercel,
    "A project for each app, of one repository. That of the first app deploys the backend too.",
    "The project of the app deploys the backend too.",
  ],
  [production, "and two hosts", "and a host"],
  [production, "addresses of the apps first", "address of the app first"],
  [production, "and the apps are built", "and the app is built"],
  [["README.md", deploying], /\bthe apps\b/g, "the app"],
  [workflows, "and the apps.", "and the app."],
  [docker, "Build and start the apps", "Build and start the app"],
  [docker, "then the apps that call them", "then the app that calls them"],
  ["docs/how-sign-in-works.md", "The apps call one hook", "The app calls one hook"],
  ["docs/testing.md", "runs against deployed apps", "runs against a deployed app"],
  ["docs/testing.md", "the apps send people to", "the app sends people to"],
];

/** By the app that is taken out. */
export const editsWithout: Record<App, Edit[]> = {
  next: [
    ...withOneApp,
    ["README.md", "a **Next.js** app and a **Vite** app", "a **Vite** app"],
    [
      "README.md",
      "http://localhost:3000 and http://localhost:5173, sign in as `ada@example.com` in both,",
      "http://localhost:5173, sign in as `ada@example.com`,",
    ],
    ["AGENTS.md", "--project next", "--project vite"],
    ["package.json", "a Next.js app and a Vite app on one shared", "a Vite app on a"],
    ["turbo.json", '["NEXT_PUBLIC_*", "VITE_*"]', '["VITE_*"]'],
    ["turbo.json", '["dist/**", ".next/**", "!.next/cache/**", "!.next/dev/**"]', '["dist/**"]'],
    ["packages/local-stack/turbo.json", "{.next,.turbo,", "{.turbo,"],
    [
      "packages/local-stack/src/secrets.ts",
      /const names = \[[^]*?\] as const;/,
      'const names = ["convexAdminKey", "workosApiKey", "webhookSecret", "actionSecret"] as const;',
    ],
    [
      "apps/vite/index.html",
      /<meta\n +name="description"\n.*\n +\/>/,
      '<meta name="description" content="To-do lists on a Convex backend." />',
    ],
    ["apps/vite/vercel.json", "npm run deploy:app -- vite", "npm run deploy"],
    ["apps/vite/netlify.toml", "npm run deploy:app -- vite", "npm run deploy"],
    [contract, /"Next\.js server", /g, ""],
    [
      contract,
      "the URL of the development deployment, from which the apps have theirs",
      "the URL of the development deployment, from which the app has its own",
    ],
    [environment, "from which the apps have theirs", "from which the app has its own"],
    [
      environment,
      "variables of Next.js browser, Next.js server, Vite browser",
      "variables of Vite browser",
    ],
    [environment, /Next\.js server, /g, ""],
    [environment, /in the settings of the host, and with/g, "with"],
    [environment, /(## The apps\n[^]*?)(?:^\| `WORKOS_(?:CLIENT_ID|API_KEY)` .*\n)+/m, "$1"],
    [doctor, /^NEXT_APP_URL=\S+ /m, ""],
    [doctor, "36 are well, and 3 were", "32 are well, and 3 were"],
    [doctor, "1 of 39 checks failed. 33 are", "1 of 35 checks failed. 29 are"],
    [
      setup,
      "http://localhost:3000 and http://localhost:5173, and sign in",
      "http://localhost:5173, and sign in",
    ],
    [setup, "WORKOS_API_KEY, WORKOS_COOKIE_PASSWORD", "WORKOS_API_KEY"],
    [setup, "Home page: set http://localhost:3000", "Home page: set http://localhost:5173"],
    [setup, "http://localhost:3000/callback and ", ""],
    [setup, "Sign-out redirects: http://localhost:3000 and ", "Sign-out redirects: "],
    [
      production,
      "--next-url https://app.example.com --vite-url https://spa.example.com",
      "--vite-url https://app.example.com",
    ],
    [
      production,
      "NEXT_APP_URL=https://app.example.com VITE_APP_URL=https://spa.example.com",
      "VITE_APP_URL=https://app.example.com",
    ],
    ["docs/without-the-local-services.md", /^WORKOS_COOKIE_PASSWORD=.*\n/m, ""],
    ["docs/troubleshooting.md", /`next-(app|sign-in)`/g, "`vite-$1`"],
    [
      "docs/troubleshooting.md",
      "service-faults.ts: a redirect URI that is not registered",
      "service-faults.ts: a Vite app that moved, and is registered nowhere",
    ],
    [docker, "browsers, the Next.js app and the Convex CLI", "browsers and the Convex CLI"],
    [docker, "`WORKOS_API_KEY`, `WORKOS_COOKIE_PASSWORD` and", "`WORKOS_API_KEY` and"],
    [
      deploying,
      "the Next.js project: `npm run deploy` | each project its own app",
      "its project, by `npm run deploy` | that project",
    ],
    [
      deploying,
      "| no                                    | the Vite app: `npm run deploy:app`",
      "| its build, by `npm run deploy` | that build",
    ],
    [deploying, "npm run deploy -- --build next -- --dry-run", "npm run deploy -- --dry-run"],
    [deploying, "**, or `next`, builds that app", "** builds the app"],
    [vercel, /(`CONVEX_DEPLOY_KEY`, Production +\| )–/, "$1a production deploy key"],
    [vercel, /^\| `(?:VITE_CONVEX_URL`, Production|WORKOS_API_KEY`) .*\n/gm, ""],
    [vercel, "`WORKOS_CLIENT_ID` and `WORKOS_API_KEY` are of one", "`WORKOS_CLIENT_ID` is of one"],
    [staticHosts, "npm run deploy:app -- vite", "npm run deploy"],
    [
      staticHosts,
      "| `VITE_CONVEX_URL`          | the URL of the production deployment |",
      "| `CONVEX_DEPLOY_KEY` | a production deploy key |",
    ],
    [
      staticHosts,
      "a preview would get the URL of production",
      "a preview would be deployed to production",
    ],
    [
      previewWorkflow,
      "- name: Build the Vite app",
      "- name: Deploy the backend, and build the Vite app",
    ],
    [
      productionWorkflow,
      "- name: Build the Vite app",
      "- name: Deploy the backend, and build the Vite app",
    ],
    [
      productionWorkflow,
      "VITE_CONVEX_URL: ${{ vars.VITE_CONVEX_URL }}",
      "CONVEX_DEPLOY_KEY: ${{ secrets.CONVEX_DEPLOY_KEY }}",
    ],
    [workflows, "npm run deploy:app -- vite", "npm run deploy"],
  ],
  vite: [
    ...withOneApp,
    ["README.md", "a **Next.js** app and a **Vite** app", "a **Next.js** app"],
    [
      "README.md",
      "http://localhost:3000 and http://localhost:5173, sign in as `ada@example.com` in both,",
      "http://localhost:3000, sign in as `ada@example.com`,",
    ],
    ["package.json", "a Next.js app and a Vite app on one shared", "a Next.js app on a"],
    ["turbo.json", '["NEXT_PUBLIC_*", "VITE_*"]', '["NEXT_PUBLIC_*"]'],
    ["packages/commands/turbo.json", '        "$TURBO_ROOT$/apps/vite/public/_headers",\n', ""],
    [
      "packages/commands/turbo.json",
      "{vercel.json,netlify.toml,wrangler.jsonc,Dockerfile,nginx.conf}",
      "{vercel.json,Dockerfile}",
    ],
    [
      "apps/next/app/layout.tsx",
      "To-do lists that a Next.js and a Vite app share, on one Convex backend.",
      "To-do lists on a Convex backend.",
    ],
    [
      environment,
      "variables of Next.js browser, Next.js server, Vite browser",
      "variables of Next.js browser, Next.js server",
    ],
    [doctor, /VITE_APP_URL=\S+ /, ""],
    [doctor, "36 are well, and 3 were", "31 are well, and 2 were"],
    [
      doctor,
      "1 of 39 checks failed. 33 are well, and 5",
      "1 of 33 checks failed. 28 are well, and 4",
    ],
    [
      setup,
      "http://localhost:3000 and http://localhost:5173, and sign in",
      "http://localhost:3000, and sign in",
    ],
    [setup, " and http://localhost:5173/callback", ""],
    [setup, " and http://localhost:5173. Signing", ". Signing"],
    [setup, /^ {2}[+✓] CORS origins.*\n/gm, ""],
    [
      production,
      "--next-url https://app.example.com --vite-url https://spa.example.com",
      "--next-url https://app.example.com",
    ],
    [
      production,
      "NEXT_APP_URL=https://app.example.com VITE_APP_URL=https://spa.example.com",
      "NEXT_APP_URL=https://app.example.com",
    ],
    [production, "redirect URIs, CORS origin, home page", "redirect URIs, home page"],
    ["docs/troubleshooting.md", "`vite-sign-in`", "`next-sign-in`"],
    [
      "docs/troubleshooting.md",
      "app-faults.ts: the API key in a variable that browsers get",
      "app-faults.ts: the cookie password under another name that browsers get",
    ],
    [
      docker,
      ", `WORKOS_COOKIE_PASSWORD` and `VITE_WORKOS_API_HOSTNAME` into",
      " and `WORKOS_COOKIE_PASSWORD` into",
    ],
    [deploying, "each project its own app", "the app"],
    [deploying, "npm run deploy -- --build next -- --dry-run", "npm run deploy -- --dry-run"],
    [deploying, "-- vite`**, or `next`, builds that app", "-- next`** builds the app"],
    [deploying, /^\| `WORKOS_CLIENT_ID` .*\n/m, ""],
  ],
};
