import { once } from "node:events";
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ConvexHttpClient } from "convex/browser";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startLocalConvex } from "../src/index.ts";
import { api } from "./fixture/convex/_generated/api.js";
import { Fixture, VARIABLES } from "./harness.ts";

let fixture: Fixture;

beforeAll(async () => {
  fixture = await Fixture.start();
  await fixture.deployment.stop();
  const { stateDirectory } = fixture;
  await fixture.startDeployment({ stateDirectory, environmentVariables: VARIABLES });
  await fixture.pushOrThrow();
});

afterAll(() => fixture.stop());

function connect(): ConvexHttpClient {
  return new ConvexHttpClient(fixture.deployment.url, { logger: false });
}

test("everything is back after a restart, and what was scheduled meanwhile runs", async () => {
  const before = connect();
  await before.mutation(api.messages.send, { author: "a", text: "kept" });
  await before.mutation(api.counters.increment, { name: "kept", how: "directly" });
  const { url } = await before.action(api.files.store, { text: "kept file" });
  const job = { author: "a", text: "scheduled", delayMs: 500 };
  await before.mutation(api.messages.sendLater, job);
  await fixture.deployment.stop();
  await fixture.startDeployment({ stateDirectory: fixture.stateDirectory });
  const after = connect();
  expect(await after.query(api.messages.greeting, {})).toBe("Hello, you (Hello)");
  expect(await after.query(api.counters.read, { name: "kept" })).toEqual([1, 10]);
  const file = new URL(new URL(url).pathname, fixture.deployment.url);
  expect(await (await fetch(file)).text()).toBe("kept file");
  await vi.waitFor(
    async () =>
      expect(await after.query(api.messages.list, { author: "a" })).toEqual(["kept", "scheduled"]),
    { timeout: 5_000 },
  );
  // New documents get ids of their own.
  await after.mutation(api.messages.send, { author: "a", text: "new" });
  expect(await after.query(api.messages.list, { author: "a" })).toHaveLength(3);
});

test("an action that was cut off is not run again after a restart", async () => {
  const requests: string[] = [];
  const server = createServer((request) => requests.push(request.url ?? ""));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hangs`;
  await connect().mutation(api.features.fetchLater, { url });
  await vi.waitFor(() => expect(requests).toHaveLength(1));
  process.kill(fixture.deployment.pid ?? 0, "SIGKILL");
  await fixture.deployment.exited;
  await fixture.startDeployment({ stateDirectory: fixture.stateDirectory });
  const jobs = await connect().query(api.messages.jobs, {});
  expect(jobs.filter((state) => state === "failed")).toHaveLength(1);
  expect(jobs).not.toContain("inProgress");
  expect(requests).toHaveLength(1);
  server.closeAllConnections();
  server.close();
});

test("a folder that a running deployment holds is refused, and nothing happens to it", async () => {
  const { stateDirectory } = fixture;
  await expect(startLocalConvex({ port: 0, sitePort: 0, stateDirectory })).rejects.toThrow(
    /^The state in .* is in use by another process: stop that one, or choose another folder\.$/,
  );
  expect(await connect().query(api.messages.greeting, {})).toBe("Hello, you (Hello)");
});

test.skipIf(process.platform === "win32")("nobody else on the machine can read it", async () => {
  const stateDirectory = path.join(path.dirname(fixture.directory), "open");
  mkdirSync(stateDirectory);
  chmodSync(stateDirectory, 0o755);
  // As of an older version.
  writeFileSync(path.join(stateDirectory, "state.sqlite"), "", { mode: 0o644 });
  const { stop } = await startLocalConvex({ port: 0, sitePort: 0, stateDirectory });
  const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);
  expect(modeOf(stateDirectory)).toBe("700");
  const files = readdirSync(stateDirectory);
  expect(files).toContain("state.sqlite-wal");
  for (const file of files)
    expect([file, modeOf(path.join(stateDirectory, file))]).toEqual([file, "600"]);
  await stop();
});

test.each([
  ["is not SQLite's", () => Buffer.from('{"version":3}')],
  ["is cut off", (file: string) => readFileSync(file).subarray(0, 6000)],
  ["belongs to something else", foreignDatabase],
])("a state file that %s is refused and left as it is", async (name, contentOf) => {
  const stateDirectory = path.join(path.dirname(fixture.directory), name);
  const other = await startLocalConvex({ port: 0, sitePort: 0, stateDirectory });
  await other.stop();
  const file = path.join(stateDirectory, "state.sqlite");
  const content = contentOf(file);
  await writeFile(file, content);
  await expect(startLocalConvex({ port: 0, sitePort: 0, stateDirectory })).rejects.toThrow(
    /state\.sqlite is not the state of a local-convex deployment \(.*\): move the folder away/,
  );
  expect(await readFile(file)).toEqual(content);
});

function foreignDatabase(file: string): Buffer {
  const foreign = `${file}.foreign`;
  const sql = new DatabaseSync(foreign);
  sql.exec("CREATE TABLE theirs (id INTEGER)");
  sql.close();
  return readFileSync(foreign);
}
