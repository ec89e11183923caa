import type { RewriteOrigins } from "./origins.ts";

/** How to start a deployment. */
export type LocalConvexOptions = {
  /** Port of the deployment (CLI and clients). 0 picks a free one. */
  port: number;
  /** Port of the HTTP actions. 0 picks a free one. */
  sitePort: number;
  /** Folder of the deployment's state; `undefined` keeps nothing. */
  stateDirectory?: string;
  /** Key for the CLI; random when left out. */
  adminKey?: string;
  /** Origins that functions' fetch and JWKS lookups reach elsewhere. */
  rewriteOrigins?: RewriteOrigins;
  /** Deployment variables set before the first push (merged over the stored ones). */
  environmentVariables?: Record<string, string>;
  /** Where lines of function logs go; default: dropped. */
  onLog?: (line: string) => void;
};

/** What a deployment says once it runs, or that it cannot. */
type StartupReport =
  | { type: "ready"; url: string; siteUrl: string; adminKey: string }
  | { type: "failed"; message: string };

/** The messages of the process that runs a deployment to the one that started it. */
export type ChildMessage = StartupReport | { type: "log"; line: string };
