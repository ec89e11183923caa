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
  rewriteOrigins?: Record<string, string>;
  /** Deployment variables set before the first push (merged over the stored ones). */
  environmentVariables?: Record<string, string>;
  /** Where lines of function logs go; default: dropped. */
  onLog?: (line: string) => void;
};

/** Where a deployment is and how to get in. */
export type Addresses = { url: string; siteUrl: string; adminKey: string };

/** The messages of the process that runs a deployment to the one that started it. */
export type ChildMessage =
  | ({ type: "ready" } & Addresses)
  | { type: "failed"; message: string }
  | { type: "log"; line: string };
