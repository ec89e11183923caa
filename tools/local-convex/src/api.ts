import type { Context, Hono } from "hono";
import type { UserIdentityAttributes } from "convex/server";
import type { JSONValue } from "convex/values";
import type { Deployment, StartedPush, VariableChange } from "./deployment.ts";
import type { FunctionKind } from "./engine.ts";
import { AuthenticationError, RequestError } from "./errors.ts";
import { clientFailure, requestPrefix } from "./function-outcome.ts";
import { byteRange } from "./byte-range.ts";
import { anyOrigin, BODY_LIMITS, createHttpApp, readJson } from "./http-app.ts";
import { ANONYMOUS } from "./identity.ts";
import { appModules, hashOf, type PushRequest } from "./pushed-code.ts";
import { encodeTimestamp, type Credentials } from "./sync-protocol.ts";

type Body = Record<string, unknown>;
type AdminHandler = (deployment: Deployment, body: Body) => unknown;

// An evaluation is a push that is not finished.
const startPush: AdminHandler = (deployment, body) => deployment.startPush(body as PushRequest);

/** What only the holder of the admin key may do. The bodies are the CLI's own. */
const ADMIN_ROUTES: Record<string, AdminHandler> = {
  "/api/v1/get_canonical_urls": ({ engine: { cloudUrl, siteUrl } }) => ({
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
  "/api/deploy2/evaluate_push": startPush,
  "/api/deploy2/start_push": startPush,
  "/api/deploy2/wait_for_schema": (deployment, body) => deployment.checkSchema(body as StartedPush),
  "/api/deploy2/finish_push": (deployment, { startPush, dryRun }) =>
    deployment.finishPush(startPush as StartedPush, dryRun === true),
  "/api/deploy2/report_push_completed": () => ({}),
  "/api/update_environment_variables": async (deployment, { changes }) => {
    await deployment.updateVariables(changes as VariableChange[]);
    return {};
  },
  "/api/stream_function_logs": ({ engine }, { cursor }) => engine.log.since(Number(cursor) || 0),
  "/api/import/start_upload": () => refuse("convex import", "convex run"),
  "/api/export/request/zip": () => refuse("convex export", "convex data"),
};

const FUNCTION_ROUTES: Record<string, FunctionKind | null> = {
  "/api/query": "query",
  "/api/query_at_ts": "query",
  "/api/mutation": "mutation",
  "/api/action": "action",
  "/api/function": null,
};

/** Serves the CLI and the clients of a deployment. */
export function createApi(deployment: Deployment): Hono {
  const { engine } = deployment;

  /** Who proves nothing cannot make this process hold much. */
  function limitOf(c: Context): number {
    if (engine.files.expects(c.req.query("token"))) return BODY_LIMITS.push;
    try {
      deployment.assertAdmin(credentialsOf(c));
      return BODY_LIMITS.push;
    } catch {
      return BODY_LIMITS.call;
    }
  }

  const app = createHttpApp(limitOf);
  app.use(anyOrigin);
  app.get("/version", (c) => c.text("unknown"));
  app.get("/instance_name", (c) => c.text("local-convex"));

  for (const [path, handler] of Object.entries(ADMIN_ROUTES))
    app.on(["GET", "POST"], path, async (c) => {
      const body = c.req.method === "POST" ? await readJson(c, limitOf(c)) : c.req.query();
      const { adminKey } = body;
      deployment.assertAdmin(
        typeof adminKey === "string" ? { tokenType: "Admin", value: adminKey } : credentialsOf(c),
      );
      return c.json((await handler(deployment, body)) as JSONValue);
    });

  for (const [path, kind] of Object.entries(FUNCTION_ROUTES))
    app.post(path, async (c) => {
      const { path: udfPath, args, componentPath = "" } = await readJson(c, limitOf(c));
      if (typeof udfPath !== "string" || typeof componentPath !== "string")
        throw new RequestError(400, "BadRequest", "The request names no function.");
      const identity = await deployment.authenticate(credentialsOf(c));
      const call = { udfPath, componentPath, args: [args ?? {}].flat() as JSONValue[] };
      const outcome = await engine.run(kind, identity, call);
      const { logLines } = outcome;
      if (outcome.ok) return c.json({ status: "success", value: outcome.value, logLines });
      return c.json({ status: "error", ...clientFailure(outcome.failure), logLines });
    });
  app.post("/api/query_ts", (c) => c.json({ ts: encodeTimestamp(engine.timestamp) }));

  app.post("/api/storage/upload", async (c) => {
    const { token = "" } = c.req.query();
    if (!engine.files.expects(token))
      throw new AuthenticationError("Unauthenticated", "This upload URL is not valid.");
    const blob = new Blob([await c.req.arrayBuffer()], { type: c.req.header("content-type") });
    return c.json({ storageId: await engine.files.upload(token, blob) });
  });
  app.get("/api/storage/:id", async (c) => {
    const blob = engine.files.find(c.req.query("component") ?? "", c.req.param("id"));
    if (!blob) throw new RequestError(404, "NotFound", `There is no file ${c.req.param("id")}.`);
    const headers = {
      "content-type": blob.type || "application/octet-stream",
      "accept-ranges": "bytes",
    };
    const range = byteRange(c.req.header("range"), blob.size);
    if (range === null) return c.body(await blob.arrayBuffer(), 200, headers);
    if (range === "unsatisfiable")
      return c.body(null, 416, { ...headers, "content-range": `bytes */${blob.size}` });
    const [first, last] = range;
    const contentRange = `bytes ${first}-${last}/${blob.size}`;
    const part = await blob.slice(first, last + 1).arrayBuffer();
    return c.body(part, 206, { ...headers, "content-range": contentRange });
  });
  return app;
}

/** Serves the HTTP actions of a deployment. */
export function createSite(deployment: Deployment): Hono {
  const app = createHttpApp(() => BODY_LIMITS.site);
  app.all("*", async (c) => {
    // The header may be none of Convex's business: an API key that the action checks itself.
    const proven = async () => await deployment.authenticate(credentialsOf(c));
    const identity = await proven().catch(() => ANONYMOUS);
    const served = await deployment.engine.serveHttp(identity, c.req.raw);
    if (!served) return c.text("This Convex deployment does not have HTTP actions enabled.", 404);
    if (!("message" in served)) return served;
    const { message, errorData } = served;
    const [summary = ""] = message.split("\n");
    const code = `${requestPrefix()} Server Error: ${summary}`;
    return c.json({ code, trace: message, data: errorData }, 500);
  });
  return app;
}

/** The `Authorization` of a request: `Bearer <token>` or `Convex <key>[:<base64 identity>]`. */
function credentialsOf(c: Context): Credentials {
  const header = c.req.header("authorization");
  if (header === undefined) return { tokenType: "None" };
  const [, token] = /^bearer (.+)$/i.exec(header) ?? [];
  if (token !== undefined) return { tokenType: "User", value: token.trim() };
  const [, value, identity] = /^Convex ([^:]+)(?::(.+))?$/.exec(header) ?? [];
  if (value === undefined)
    throw new AuthenticationError("InvalidAuthHeader", "Header must begin with `bearer `");
  const impersonating = Buffer.from(identity ?? "", "base64").toString() || "null";
  return {
    tokenType: "Admin",
    value,
    impersonating: JSON.parse(impersonating) as UserIdentityAttributes | null,
  };
}

function refuse(command: string, instead: string): never {
  throw new RequestError(
    400,
    "NotSupported",
    `A local-convex deployment cannot do \`${command}\`: use \`${instead}\`, or a deployment of Convex.`,
  );
}
