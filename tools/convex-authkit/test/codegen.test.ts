import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generateCode } from "../src/codegen.ts";
import { readProject } from "../src/project/project.ts";

function generatedFiles(functions: string): Record<string, string> {
  const directory = join(functions, "_generated");
  const names = readdirSync(directory);
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(join(directory, name), "utf8")]),
  );
}

test("the committed generated files are those that the Convex CLI makes (npm run codegen)", async () => {
  const parent = join(import.meta.dirname, "../.local");
  mkdirSync(parent, { recursive: true });
  const directory = mkdtempSync(join(parent, "codegen-"));
  const project = await readProject(import.meta.dirname);
  const committed = project.backend.functions;
  const functions = join(directory, "convex");
  cpSync(committed, functions, { recursive: true });
  // What the functions import from beside them.
  for (const name of readdirSync(project.backend.folder)) {
    if (name.endsWith(".ts")) cpSync(join(project.backend.folder, name), join(directory, name));
  }
  rmSync(join(functions, "_generated"), { recursive: true });
  try {
    await generateCode({ ...project, backend: { ...project.backend, functions } });
    expect(generatedFiles(functions)).toEqual(generatedFiles(committed));
  } finally {
    rmSync(directory, { recursive: true });
  }
});
