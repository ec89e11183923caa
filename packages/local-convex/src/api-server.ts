import http, { type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { JSONValue } from "convex/values";
import type { UserIdentityAttributes } from "convex/server";
import { WebSocketServer } from "ws";
import type { Deployment, VariableChange } from "./deployment.ts";
import type { FunctionKind } from "./engine.ts";
import { AuthenticationError, RequestError } from "./errors.ts";
import { clientMessage } from "./function-failure.ts";
import { allowOrigin, readBody, readJson, sendError, sendJson } from "./http-messages.ts";
import { ANONYMOUS, type Identity } from "./identity.ts";
import type { PushQueue } from "./push.ts";
import { appModules, hashOf, type PushRequest } from "./pushed-code.ts";
import { encodeTimestamp } from "./sync-protocol.ts";
import { SyncSession } from "./sync-session.ts";
import { isSystemQuery, runSystemQuery } from "./system-queries.ts";

type Body = Record<string, unknown>;
type FinishPushRequest = {
  startPush: { schemaChange: Parameters<PushQueue["finish"]>[0] };
  dryRun: boolean;
};
type Handler = (deployment: Deployment, body: Body) => unknown;

/** How long the CLI waits for lines of function logs, which this deployment has none of for it. */
const LOG_POLL_MS = 10_000;

/** What only the holder of the admin key may do. The bodies are the CLI's own. */
const ADMIN_ROUTES: Record<string, Handler> = {
  "/api/v1/get_canonical_urls": ({ cloudUrl, siteUrl }) => ({
    convexCloudUrl: cloudUrl,
    convexSiteUrl: siteUrl,
  }),
  "/api/get_config_hashes": ({ engine: { app } }) => ({
    config: {
      functions: app?.code.functionsDirectory ?? "convex/",
      authInfo: app?.authProviders ?? [],
    },
    moduleHashes: appModules(app?.code ?? null).map((module) => ({
      path: module.path,
      environment: module.environment,
      hash: hashOf(module),
    })),
    nodeDependencies: [],
    nodeVersion: null,
    udfServerVersion: app?.code.definitions[0]?.udfServerVersion,
  }),
  "/api/deploy2/evaluate_push": (deployment, body) =>
    deployment.inTurn(async () => {
      const { schemaChange } = await deployment.pushes.start(body as PushRequest);
      return { schemaChange };
    }),
  "/api/deploy2/start_push": (deployment, body) =>
    deployment.inTurn(() => deployment.pushes.start(body as PushRequest)),
  "/api/deploy2/wait_for_schema": ({ pushes }, body) =>
    pushes.checkSchema(body.schemaChange as Parameters<PushQueue["checkSchema"]>[0]),
  "/api/deploy2/finish_push": (deployment, body) =>
    deployment.inTurn(() => {
      const { startPush, dryRun } = body as FinishPushRequest;
      return Promise.resolve(deployment.pushes.finish(startPush.schemaChange, dryRun));
    }),
  "/api/deploy2/report_push_completed": () => ({}),
  "/api/update_environment_variables": (deployment, body) =>
    deployment.inTurn(async () => {
      await deployment.updateVariables(body.changes as VariableChange[]);
      return {};
    }),
  "/api/stream_function_logs": async () => {
    await new Promise((resolve) => setTimeout(resolve, LOG_POLL_MS).unref());
    return { entries: [], newCursor: Date.now() };
  },
};

const FUNCTION_ROUTES: Record<string, FunctionKind | null> = {
  "/api/query": "query",
  "/api/query_at_ts": "query",
  "/api/mutation": "mutation",
  "/api/action": "action",
  "/api/function": null,
};

/** Serves the CLI and the clients of a deployment, as soon as it is ready. */
export function createApiServer(ready: Promise<Deployment>): Server {
  const server = http.createServer((request, response) => {
    allowOrigin(request, response);
    ready
      .then((deployment) => handle(deployment, request, response))
      .catch((error) => sendError(response, error));
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, socket, head) => {
    if (!/^\/api\/([^/]+\/)?sync(\?|$)/.test(request.url ?? "")) return socket.destroy();
    sockets.handleUpgrade(request, socket, head, (client) => {
      // Nothing is read from the client before there is somebody to read it.
      client.pause();
      void ready.then((deployment) => {
        new SyncSession(client, deployment);
        client.resume();
      });
    });
  });
  return server;
}

async function handle(
  deployment: Deployment,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "/", deployment.cloudUrl);
  if (request.method === "OPTIONS") return void response.end();
  if (pathname === "/version" || pathname === "/instance_name")
    return void response.end(pathname === "/version" ? "unknown" : "local-convex");
  if (pathname === "/api/storage/upload") return await upload(deployment, request, response);
  if (pathname.startsWith("/api/storage/")) {
    const component = searchParams.get("component") ?? "";
    return await download(deployment, component, pathname.slice("/api/storage/".length), response);
  }
  const adminRoute = ADMIN_ROUTES[pathname];
  const functionKind = FUNCTION_ROUTES[pathname];
  if (pathname !== "/api/query_ts" && !adminRoute && functionKind === undefined)
    throw new RequestError(404, "NotFound", `There is nothing at ${pathname}.`);
  const body = request.method === "POST" ? await readJson(request) : {};
  if (adminRoute) {
    const key = body.adminKey ?? adminCredentials(request.headers.authorization)?.key;
    deployment.assertAdminKey(typeof key === "string" ? key : undefined);
    return sendJson(response, await adminRoute(deployment, body));
  }
  if (functionKind === undefined)
    return sendJson(response, { ts: encodeTimestamp(deployment.engine.timestamp) });
  const identity = await identityOf(deployment, request.headers.authorization);
  sendJson(response, await runFunction(deployment, functionKind, identity, body));
}

