import { chmodSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readOrMakeSecrets } from "../src/local/secrets.ts";

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "secrets-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("secrets outlive a restart, and are of one folder", () => {
  const folder = makeFolder();
  const secrets = readOrMakeSecrets(folder);
  expect(readOrMakeSecrets(folder)).toEqual(secrets);
  const others = [readOrMakeSecrets(makeFolder()), readOrMakeSecrets(undefined)];
  const all = [secrets, ...others].flatMap((each) => Object.values(each));
  expect(new Set(all).size).toBe(15);
});

test.skipIf(process.platform === "win32")("nobody else on the machine can read them", () => {
  const folder = makeFolder();
  const file = join(folder, "secrets.json");
  readOrMakeSecrets(folder);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  // As of somebody who has copied the folder.
  chmodSync(file, 0o644);
  readOrMakeSecrets(folder);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
