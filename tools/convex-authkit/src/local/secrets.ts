import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const names = [
  "convexAdminKey",
  "workosApiKey",
  "webhookSecret",
  "actionSecret",
  "cookiePassword",
] as const;

/** What WorkOS and Convex would hand out or ask for. Good for nothing outside this machine. */
export type Secrets = Record<(typeof names)[number], string>;

/** The secrets of a state folder, made on first use: sessions outlive a restart with them. */
export function readOrMakeSecrets(stateDirectory: string | undefined): Secrets {
  const file = stateDirectory && join(stateDirectory, "secrets.json");
  const kept = file && existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Secrets) : {};
  const secrets = { ...makeSecrets(), ...kept };
  if (file) {
    mkdirSync(stateDirectory, { recursive: true });
    writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    // The mode above is for a file that is new.
    chmodSync(file, 0o600);
  }
  return secrets;
}

function makeSecrets(): Secrets {
  const entries = names.map((name) => [name, randomBytes(24).toString("base64url")]);
  const secrets = Object.fromEntries(entries) as Secrets;
  return { ...secrets, workosApiKey: `sk_local_${secrets.workosApiKey}` };
}
