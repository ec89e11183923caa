import { checks } from "@repo/commands/doctor/checks";
import { folders } from "@repo/commands/workspace";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { appFaults } from "./doctor/app-faults.ts";
import { projectFaults } from "./doctor/project-faults.ts";
import { serviceFaults } from "./doctor/service-faults.ts";

/** The rows of a page's tables, with as many cells; the heads of the tables are among them. */
function rowsOf(page: string, cells: number): string[][] {
  return readFileSync(join(folders.root, page), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .filter((row) => row.length === cells);
}

const faults = [...projectFaults, ...serviceFaults, ...appFaults];

test("each check that can fail in development has a fault that makes it fail", () => {
  const planted = new Set(faults.flatMap(({ fails }) => fails));
  const others = checks.filter(({ id }) => !planted.has(id)).map(({ id }) => id);
  const inProductionOnly = ["separate", "preview"];
  // begin: vite
  inProductionOnly.push("authentication-domain");
  // end: vite
  expect(others).toEqual(inProductionOnly);
});

test("docs/doctor.md has a row for each fault that is planted", () => {
  expect(faults.length).toBeGreaterThan(30);
  const [, ...rows] = rowsOf("docs/doctor.md", 3).filter(([first]) => !first?.startsWith("---"));
  expect(rows).toEqual(
    faults.map(({ name, fails, says }) => [
      name,
      fails.map((id) => `\`${id}\``).join(", "),
      says.map((part) => `\`${part}\``).join(", "),
    ]),
  );
});

test("each symptom of docs/troubleshooting.md has a test that exists", () => {
  const page = "docs/troubleshooting.md";
  const isRow = ([first = ""]: string[]) => first !== "symptom" && !first.startsWith("---");
  const symptoms = rowsOf(page, 4)
    .filter(isRow)
    .map(([symptom]) => symptom);
  const held = rowsOf(page, 2).filter(isRow);
  expect(symptoms.length).toBeGreaterThan(30);
  expect(held.map(([symptom]) => symptom)).toEqual(symptoms);
  for (const [, test = ""] of held) {
    const [, file = "", name = ""] = /^(\S+): (.+)$/.exec(test) ?? [];
    expect(readFileSync(join(folders.root, file), "utf8")).toContain(name);
  }
});
