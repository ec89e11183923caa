import { runScript } from "convex-authkit/testing";
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { project } from "../../../../e2e/stack/project.ts";

const types = { ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

/**
 * Builds the Vite app for ::1, where it shares a host with WorkOS, and serves the build there.
 *
 * @param folder where the build goes
 * @param allow makes WorkOS know the app's origin, before there is a build for it
 * @returns the app's origin, and what ends it; or undefined on a machine without ::1
 */
export async function serveOnAnotherHost(folder: string, allow: (origin: string) => Promise<void>) {
  const server = createServer(({ url = "/" }, response) => {
    const file = join(folder, new URL(url, "http://app").pathname);
    const isFile = extname(file) !== "" && existsSync(file);
    const type = types[extname(file) as keyof typeof types] ?? "application/octet-stream";
    response.setHeader("content-type", isFile ? type : "text/html");
    createReadStream(isFile ? file : join(folder, "index.html")).pipe(response);
  });
  const isListening = await new Promise((resolve) => {
    server.on("error", () => resolve(false)).listen(0, "::1", () => resolve(true));
  });
  if (!isListening) return undefined;
  const origin = `http://[::1]:${(server.address() as AddressInfo).port}`;
  await allow(origin);
  const { folder: appFolder } = project.apps.find(({ name }) => name === "vite")!;
  const { succeeded, output } = await runScript(appFolder, ["build", "--", `--outDir=${folder}`], {
    ...project.buildVariables,
    VITE_WORKOS_API_HOSTNAME: "[::1]",
    VITE_WORKOS_REDIRECT_URI: `${origin}/callback`,
  });
  if (!succeeded) throw new Error(output);
  return { origin, stop: () => server.close() };
}
