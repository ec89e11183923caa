import { appNames, apps, type AppName } from "@repo/config/apps";
import { variablesOf, type Reader, type VariableName } from "@repo/config/env";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { readAppUrls } from "./urls.ts";

/** Has the values of the development deployment: `convex dev` writes it, and every app reads it. */
export const developmentFile = join(import.meta.dirname, ".env.local");

type Values = Partial<Record<string, string>>;

/** What is in that file; nothing when there is none, as on a host. */
export function readDevelopmentFile(): Values {
  return existsSync(developmentFile) ? parseEnv(readFileSync(developmentFile, "utf8")) : {};
}

/** What the apps read in development: from the file, and their addresses from convex.json. */
export function developmentVariables(file: Values): Partial<Record<VariableName, string>> {
  const convexUrl = file.CONVEX_URL ?? file.CONVEX_SELF_HOSTED_URL;
  if (convexUrl === undefined) return {};
  const urls = readAppUrls();
  const values = { ...file };
  for (const app of appNames) {
    const known = { ...file, CONVEX_URL: convexUrl, WORKOS_REDIRECT_URI: urls[app].redirectUri };
    Object.assign(values, inlinedVariables(app, known));
  }
  return values;
}

/**
 * What an app gives to browsers: each variable has the value of the one that is called like it without
 * the app's prefix.
 */
export function inlinedVariables(app: AppName, known: Values): Values {
  const { readers, publicPrefix } = apps[app];
  const names = readers.flatMap(variablesOf).filter((name) => name.startsWith(publicPrefix));
  return Object.fromEntries(names.map((name) => [name, known[name.slice(publicPrefix.length)]]));
}

/** Gives this process what these readers read in development, unless it has it already. */
export function loadDevelopmentVariables(...readers: Reader[]): void {
  const environment: Values = process.env;
  const values = developmentVariables(readDevelopmentFile());
  for (const name of readers.flatMap(variablesOf)) {
    const value = values[name];
    if (value !== undefined) environment[name] ??= value;
  }
}
