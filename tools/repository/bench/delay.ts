import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { setTimeout } from "node:timers/promises";

/** Where the delayed twin of a port is. */
const ABOVE = 10_000;

/** Stands between the browser and each port, and holds all that passes for half a round trip. */
export async function delayPorts(ports: number[], roundTrip: number) {
  const sockets = new Set<Socket>();
  const servers = await Promise.all(
    ports.map(async (port) => {
      const server = createServer({ allowHalfOpen: true }, (client) => {
        const target = connect({ host: "localhost", port, allowHalfOpen: true });
        pass(client, target, roundTrip / 2);
        pass(target, client, roundTrip / 2);
        for (const socket of [client, target]) {
          socket.setNoDelay(true);
          sockets.add(socket.once("close", () => sockets.delete(socket)));
        }
      });
      server.listen(port + ABOVE, "127.0.0.1");
      await once(server, "listening");
      return server;
    }),
  );
  const rules = ports.flatMap((port) =>
    ["localhost", "127.0.0.1"].map((host) => `MAP ${host}:${port} 127.0.0.1:${port + ABOVE}`),
  );
  return {
    /** Has a browser go through here, with the same addresses. */
    browserArgument: `--host-resolver-rules=${rules.join(", ")}`,
    stop() {
      for (const socket of sockets) socket.destroy();
      for (const server of servers) server.close();
    },
  };
}

function pass(from: Socket, to: Socket, milliseconds: number) {
  from.on("data", (chunk) => void setTimeout(milliseconds).then(() => to.write(chunk)));
  from.on("end", () => void setTimeout(milliseconds).then(() => to.end()));
  from.on("error", () => to.destroy());
  from.on("close", (hadError) => hadError && to.destroy());
}
