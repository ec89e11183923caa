import { Server, type IncomingMessage, type ServerResponse } from "node:http";

/**
 * Next.js answers TRACE, and a request for `*`, with an error 500 and a stack in the log, before any
 * code of an app runs. No browser sends either.
 */
export function refuseUnusualRequests() {
  const emit = Reflect.get(Server.prototype, "emit") as (...args: unknown[]) => boolean;
  Server.prototype.emit = function (this: Server, event: string, ...args: unknown[]) {
    if (event === "request") {
      const [request, response] = args as [IncomingMessage, ServerResponse];
      if (request.method === "TRACE" || request.url === "*") {
        response.writeHead(405).end();
        return true;
      }
    }
    return emit.call(this, event, ...args);
  };
}
