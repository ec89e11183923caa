import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { startLocalConvex, type LocalConvex } from "../src/index.ts";

test("a port in use is named, with what to do", async () => {
  const server = http.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await expect(startLocalConvex({ port, sitePort: 0 })).rejects.toThrow(
    `Port ${port} is in use: stop what listens there, or choose another port.`,
  );
  server.close();
});

test("a deployment whose process is killed says so", async () => {
  const environmentVariables = { SECRET: "not for the process list" };
  const killed = await startLocalConvex({ port: 0, sitePort: 0, environmentVariables });
  const ps = spawnSync("ps", ["-o", "pid=,args=", "--ppid", String(process.pid)]);
  const lines = ps.stdout.toString().split("\n");
  const line = lines.find((child) => child.trim().startsWith(`${killed.pid} `));
  expect(line).toMatch(/child\.ts$/);
  process.kill(killed.pid ?? 0, "SIGKILL");
  expect(await killed.exited).toBe("The deployment's process ended (SIGKILL).");
});

test.each([
  ["stopped", ({ stop }: LocalConvex) => stop()],
  ["killed", ({ pid, exited }: LocalConvex) => process.kill(pid ?? 0, "SIGKILL") && exited],
])("it leaves nothing among the temporary files when it is %s", async (_how, end) => {
  const folder = mkdtempSync(path.join(tmpdir(), "start-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  // Where Node looks for them: in the second on Windows.
  vi.stubEnv("TMPDIR", folder).stubEnv("TEMP", folder);
  const deployment = await startLocalConvex({ port: 0, sitePort: 0 });
  vi.unstubAllEnvs();
  expect(readdirSync(folder)).toHaveLength(1);
  await end(deployment);
  expect(readdirSync(folder)).toEqual([]);
});

test("it listens on loopback only, and answers to no other host name", async () => {
  const { url, siteUrl, stop } = await startLocalConvex({ port: 0, sitePort: 0 });
  for (const address of [url, siteUrl]) {
    const { hostname, port } = new URL(address);
    expect(hostname).toBe("127.0.0.1");
    const request = http.get({ hostname, port, headers: { host: "rebound.example" } });
    const [response] = (await once(request, "response")) as [http.IncomingMessage];
    expect(response.statusCode).toBe(403);
    response.resume();
  }
  await stop();
});

test("the admin key is random, unless it is given", async () => {
  const options = { port: 0, sitePort: 0 };
  const deployments = await Promise.all([
    startLocalConvex(options),
    startLocalConvex(options),
    startLocalConvex({ ...options, adminKey: "chosen" }),
  ]);
  const keys = deployments.map(({ adminKey }) => adminKey);
  expect(new Set(keys).size).toBe(3);
  expect(keys[0]).toMatch(/^local-convex\|[0-9a-f]{48}$/);
  expect(keys[2]).toBe("chosen");
  await Promise.all(deployments.map(({ stop }) => stop()));
});
