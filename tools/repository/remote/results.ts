import type { JSONReport, JSONReportSuite } from "@playwright/test/reporter";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";

/** The titles of a run's tests with their project, sorted, by what came of them. */
export function readOutcomes(file: string): Record<string, string[]> {
  const report = JSON.parse(readFileSync(file, "utf8")) as JSONReport;
  const outcomes: Record<string, string[]> = {};
  const visit = ({ specs, suites = [] }: JSONReportSuite) => {
    for (const { title, tests } of specs) {
      for (const { projectName, results } of tests) {
        const outcome = results.at(-1)?.status ?? "not run";
        (outcomes[outcome] ??= []).push(`${projectName}: ${title}`);
      }
    }
    suites.forEach(visit);
  };
  report.suites.forEach(visit);
  for (const titles of Object.values(outcomes)) titles.sort();
  return outcomes;
}

/** @throws Error with one sentence that names the file in the folders that has the secret in it */
export function requireNowhere(secret: string, ...folders: string[]): void {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
  );
  for (const file of files.filter((path) => statSync(path).isFile())) {
    const contents = [readFileSync(file), ...reportIn(file)];
    if (contents.some((content) => content.includes(secret))) {
      throw new Error(`${file} has the password of the test user in it.`);
    }
  }
}

/** The files of an HTML report, which are in its page as a ZIP file. */
function reportIn(file: string): Buffer[] {
  if (!file.endsWith("index.html")) return [];
  const base64 = /data:application\/zip;base64,([^<]+)/.exec(readFileSync(file, "utf8"))?.[1];
  if (!base64) throw new Error(`${file} has no report in it: Playwright writes it in another way.`);
  return unzip(Buffer.from(base64, "base64"));
}

/** The files of a ZIP file without comment: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3. */
function unzip(zip: Buffer): Buffer[] {
  const end = zip.length - 22;
  const files: Buffer[] = [];
  let entry = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const isDeflated = zip.readUInt16LE(entry + 10) === 8;
    const size = zip.readUInt32LE(entry + 20);
    const header = zip.readUInt32LE(entry + 42);
    const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
    const data = zip.subarray(start, start + size);
    files.push(isDeflated ? inflateRawSync(data) : data);
    const lengths = [28, 30, 32].map((offset) => zip.readUInt16LE(entry + offset));
    entry += 46 + lengths.reduce((sum, length) => sum + length, 0);
  }
  return files;
}
