import { normalizeEmail } from "../identity/objects.ts";

/** What the control API can change while it runs; a restart brings back the defaults. */
export type SettingValues = {
  /** Lifetime of access tokens in seconds. */
  accessTokenLifetimeSeconds: number;
  /** How long a webhook waits before its first attempt, in milliseconds. */
  webhookDelayMs: number;
  /** Whom authorize signs in at once, without showing a page; null shows the page. */
  autoSignIn: string | null;
};

type ScopedValues = Partial<Omit<SettingValues, "autoSignIn">>;

const defaults: SettingValues = {
  accessTokenLifetimeSeconds: 300,
  webhookDelayMs: 0,
  autoSignIn: null,
};

/** Settings for everybody, and for one person so that parallel tests do not meet. */
export class Settings {
  readonly #everybody: SettingValues = { ...defaults };
  readonly #persons = new Map<string, ScopedValues>();

  /** What holds for a person, or for everybody. */
  values(email?: string | null): SettingValues {
    const scoped = email == null ? undefined : this.#persons.get(normalizeEmail(email));
    return { ...this.#everybody, ...scoped };
  }

  change(patch: Partial<SettingValues>): void {
    Object.assign(this.#everybody, patch);
  }

  changeFor(email: string, patch: ScopedValues): void {
    const key = normalizeEmail(email);
    this.#persons.set(key, { ...this.#persons.get(key), ...patch });
  }
}
