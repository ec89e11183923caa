import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Addresses } from "../../src/addresses.ts";

/** What a stand-in for an app says about itself. */
export type Served = {
  framework: "Next.js" | "Vite" | "another";
  clientId: string;
  redirectUri: string;
  convexUrl: string;
  callbackStatus: number;
  signInStatus: number;
  /** More text in its script. */
  more: string;
};

/** Servers with as much of the two apps as the doctor looks at, which can be told to be wrong. */
export class StandIns {
  readonly next: Served;
  readonly vite: Served;
  readonly #servers: Server[] = [];
  readonly #addresses: Addresses;

  constructor(addresses: Addresses, clientId: string) {
    this.#addresses = addresses;
    const { next, vite } = addresses.apps;
    const common = { clientId, convexUrl: addresses.convex, more: "" };
    const statuses = { callbackStatus: 307, signInStatus: 307 };
    this.next = { framework: "Next.js", redirectUri: next.redirectUri, ...common, ...statuses };
    this.vite = { framework: "Vite", redirectUri: vite.redirectUri, ...common, ...statuses };
    this.vite.callbackStatus = 200;
  }

  async start(): Promise<void> {
    const { next, vite } = this.#addresses.apps;
    await Promise.all([
      this.#serve(next.port, (request, response) => this.#answer(this.next, request, response)),
      this.#serve(vite.port, (request, response) => this.#answer(this.vite, request, response)),
    ]);
  }

  async stop(): Promise<void> {
    for (const server of this.#servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  #serve(port: number, listener: (request: IncomingMessage, response: ServerResponse) => void) {
    const server = createServer(listener);
    this.#servers.push(server);
    return new Promise<void>((resolve) => server.listen(port, "localhost", resolve));
  }

  #answer(served: Served, { url = "/" }: IncomingMessage, response: ServerResponse) {
    const { framework, clientId, redirectUri, convexUrl } = served;
    if (url.startsWith("/assets/") || url.startsWith("/_next/")) {
      const values = `{convexUrl:"${convexUrl}",clientId:"${clientId}",redirectUri:"${redirectUri}"}`;
      return response.end(`start(${values});${served.more}`);
    }
    if (framework === "Next.js" && url === "/sign-in") {
      const query = new URLSearchParams({ client_id: clientId, redirect_uri: redirectUri });
      const isRedirect = served.signInStatus === 307;
      const location = `${this.#addresses.workos}/user_management/authorize?${query.toString()}`;
      return response.writeHead(served.signInStatus, isRedirect ? { location } : {}).end();
    }
    if (url === "/callback") response.statusCode = served.callbackStatus;
    response.end(
      {
        "Next.js": '<script src="/_next/static/app.js"></script>',
        Vite: '<div id="root"></div><script type="module" src="/assets/index.js"></script>',
        another: "<p>Another project.</p>",
      }[framework],
    );
  }
}
