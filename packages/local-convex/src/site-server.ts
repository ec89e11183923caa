import http, { type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { identityOf } from "./api-server.ts";
import type { Deployment } from "./deployment.ts";
import { logDeploymentLine } from "./function-console.ts";
import { describeFailure, requestPrefix } from "./function-failure.ts";
import { readBody, sendError, sendJson } from "./http-messages.ts";
import { ANONYMOUS } from "./identity.ts";

/** Serves the app's HTTP actions, as soon as the deployment is ready. */
export function createSiteServer(ready: Promise<Deployment>): Server {
  return http.createServer((request, response) => {
    ready
      .then((deployment) => handle(deployment, request, response))
      .catch((error) => sendError(response, error));
  });
}

async function handle(
  deployment: Deployment,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { engine } = deployment;
  if (!engine.app?.analysis[""]?.functions["http.js"])
    return sendText(outgoing, 404, "This Convex deployment does not have HTTP actions enabled.");
  const request = await toRequest(deployment, incoming);
  // The header may be none of Convex's business: an API key that the action checks itself.
  const { authorization } = incoming.headers;
  const identity = await identityOf(deployment, authorization).catch(() => ANONYMOUS);
  let response: Response;
  try {
    response = await engine.handleHttp(identity, request);
  } catch (error) {
    const { message, errorData } = describeFailure(error);
    logDeploymentLine(`[ERROR] ${incoming.method} ${new URL(request.url).pathname}: ${message}`);
    const [summary = ""] = message.split("\n");
    const code = `${requestPrefix()} Server Error: ${summary}`;
    return sendJson(outgoing, { code, trace: message, data: errorData }, 500);
  }
  await send(response, outgoing);
}

async function toRequest({ siteUrl }: Deployment, incoming: IncomingMessage): Promise<Request> {
  const { method = "GET", url = "/", headers } = incoming;
  const body = ["GET", "HEAD", "OPTIONS"].includes(method) ? null : await readBody(incoming);
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((item): [string, string] => [name, item]),
  );
  const base = headers.host === undefined ? siteUrl : `http://${headers.host}`;
  return new Request(`${base}${url}`, {
    method,
    headers: new Headers(entries),
    body: body && new Uint8Array(body),
  });
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  const cookies = response.headers.getSetCookie();
  const headers = [...response.headers].filter(([name]) => name !== "set-cookie");
  outgoing.writeHead(response.status, [
    ...headers.flat(),
    ...cookies.flatMap((cookie) => ["set-cookie", cookie]),
  ]);
  for await (const chunk of response.body ?? []) outgoing.write(chunk);
  outgoing.end();
}

function sendText(outgoing: ServerResponse, status: number, text: string): void {
  outgoing.writeHead(status, { "content-type": "text/plain; charset=utf-8" });
  outgoing.end(text);
}
