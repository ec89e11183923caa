import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Stack } from "../../src/local/stack.ts";
import type { App } from "../../src/project/apps.ts";
import type { Project } from "../../src/project/project.ts";
import type { Undo } from "../project-copy.ts";

/** What a stand-in for an app says about itself. */
export type Served = {
  /** The page that it answers with. */
  page: keyof typeof pages;
  clientId: string;
  redirectUri: string;
  convexUrl: string;
  callbackStatus: number;
  signInStatus: number;
  /** More text in its script. */
  more: string;
};

const pages = {
  next: '<script src="/_next/static/app.js"></script>',
  vite: '<div id="root"></div><script type="module" src="/assets/index.js"></script>',
  another: "<p>Another project.</p>",
};

/** Servers with as much of the apps as the doctor looks at, which can be told to be wrong. */
export class StandIns {
  readonly served: Record<string, Served>;
  readonly #servers: Server[] = [];
  readonly #apps: App[];
  readonly #workosUrl: string;

  constructor({ apps }: Project, { convex, workos }: Stack, clientId: string) {
    this.#apps = apps;
    this.#workosUrl = workos.url;
    this.served = Object.fromEntries(
      apps.map(({ name, isBrowserOnly, url }) => [
        name,
        {
          page: name as "next" | "vite",
          clientId,
          redirectUri: url.redirectUri,
          convexUrl: convex.url,
          callbackStatus: isBrowserOnly ? 200 : 307,
          signInStatus: 307,
          more: "",
        },
      ]),
    );
  }

  async start(): Promise<void> {
    await Promise.all(
      this.#apps.map(({ name, url }) =>
        this.#serve(url.port, (request, response) =>
          this.#answer(this.served[name]!, request, response),
        ),
      ),
    );
  }

  /** Serves an app at another port, too. */
  async startSecond(app: string, port: number): Promise<Undo> {
    await this.#serve(port, (request, response) =>
      this.#answer(this.served[app]!, request, response),
    );
    const server = this.#servers.pop()!;
    return () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    };
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
    const { page, clientId, redirectUri, convexUrl } = served;
    if (url.startsWith("/assets/") || url.startsWith("/_next/")) {
      const values = `{convexUrl:"${convexUrl}",clientId:"${clientId}",redirectUri:"${redirectUri}"}`;
      return response.end(`start(${values});${served.more}`);
    }
    if (page === "next" && url === "/sign-in") {
      const query = new URLSearchParams({ client_id: clientId, redirect_uri: redirectUri });
      const isRedirect = served.signInStatus === 307;
      const location = `${this.#workosUrl}/user_management/authorize?${query.toString()}`;
      return response.writeHead(served.signInStatus, isRedirect ? { location } : {}).end();
    }
    if (url === "/callback") response.statusCode = served.callbackStatus;
    response.end(pages[page]);
  }
}

/** What an endpoint answers, by whether it was signed. */
export type Answer = (isSigned: boolean) => { status: number; body: string };

/** HTTP actions of a deployment, one path of which is answered otherwise. */
export async function startSite(siteUrl: string, path: string, answer: Answer) {
  async function reply(request: IncomingMessage, response: ServerResponse) {
    const signature = request.headers["workos-signature"];
    const isSigned = typeof signature === "string";
    if (request.url === path) {
      const { status, body } = answer(isSigned);
      return response.writeHead(status).end(body);
    }
    const { status, body } = await fetch(`${siteUrl}${request.url}`, {
      method: "POST",
      headers: isSigned ? { "WorkOS-Signature": signature } : {},
      body: await text(request),
    }).then(async (answered) => ({ status: answered.status, body: await answered.text() }));
    response.writeHead(status).end(body);
  }
  const server = createServer((request, response) => void reply(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}
