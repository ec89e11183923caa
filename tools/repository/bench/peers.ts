import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { createControlClient } from "convex-authkit/testing";
import { Child } from "../../convex-authkit/src/process/child.ts";
import { cliVariablesOf } from "../../convex-authkit/src/local/convex-project.ts";
import { startLocalConvex, type LocalConvex } from "../../local-convex/src/index.ts";
import { startLocalWorkos } from "../../local-workos/src/index.ts";
import type { Subject } from "./subjects.ts";

const PORT = 3_700;
const CLIENT_ID = "client_peers";
const API_KEY = "sk_peers";

type Kind = "next" | "vite";

/** A template's folder, installed; the files that are built and pushed are those that are in it. */
export type Templates = Record<Kind, string>;

type Peer = {
  name: string;
  folder: string;
  port: number;
  convexPort: number;
  build: string;
  start: string;
};

/**
 * Builds the two official templates, pushes each to a local deployment of its own, and serves the
 * builds. Neither has webhooks or an action endpoint. Only what Convex's templates leave to their
 * reader differs: variables, and of the single-page app where the WorkOS API is.
 *
 * @throws Error with one sentence, and what was said last, when a step fails
 */
export async function startPeers(templates: Templates, email: string) {
  const stops: (() => Promise<void> | void)[] = [];
  const stop = async () => {
    for (const each of stops.toReversed()) await each();
  };
  try {
    const workosPort = PORT + 9;
    const peers: Record<Kind, Peer> = {
      next: {
        name: "next template",
        folder: requireInstalled(templates.next),
        port: PORT,
        convexPort: PORT + 1,
        build: "next build",
        start: `next start --port ${PORT}`,
      },
      vite: {
        name: "vite template",
        folder: copyWithApi(requireInstalled(templates.vite), workosPort, stops),
        port: PORT + 4,
        convexPort: PORT + 5,
        build: "vite build",
        start: `vite preview --host localhost --strictPort --port ${PORT + 4}`,
      },
    };
    const origin = ({ port }: Peer) => `http://localhost:${port}`;
    const workos = await startLocalWorkos({
      port: workosPort,
      clientId: CLIENT_ID,
      apiKey: API_KEY,
      configure: {
        redirectUris: Object.values(peers).map((peer) => `${origin(peer)}/callback`),
        appHomepageUrl: origin(peers.next),
        corsOrigins: [origin(peers.vite)],
      },
    });
    stops.push(() => workos.stop());
    const control = createControlClient({ url: workos.url, apiKey: API_KEY });
    await control.createUser({ email });
    await control.settings({ autoSignIn: email });

    const subjects: Subject[] = [];
    for (const peer of Object.values(peers)) {
      const convex = await startLocalConvex({
        port: peer.convexPort,
        sitePort: peer.convexPort + 1,
        rewriteOrigins: { "https://api.workos.com": workos.url },
        environmentVariables: { WORKOS_CLIENT_ID: CLIENT_ID },
      });
      stops.push(() => convex.stop());
      await push(peer, convex);
      const env = variables(peer, convex.url, workosPort, stops);
      await run(`The build of the ${peer.name}`, peer.build, peer.folder, env);
      const server = new Child({
        name: `The ${peer.name}`,
        command: peer.start,
        cwd: peer.folder,
        env,
      });
      stops.push(() => server.stop());
      await answers(origin(peer), server);
      subjects.push({
        name: peer.name,
        origin: origin(peer),
        ports: [peer.port, peer.convexPort, workosPort],
        data: "Welcome user_",
        words: "Welcome user_",
      });
    }
    return { subjects, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function requireInstalled(folder: string): string {
  const path = resolve(folder);
  if (existsSync(join(path, "node_modules"))) return path;
  throw new Error(`${path} is not installed: run npm ci there.`);
}

/** The single-page template has no setting for where the WorkOS API is: a copy gets three props. */
function copyWithApi(folder: string, port: number, stops: (() => void)[]): string {
  const copy = mkdtempSync(join(tmpdir(), "bench-"));
  stops.push(() => rmSync(copy, { recursive: true }));
  const filter = (path: string) => !/^(node_modules|dist|\.git)\b/.test(relative(folder, path));
  cpSync(folder, copy, { recursive: true, filter });
  symlinkSync(join(folder, "node_modules"), join(copy, "node_modules"));
  const main = join(copy, "src/main.tsx");
  const text = readFileSync(main, "utf8");
  const props = `<AuthKitProvider apiHostname="localhost" port={${port}} https={false}`;
  const changed = text.replace("<AuthKitProvider", props);
  if (changed === text) throw new Error(`${main} has no <AuthKitProvider: say how it starts now.`);
  writeFileSync(main, changed);
  return copy;
}

function variables(peer: Peer, convexUrl: string, workosPort: number, stops: (() => void)[]) {
  const redirectUri = `http://localhost:${peer.port}/callback`;
  return {
    VITE_CONVEX_URL: convexUrl,
    VITE_WORKOS_CLIENT_ID: CLIENT_ID,
    VITE_WORKOS_REDIRECT_URI: redirectUri,
    NEXT_PUBLIC_CONVEX_URL: convexUrl,
    NEXT_PUBLIC_WORKOS_REDIRECT_URI: redirectUri,
    WORKOS_CLIENT_ID: CLIENT_ID,
    WORKOS_API_KEY: API_KEY,
    WORKOS_COOKIE_PASSWORD: "a password that is only for this run",
    WORKOS_API_HOSTNAME: "localhost",
    WORKOS_API_PORT: String(workosPort),
    WORKOS_API_HTTPS: "false",
    NEXT_TELEMETRY_DISABLED: "1",
    NEXT_FONT_GOOGLE_MOCKED_RESPONSES: writeFonts(stops),
  };
}

/** In place of fonts.googleapis.com, which a build would ask: the visitor's own sans-serif. */
function writeFonts(stops: (() => void)[]): string {
  const folder = mkdtempSync(join(tmpdir(), "bench-fonts-"));
  stops.push(() => rmSync(folder, { recursive: true }));
  const css = (family: string) =>
    `@font-face { font-family: '${family}'; font-style: normal; font-weight: 100 900; font-display: swap; src: local('${family}'); }`;
  const responses = Object.fromEntries(
    ["Geist", "Geist Mono"].map((family) => [
      `https://fonts.googleapis.com/css2?family=${family.replace(" ", "+")}:wght@100..900&display=swap`,
      css(family),
    ]),
  );
  const file = join(folder, "fonts.cjs");
  writeFileSync(file, `module.exports = ${JSON.stringify(responses)};\n`);
  return file;
}

async function push({ name, folder }: Peer, convex: LocalConvex) {
  const directory = mkdtempSync(join(folder, "node_modules/.bench-"));
  try {
    const functions = `${relative(directory, join(folder, "convex"))}/`;
    writeFileSync(join(directory, "convex.json"), JSON.stringify({ functions }));
    writeFileSync(
      join(directory, "package.json"),
      JSON.stringify({ private: true, dependencies: { convex: "*" } }),
    );
    const cli = join(folder, "node_modules/convex/bin/main.js");
    const options = ["--typecheck", "disable", "--codegen", "disable"];
    const command = [cli, "deploy", ...options];
    await run(`The push of the ${name}`, command, directory, {
      ...cliVariablesOf(convex),
      CI: "1",
    });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function run(
  name: string,
  command: string | string[],
  cwd: string,
  env: Record<string, string | undefined>,
) {
  const child = new Child({ name, command, cwd, env });
  if (!(await child.succeeds())) throw new Error(await child.ended);
}

async function answers(origin: string, server: Child): Promise<void> {
  let hasEnded = false;
  void server.ended.then(() => (hasEnded = true));
  while (!(await fetch(origin).catch(() => undefined))) {
    if (hasEnded) throw new Error(await server.ended);
    await new Promise((done) => setTimeout(done, 50));
  }
}
