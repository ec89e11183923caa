import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JWK } from "jose";
import type { Session, User } from "../identity/objects.ts";
import type { RefreshToken } from "../identity/sessions.ts";
import type { Delivery } from "../outgoing/webhooks.ts";

/** What survives a restart. */
export type State = {
  format: "local-workos";
  version: 1;
  signingKey: JWK;
  users: User[];
  sessions: Session[];
  /** By the SHA-256 of the token, so that the file cannot be used to sign in. */
  refreshTokens: [hash: string, token: RefreshToken][];
  deliveries: Delivery[];
};

/**
 * Reads the state file of a directory.
 *
 * @returns undefined if there is none yet.
 * @throws Error if the file is not one of ours; it is left as it is.
 */
export async function readState(directory: string): Promise<State | undefined> {
  const file = stateFile(directory);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const state = parse(text);
  if (!state) {
    throw new Error(
      `${file} is not a state file of local-workos: move it away or choose another state directory.`,
    );
  }
  return state;
}

/** Replaces the state file in one step: a crash leaves the old one or the new one. */
export async function writeState(directory: string, state: State): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = stateFile(directory);
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, JSON.stringify(state), { mode: 0o600, flush: true });
  await rename(draft, file);
}

function stateFile(directory: string): string {
  return join(directory, "local-workos.json");
}

function parse(text: string): State | undefined {
  try {
    const state = JSON.parse(text) as Partial<State> | null;
    const lists = [state?.users, state?.sessions, state?.refreshTokens, state?.deliveries];
    const ours =
      state?.format === "local-workos" && state.version === 1 && state.signingKey?.kty === "RSA";
    return ours && lists.every(Array.isArray) ? (state as State) : undefined;
  } catch {
    return undefined;
  }
}
