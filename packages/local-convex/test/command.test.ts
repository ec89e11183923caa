import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { startLocalConvex } from "../src/index.ts";
import { run } from "./harness.ts";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const ephemeral = ["--ephemeral", "--port", "0", "--site-port", "0"];

test("the command says where the deployment is and how to point the CLI at it", async () => {
  const child = spawn(process.execPath, [main, ...ephemeral], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  while (!output.includes("ADMIN_KEY")) await once(child.stdout, "data");
  const [, url = ""] = /CONVEX_SELF_HOSTED_URL=(http:\/\/127\.0\.0\.1:\d+)/.exec(output) ?? [];
  expect((await fetch(`${url}/version`)).status).toBe(200);
  child.kill("SIGTERM");
  expect(await once(child, "exit")).toEqual([0, null]);
});

test.each([
  [[], "Choose either --state <folder> or --ephemeral."],
  [["--ephemeral", "--port", "x"], "--port x is not a port: give a number from 0 to 65535."],
  [["--ephemeral", "--nonsense"], "Unknown option '--nonsense'"],
  [
    ["--ephemeral", "--rewrite-origin", "a"],
    "--rewrite-origin a is not of the form https://from.example=http://localhost:1234.",
  ],
])("%j is refused in one sentence", async (args, sentence) => {
  const { exitCode, output } = await run([main, ...args]);
  expect(exitCode).toBe(1);
  expect(output).toContain(sentence);
  expect(output.trim().split("\n")).toHaveLength(1);
});

test("a port in use is named, with what to do", async () => {
  const server = http.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const sentence = `Port ${port} is in use: stop what listens there, or choose another port.`;
  const { exitCode, output } = await run([main, ...ephemeral, "--port", String(port)]);
  expect([exitCode, output]).toEqual([1, `${sentence}\n`]);
  await expect(startLocalConvex({ port, sitePort: 0 })).rejects.toThrow(sentence);
  server.close();
});

test("a deployment whose process is killed says so", async () => {
  const killed = await startLocalConvex({
    port: 0,
    sitePort: 0,
    environmentVariables: { SECRET: "not for the process list" },
  });
  const ps = spawnSync("ps", ["-o", "pid=,args=", "--ppid", String(process.pid)]);
  const line =
    ps.stdout
      .toString()
      .split("\n")
      .find((child) => child.includes(main)) ?? "";
  expect(line).toMatch(/main\.ts$/);
  process.kill(Number.parseInt(line), "SIGKILL");
  expect(await killed.exited).toBe("The deployment's process ended (SIGKILL).");
});
