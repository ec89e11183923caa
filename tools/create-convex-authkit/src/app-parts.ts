import type { App } from "./select-apps.ts";

/** What goes with an app, beside what stands between comments. */
export type AppParts = {
  /** Files and folders that are about it alone. */
  paths: string[];
  /** By the package.json, what only it needs. */
  dependencies: Record<string, string[]>;
  /** Its addresses in convex.json. */
  urls: RegExp;
  /** What heads a column of a table in the docs. */
  column: RegExp;
  /** A row of a table, or a line of the doctor's report, that is about it. */
  isLine: RegExp;
};

const ofBoth = [
  "e2e/tests/across",
  "packages/commands/src/deploy-related.ts",
  "packages/commands/test/deploy-related.test.ts",
];

export const partsOf: Record<App, AppParts> = {
  next: {
    paths: [
      "apps/next",
      "e2e/tests/next",
      "packages/commands/src/doctor/next-app.ts",
      "packages/config/tsconfig/next.json",
      ...ofBoth,
    ],
    dependencies: { "packages/config/package.json": ["@next/eslint-plugin-next"] },
    urls: /:3000|NEXT_APP_URL/,
    column: /^ Next\.js(?: project)? +$/,
    isLine:
      /^\| (?:`(?:NEXT_|E2E_NEXT_URL`|next-|WORKOS_COOKIE|WORKOS_API_H|WORKOS_API_P)|variable `NEXT_|variables? `VERCEL|secret `VERCEL|[^|]*(?:Next\.js|cookie password|two apps|redirect URI that is not reg))|^ {2}[✓✗–] next-|^ +E2E_NEXT_URL: https|^ {2}next\/ /,
  },
  vite: {
    paths: [
      "apps/vite",
      "docs/deploying/static-hosts.md",
      "e2e/tests/vite",
      "packages/commands/src/doctor/vite-app.ts",
      "packages/commands/test/static-hosts.test.ts",
      ...ofBoth,
    ],
    dependencies: {
      "packages/commands/package.json": [
        "@netlify/headers-parser",
        "@netlify/redirect-parser",
        "@vercel/routing-utils",
        "smol-toml",
      ],
    },
    urls: /:5173|VITE_APP_URL/,
    column: /^ Vite(?: project)? +$/,
    isLine:
      /^\| (?:`(?:VITE_|E2E_VITE_URL`|vite-|cors-origins|authentication-domain)|variables? `(?:VITE_|CLOUDFLARE_)|secret `CLOUDFLARE|\[Netlify|[^|]*(?:Vite|VITE|two apps|API key in a variable that browsers|CORS origin))|^ {2}[✓✗–] (?:vite-|cors-origins|authentication-domain)|^ +E2E_VITE_URL: https|^ {2}vite\/ /,
  },
};
