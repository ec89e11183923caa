import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from "jose";
import { startLocalConvex, type LocalConvex, type LocalConvexOptions } from "../src/index.ts";

const here = path.dirname(fileURLToPath(import.meta.url));
/** The Convex CLI, as installed. */
export const convexCli = path.join(
  path.dirname(fileURLToPath(import.meta.resolve("convex/package.json"))),
  "bin/main.js",
);

/** What a finished command printed. */
export type CommandResult = { exitCode: number | null; stdout: string; output: string };

/** Variables that the fixture app cannot do without. */
export const VARIABLES = { CLIENT_ID: "client", GREETING: "Hello" };
export const ISSUER = "https://issuer.example/client";
/** Of the OpenID Connect provider, which its auth config names without "https://" and the slash. */
export const OIDC_ISSUER = "https://issuer.example/oidc/";

/** A copy of the fixture app with a deployment of its own. */
export class Fixture {
  readonly directory: string;
  private readonly home: string;
  deployment!: LocalConvex;

  private constructor(directory: string, home: string) {
    this.directory = directory;
    this.home = home;
  }

  static async start(options: Partial<LocalConvexOptions> = {}): Promise<Fixture> {
    const local = path.join(here, "../.local");
    await mkdir(local, { recursive: true });
    const root = await mkdtemp(path.join(local, "fixture-"));
    const directory = path.join(root, "app");
    await cp(path.join(here, "fixture"), directory, {
      recursive: true,
      filter: (file) => !path.basename(file).startsWith(".env"),
    });
    const fixture = new Fixture(directory, path.join(root, "home"));
    await fixture.startDeployment(options);
    return fixture;
  }

  async startDeployment(options: Partial<LocalConvexOptions> = {}): Promise<void> {
    this.deployment = await startLocalConvex({ port: 0, sitePort: 0, ...options });
  }

  async stop(): Promise<void> {
    await this.deployment.stop();
    await rm(path.dirname(this.directory), { recursive: true });
  }

  /** The folder for the deployment's state, beside the app. */
  get stateDirectory(): string {
    return path.join(path.dirname(this.directory), "state");
  }

  /** Runs the Convex CLI in the app's folder. */
  async convex(...args: string[]): Promise<CommandResult> {
    return await run([convexCli, ...args], {
      cwd: this.directory,
      env: this.cliEnvironment,
    });
  }

  get cliEnvironment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      HOME: this.home,
      // Elsewhere the CLI reports its failures over the network, and without one it hangs.
      CI: "1",
      CONVEX_SELF_HOSTED_URL: this.deployment.url,
      CONVEX_SELF_HOSTED_ADMIN_KEY: this.deployment.adminKey,
    };
  }

  async push(): Promise<CommandResult> {
    return await this.convex("dev", "--once", "--typecheck", "disable", "--codegen", "disable");
  }

  async pushOrThrow(): Promise<void> {
    const { exitCode, output } = await this.push();
    if (exitCode !== 0) throw new Error(output);
  }

  /** Changes a file of the app; returns how to change it back. */
  async edit(file: string, change: (source: string) => string): Promise<() => Promise<void>> {
    const name = path.join(this.directory, file);
    const before = await readFile(name, "utf8").catch(() => null);
    await writeFile(name, change(before ?? ""));
    return () => (before === null ? rm(name) : writeFile(name, before));
  }
}

/** Runs a command of Node to its end. */
async function run(
  args: string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<CommandResult> {
  const child = spawn(process.execPath, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
    output += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const exitCode = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { exitCode, stdout, output };
}

type Key = Awaited<ReturnType<typeof generateKeyPair>>;

/** An issuer of tokens, reached in place of the origins that the fixture's auth config names. */
export class Issuer {
  readonly requests: string[] = [];
  /** What the issuer of OpenID Connect tokens says of itself. */
  discoveryDocument: object = { issuer: OIDC_ISSUER, jwks_uri: `${OIDC_ISSUER}jwks` };
  private readonly server: http.Server;
  private readonly keys: Key;
  private readonly otherKeys: Key;

  private constructor(server: http.Server, keys: Key, otherKeys: Key) {
    this.server = server;
    this.keys = keys;
    this.otherKeys = otherKeys;
  }

  static async start(): Promise<Issuer> {
    const server = http.createServer();
    const keys = await generateKeyPair("RS256");
    const issuer = new Issuer(server, keys, await generateKeyPair("RS256"));
    const jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: "key", alg: "RS256" }] };
    server.on("request", (request, response) => {
      issuer.requests.push(request.url ?? "");
      response.setHeader("content-type", "application/json");
      const isDiscovery = request.url?.endsWith("/.well-known/openid-configuration");
      response.end(JSON.stringify(isDiscovery ? issuer.discoveryDocument : jwks));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return issuer;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get rewriteOrigins(): Record<string, string> {
    return { "https://issuer.example": this.origin };
  }

  /** A token that is good for `seconds`, unless `claims` and `forged` say otherwise. */
  async sign(claims: JWTPayload = {}, seconds = 3600, forged = false): Promise<string> {
    const { privateKey } = forged ? this.otherKeys : this.keys;
    const now = Math.floor(Date.now() / 1000);
    return await new SignJWT({ iss: ISSUER, sub: "ada", exp: now + seconds, ...claims })
      .setProtectedHeader({ alg: "RS256", kid: "key" })
      .setIssuedAt(now)
      .sign(privateKey);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
