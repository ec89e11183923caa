import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import type { Hono } from "hono";

const freePortTries = 10;

/** Servers that answer on one port of loopback. */
export type Listener = { port: number; close: () => Promise<void> };

/**
 * Listens on 127.0.0.1 and, where there is one, on ::1: browsers resolve "localhost" to either.
 *
 * @param port - 0 picks a port that is free on both.
 * @throws Error if the port is in use.
 */
export async function listenOnLoopback(app: Hono, port: number): Promise<Listener> {
  for (let attempt = 1; ; attempt++) {
    const first = await listen(app, port, "127.0.0.1");
    const chosen = (first.address() as AddressInfo).port;
    try {
      const second = await listen(app, chosen, "::1").catch(ignoreMissingIpv6);
      const servers = second ? [first, second] : [first];
      return {
        port: chosen,
        close: async () => {
          await Promise.all(servers.map(close));
        },
      };
    } catch (error) {
      await close(first);
      if (port !== 0 || attempt === freePortTries) throw error;
    }
  }
}

function listen(app: Hono, port: number, hostname: string): Promise<Server> {
  // The adaptor replaces the global Request and Response unless it is told not to.
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const inUse = error.code === "EADDRINUSE";
      reject(
        inUse ? new Error(`Port ${port} is in use: stop what uses it or choose another.`) : error,
      );
    });
    server.listen(port, hostname, () => {
      resolve(server);
    });
  });
}

function ignoreMissingIpv6(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "EADDRNOTAVAIL" && error.code !== "EAFNOSUPPORT") throw error;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
