import type { JWK } from "jose";
import type { Session, User } from "../identity/objects.ts";
import type { RefreshToken } from "../identity/sessions.ts";
import { newSigningKey } from "../identity/access-tokens.ts";
import type { Delivery } from "../outgoing/webhooks.ts";
import { readState, writeState, type State } from "./state-file.ts";

/** Long enough to gather the writes of one sign-in, short enough that a kill loses little. */
const saveDelayMs = 100;

/** Everything that the environment remembers. Whoever changes it calls {@link Store.changed}. */
export class Store {
  readonly signingKey: JWK;
  readonly users = new Map<string, User>();
  readonly sessions = new Map<string, Session>();
  /** By the SHA-256 of the token. */
  readonly refreshTokens = new Map<string, RefreshToken>();
  /** In the order in which the events happened. */
  readonly deliveries: Delivery[] = [];

  readonly #directory: string | undefined;
  readonly #log: (line: string) => void;
  #saveTimer: NodeJS.Timeout | undefined;
  #saving: Promise<void> = Promise.resolve();

  private constructor(signingKey: JWK, directory: string | undefined, log: (line: string) => void) {
    this.signingKey = signingKey;
    this.#directory = directory;
    this.#log = log;
  }

  /**
   * Opens the state of a directory, or an empty state in memory without one.
   *
   * @throws Error if the directory holds a file that is not ours or cannot be written.
   */
  static async open(directory: string | undefined, log: (line: string) => void): Promise<Store> {
    const state = directory === undefined ? undefined : await readState(directory);
    const store = new Store(state?.signingKey ?? (await newSigningKey()), directory, log);
    for (const user of state?.users ?? []) store.users.set(user.id, user);
    for (const session of state?.sessions ?? []) store.sessions.set(session.id, session);
    for (const [hash, token] of state?.refreshTokens ?? []) store.refreshTokens.set(hash, token);
    store.deliveries.push(...(state?.deliveries ?? []));
    // The signing key must be pinned before the first token leaves.
    if (directory !== undefined && !state) await writeState(directory, store.#snapshot());
    return store;
  }

  /** Has the state saved soon. */
  changed(): void {
    if (this.#directory === undefined || this.#saveTimer) return;
    this.#saveTimer = setTimeout(() => {
      this.#saveTimer = undefined;
      this.#save();
    }, saveDelayMs);
  }

  /** Resolves when everything is on disk. */
  async flush(): Promise<void> {
    if (this.#saveTimer) {
      clearTimeout(this.#saveTimer);
      this.#saveTimer = undefined;
      this.#save();
    }
    await this.#saving;
  }

  #save(): void {
    const directory = this.#directory;
    if (directory === undefined) return;
    this.#saving = this.#saving
      .then(() => writeState(directory, this.#snapshot()))
      .catch((error: unknown) => {
        this.#log(`The state could not be saved in ${directory}: ${String(error)}`);
      });
  }

  #snapshot(): State {
    const active = [...this.sessions.values()].filter((session) => session.status === "active");
    const activeIds = new Set(active.map((session) => session.id));
    return {
      format: "local-workos",
      version: 1,
      signingKey: this.signingKey,
      users: [...this.users.values()],
      sessions: active,
      refreshTokens: [...this.refreshTokens].filter(([, token]) => activeIds.has(token.sessionId)),
      deliveries: this.deliveries.filter((delivery) => delivery.status === "pending"),
    };
  }
}
