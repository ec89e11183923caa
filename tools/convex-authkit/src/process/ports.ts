import { createServer } from "node:net";

/** Throws, with one sentence, when something else listens on the port. */
export async function requireFreePort(port: number, forWhat: string, orElse: string) {
  for (const host of ["127.0.0.1", "::1"]) {
    const code = await tryToListen(port, host);
    if (code === "EADDRINUSE") {
      throw new Error(
        `Port ${port} is in use, and ${forWhat} needs it: stop what uses it, ${orElse}.`,
      );
    }
  }
}

function tryToListen(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
