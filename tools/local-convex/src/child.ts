/** The process that runs a deployment: started, told its options and ended by `startLocalConvex`. */
import { randomBytes } from "node:crypto";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import process from "node:process";
import { createAdaptorServer } from "@hono/node-server";
import { WebSocketServer } from "ws";
import { createApi, createSite } from "./api.ts";
import { createDeployment, type Deployment } from "./deployment.ts";
import { messageOf, StartupError } from "./errors.ts";
import { describeFailure } from "./function-outcome.ts";
import { installFunctionGlobals, logLine } from "./function-scope.ts";
import { isLoopbackHost } from "./http-app.ts";
import type { ChildMessage, LocalConvexOptions } from "./index.ts";
import { openState } from "./state-store.ts";
import { SyncSession } from "./sync-session.ts";

// This machine only: anyone who reaches a deployment can call its public functions.
const HOST = "127.0.0.1";
/** A frame that is larger ends the connection; the arguments of a function are at most this large. */
const MAXIMUM_FRAME_BYTES = 16 * 1024 * 1024;

type Fetch = (request: Request) => Response | Promise<Response>;

const send = (message: ChildMessage) => process.connected && process.send?.(message);

// Everything that was acknowledged is on disk: there is nothing to be done before the end.
process.on("disconnect", () => process.exit());
// Ctrl-C reaches this process too; the one that started it decides.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => {});

// A function that fails when nobody waits for it any more takes nothing with it.
for (const event of ["unhandledRejection", "uncaughtException"] as const)
  process.on(event, (error: unknown) => logLine(`[ERROR] ${describeFailure(error).message}`));

// Options travel this way because a process list does not show it.
process.once("message", (options: LocalConvexOptions) => {
  start(options).then(send, (error: unknown) =>
    send({ type: "failed", message: messageOf(error) }),
  );
});

/** Runs a deployment in this process, whose globals it changes. */
async function start(options: LocalConvexOptions): Promise<ChildMessage> {
  rewriteFetch(options.rewriteOrigins ?? {});
  installFunctionGlobals((line) => send({ type: "log", line }));
  const { stateDirectory } = options;
  const state = stateDirectory === undefined ? null : openState(stateDirectory);
  process.once("exit", () => state?.close());
  const adminKey = options.adminKey ?? `local-convex|${randomBytes(24).toString("hex")}`;
  const api = createServer(async (request) => (await started).api.fetch(request));
  const site = createServer(async (request) => (await started).site.fetch(request));
  acceptWebSockets(api, async () => (await started).deployment);
  const started = (async () => {
    // The ports are opened first, because functions read the URLs: early requests wait.
    const cloudUrl = await listen(api, options.port, "port");
    const siteUrl = await listen(site, options.sitePort, "port for HTTP actions");
    const deployment = createDeployment({ cloudUrl, siteUrl, adminKey, state });
    await deployment.start(options.environmentVariables ?? {});
    return { deployment, api: createApi(deployment), site: createSite(deployment) };
  })();
  const { cloudUrl, siteUrl } = (await started).deployment.engine;
  return { type: "ready", url: cloudUrl, siteUrl, adminKey };
}

/**
 * Replaces `fetch` with one that reaches some origins elsewhere.
 *
 * Functions call the global `fetch`, so it has to be replaced before the engine starts: convex-test
 * keeps hold of the one that it finds.
 */
function rewriteFetch(origins: Record<string, string>): void {
  const original = globalThis.fetch;
  const targets = new Map(
    Object.entries(origins).map(([from, to]) => [new URL(from).origin, new URL(to).origin]),
  );
  globalThis.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const target = targets.get(url.origin);
    if (target === undefined) return original(input, init);
    const rewritten = new URL(url.pathname + url.search, target);
    return original(input instanceof Request ? new Request(rewritten, input) : rewritten, init);
  };
}

function createServer(handle: Fetch): Server {
  // What the adaptor passes is no Request that the platform's own functions would take.
  const fetch: Fetch = ({ url, method, headers, body }) =>
    handle(new Request(url, { method, headers, body, duplex: "half" }));
  // It would replace the global Request and Response too, which are the pushed functions'.
  return createAdaptorServer({ fetch, overrideGlobalObjects: false }) as Server;
}

/** Opens a port; gives the URL, or a {@link StartupError} that names the port and the option. */
async function listen(server: Server, port: number, option: string): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const reason =
        error.code === "EADDRINUSE"
          ? "is in use: stop what listens there, or"
          : `cannot be opened (${error.message}):`;
      reject(new StartupError(`Port ${port} ${reason} choose another ${option}.`));
    });
    server.listen(port, HOST, resolve);
  });
  return `http://${HOST}:${(server.address() as AddressInfo).port}`;
}

function acceptWebSockets(server: Server, ready: () => Promise<Deployment>): void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAXIMUM_FRAME_BYTES });
  server.on("upgrade", (request, socket, head) => {
    // A client that resets its connection must not take the deployment with it.
    socket.on("error", () => socket.destroy());
    const isSync = /^\/api\/([^/]+\/)?sync(\?|$)/.test(request.url ?? "");
    if (!isSync || !isLoopbackHost(request.headers.host)) return socket.destroy();
    sockets.handleUpgrade(request, socket, head, (client) => {
      // Nothing is read from the client before there is somebody to read it.
      client.pause();
      void ready().then((deployment) => {
        new SyncSession(client, deployment);
        client.resume();
      });
    });
  });
}