async function runFunction(
  deployment: Deployment,
  kind: FunctionKind | null,
  identity: Identity,
  { path, args, componentPath = "" }: Body,
): Promise<unknown> {
  if (typeof path !== "string" || typeof componentPath !== "string")
    throw new RequestError(400, "BadRequest", "The request names no function.");
  const argument = (Array.isArray(args) ? args[0] : args) as JSONValue | undefined;
  if (isSystemQuery(path)) {
    const query = { udfPath: path, args: [argument ?? {}], componentPath };
    return { status: "success", value: await runSystemQuery(deployment, identity, query) };
  }
  const functionPath = { udfPath: path, componentPath };
  const outcome = await deployment.engine.run(kind, identity, functionPath, argument ?? {});
  const { logLines } = outcome;
  if (outcome.ok) return { status: "success", value: outcome.value, logLines };
  const { errorData } = outcome.failure;
  return { status: "error", errorMessage: clientMessage(outcome.failure), errorData, logLines };
}

/** Who sends this `Authorization` header; throws if it proves nothing. */
export async function identityOf(
  deployment: Deployment,
  header: string | undefined,
): Promise<Identity> {
  if (header === undefined) return ANONYMOUS;
  const admin = adminCredentials(header);
  if (admin) {
    const { key: value, impersonating } = admin;
    return await deployment.authenticate({ tokenType: "Admin", value, impersonating });
  }
  const [, token] = /^bearer (.+)$/i.exec(header) ?? [];
  if (token === undefined)
    throw new AuthenticationError("InvalidAuthHeader", "Header must begin with `bearer `");
  return await deployment.authenticate({ tokenType: "User", value: token.trim() });
}

/** The parts of `Convex <key>[:<base64 identity>]`. */
function adminCredentials(header: string | undefined) {
  const [, key, identity] = /^Convex ([^:]+)(?::(.+))?$/.exec(header ?? "") ?? [];
  if (key === undefined) return null;
  if (identity === undefined) return { key };
  const decoded = Buffer.from(identity, "base64").toString();
  return { key, impersonating: JSON.parse(decoded) as UserIdentityAttributes };
}

async function upload(
  { engine, cloudUrl }: Deployment,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const token = new URL(request.url ?? "/", cloudUrl).searchParams.get("token");
  const data = new Uint8Array(await readBody(request));
  const blob = new Blob([data], { type: request.headers["content-type"] ?? "" });
  const storageId = await engine.files.upload(token, blob);
  if (storageId === null)
    throw new AuthenticationError("Unauthenticated", "This upload URL is not valid.");
  sendJson(response, { storageId });
}

async function download(
  { engine }: Deployment,
  componentPath: string,
  id: string,
  response: ServerResponse,
): Promise<void> {
  const blob = engine.files.find(componentPath, id);
  if (!blob) throw new RequestError(404, "NotFound", `There is no file ${id}.`);
  response.writeHead(200, { "content-type": blob.type || "application/octet-stream" });
  response.end(Buffer.from(await blob.arrayBuffer()));
}
