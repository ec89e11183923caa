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
  const { next, vite } = readAppUrls();
  return {
    ...file,
    NEXT_PUBLIC_CONVEX_URL: convexUrl,
    NEXT_PUBLIC_WORKOS_REDIRECT_URI: next.redirectUri,
    VITE_CONVEX_URL: convexUrl,
    VITE_WORKOS_CLIENT_ID: file.WORKOS_CLIENT_ID,
    VITE_WORKOS_REDIRECT_URI: vite.redirectUri,
    VITE_WORKOS_API_HOSTNAME: file.WORKOS_API_HOSTNAME,
    VITE_WORKOS_API_PORT: file.WORKOS_API_PORT,
    VITE_WORKOS_API_HTTPS: file.WORKOS_API_HTTPS,
  };
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
