import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseEnv } from "node:util";

/**
 * Sets variables in a file of them, and leaves all its other lines as they are. Nobody but the file's
 * owner can read it afterwards.
 *
 * @returns the names of those that differed
 */
export function setInEnvFile(path: string, values: Record<string, string>): string[] {
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const current = parseEnv(text);
  const changed = Object.entries(values).filter(([name, value]) => current[name] !== value);
  if (changed.length === 0) return [];
  const result = changed.reduce((lines, [name, value]) => withLine(lines, name, value), text);
  writeFileSync(path, result, { mode: 0o600 });
  // A file that exists keeps its mode, and the Convex CLI makes one that everybody can read.
  chmodSync(path, 0o600);
  return changed.map(([name]) => name);
}

function withLine(text: string, name: string, value: string): string {
  const line = `${name}=${value}`;
  const existing = new RegExp(`^${name}=.*$`, "m");
  if (existing.test(text)) return text.replace(existing, () => line);
  return `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${line}\n`;
}
