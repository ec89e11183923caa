import type { Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { StartupError } from "./errors.ts";

// This machine only: anyone who reaches a deployment can call its public functions.
const HOST = "127.0.0.1";

/** Of each server, the connections: Node forgets those that have become a WebSocket. */
const connections = new WeakMap<Server, Set<Socket>>();

/** Opens a port; gives the URL, or a {@link StartupError} that names the port and the option. */
export async function listen(server: Server, port: number, option: string): Promise<string> {
  const sockets = new Set<Socket>();
  connections.set(server, sockets);
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        new StartupError(
          error.code === "EADDRINUSE"
            ? `Port ${port} is in use: stop what listens there, or choose another ${option}.`
            : `Port ${port} cannot be opened (${error.message}): choose another ${option}.`,
        ),
      ),
    );
    server.listen(port, HOST, resolve);
  });
  return `http://${HOST}:${(server.address() as AddressInfo).port}`;
}

/** Closes a port and the connections to it. */
export async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  connections.get(server)?.forEach((socket) => socket.destroy());
  await closed;
}
