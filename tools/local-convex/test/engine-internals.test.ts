import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import {
  buildComponent,
  mountComponent,
  observeCommits,
  openInternals,
  replaceSyscalls,
  syscall,
} from "../src/engine-internals.ts";
import { observeDatabase } from "../src/table-indexes.ts";

const noModules = () => Promise.resolve({});

test("the version that is installed is the one that is pinned", () => {
  const read = (file: string) => JSON.parse(readFileSync(file, "utf8")) as Package;
  type Package = { version: string; dependencies: Record<string, string> };
  const entry = new URL(import.meta.resolve("convex-test")).pathname;
  const installed = read(path.join(path.dirname(entry), "../package.json"));
  const pinned = read(path.join(import.meta.dirname, "../package.json"));
  expect(pinned.dependencies["convex-test"]).toBe(installed.version);
});

test("reads, committed writes and commits are seen, and rolled back writes are not", async () => {
  const internals = openInternals();
  const db = mountComponent(internals, "child", buildComponent("child", null, noModules));
  const seen: string[] = [];
  observeDatabase(db, {
    onRead: (table) => seen.push(`read ${table}`),
    onWrite: (writes) => seen.push(`write ${Object.keys(writes).length}`),
  });
  observeCommits(internals, (timestamp) => seen.push(`commit ${typeof timestamp}`));
  const id = await internals.accessor.runInComponent("child", () =>
    Promise.resolve(db.insert("things", { name: "one" })),
  );
  db.get("things", id);
  const failed = internals.accessor.runInComponent("child", () => {
    db.insert("things", { name: "two" });
    return Promise.reject(new Error("no"));
  });
  await expect(failed).rejects.toThrow("no");
  expect(seen).toEqual(["write 1", "commit bigint", "read things"]);
  expect(Object.values(db._documents)).toMatchObject([{ _id: id, name: "one" }]);
});

test("a component keeps its documents when it is mounted anew", async () => {
  const internals = openInternals();
  const db = mountComponent(internals, "child", buildComponent("child", null, noModules));
  await internals.accessor.runInComponent("child", () => Promise.resolve(db.insert("things", {})));
  expect(mountComponent(internals, "child", buildComponent("child", null, noModules))).toBe(db);
  expect(Object.keys(db._documents)).toHaveLength(1);
});

test("system calls can be replaced, and the others stay", async () => {
  const internals = openInternals();
  replaceSyscalls(internals, { "1.0/mine": () => Promise.resolve("mine") }, {});
  expect(await syscall(internals, "1.0/mine", {})).toBe("mine");
  await expect(syscall(internals, "1.0/none", {})).rejects.toThrow(/No active convexTest context/);
});
