import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checksOf } from "../src/doctor/checks.ts";
import { readProject } from "../src/project/project.ts";
import { appFaults } from "./doctor/app-faults.ts";
import { projectFaults } from "./doctor/project-faults.ts";
import { serviceFaults } from "./doctor/service-faults.ts";
import { repository } from "./project-copy.ts";

const page = readFileSync(join(import.meta.dirname, "../doctor.md"), "utf8");
const checks = checksOf(await readProject(repository));
const faults = [...projectFaults, ...serviceFaults, ...appFaults];

test("each check that can fail in development has a fault that makes it fail", () => {
  const planted = new Set(faults.flatMap(({ fails }) => fails));
  const others = checks.filter(({ id }) => !planted.has(id)).map(({ id }) => id);
  expect(others).toEqual(["shell", "separate", "preview", "authentication-domain"]);
});

test("doctor.md has a row for each fault that is planted", () => {
  expect(faults.length).toBeGreaterThan(30);
  const rows = [...page.matchAll(/^\| (.+?) +\| (`.+?) +\| (`.+?) +\|$/gm)];
  expect(rows.map((row) => row.slice(1))).toEqual(
    faults.map(({ name, fails, says }) => [
      name,
      fails.map((id) => `\`${id}\``).join(", "),
      says.map((part) => `\`${part}\``).join(", "),
    ]),
  );
});

const found = (line: RegExp) => [...page.matchAll(line)].map(([, id, title]) => [id, title]);
const expected = checks.map(({ id, title }) => [id, title]);

test("doctor.md has a row for each check, in their order", () => {
  expect(found(/^\| `([\w-]+)` +\| ([^`|]+?) +\|$/gm)).toEqual(expected);
});

test("doctor.md shows the titles of checks as they are", () => {
  const shown = found(/^ {2}✓ ([\w-]+) +(.+)$/gm);
  expect(shown.length).toBeGreaterThan(30);
  for (const line of shown) expect(expected).toContainEqual(line);
});
