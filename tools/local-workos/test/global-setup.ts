import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { TestProject } from "vitest/node";
import { parse } from "yaml";
import type { Spec } from "./openapi.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The published description of the WorkOS API. */
    openapi: Spec;
  }
}

/** Reads the description once: it takes longer than all tests of a file. */
export default function setup({ provide }: TestProject): void {
  const file = createRequire(import.meta.url).resolve("@workos/openapi-spec/spec");
  provide("openapi", parse(readFileSync(file, "utf8")) as Spec);
}
