import { randomBytes } from "node:crypto";
import { createApiServer } from "./api-server.ts";
import { Deployment } from "./deployment.ts";
import { onFunctionLog } from "./function-console.ts";
import { close, listen } from "./listening.ts";
import type { LocalConvexOptions } from "./options.ts";
import { rewriteFetch } from "./origins.ts";
import { createSiteServer } from "./site-server.ts";
import { StateDirectory } from "./state-directory.ts";

/** A deployment that runs in this process. */
export type RunningDeployment = {
  url: string;
  siteUrl: string;
  adminKey: string;
  /** Writes the state and closes the ports. */
  close: () => Promise<void>;
};

/** Runs a deployment in this process, whose `fetch` it replaces. */
export async function serve(options: LocalConvexOptions): Promise<RunningDeployment> {
  rewriteFetch(options.rewriteOrigins ?? {});
  onFunctionLog(options.onLog ?? (() => {}));
  const { stateDirectory: folder } = options;
  const stateDirectory = folder === undefined ? null : StateDirectory.open(folder);
  try {
    return await open(options, stateDirectory);
  } catch (error) {
    stateDirectory?.unlock();
    throw error;
  }
}

async function open(
  options: LocalConvexOptions,
  stateDirectory: StateDirectory | null,
): Promise<RunningDeployment> {
  const state = stateDirectory?.read() ?? null;
  const adminKey = options.adminKey ?? `local-convex|${randomBytes(24).toString("hex")}`;
  // The ports are opened first, because functions read the URLs: early requests wait.
  let makeReady!: (deployment: Deployment) => void;
  const ready = new Promise<Deployment>((resolve) => (makeReady = resolve));
  const [api, site] = [createApiServer(ready), createSiteServer(ready)];
  const url = await listen(api, options.port, "port");
  const siteUrl = await listen(site, options.sitePort, "port for HTTP actions");
  const deployment = new Deployment({ cloudUrl: url, siteUrl, adminKey, stateDirectory });
  await deployment.restore(state, options.environmentVariables ?? {});
  makeReady(deployment);
  return {
    url,
    siteUrl,
    adminKey,
    async close() {
      await Promise.all([close(api), close(site)]);
      await deployment.close();
    },
  };
}
