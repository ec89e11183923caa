import { setTimeout as sleep } from "node:timers/promises";
import { localRefusal } from "../http/errors.ts";
import type { LocalWorkosOptions } from "../options.ts";
import { normalizeEmail, sameEmail } from "../state/objects.ts";

/** What the control API can change while it runs; a restart brings back the defaults. */
export type SettingValues = {
  /** Lifetime of access tokens in seconds. */
  accessTokenLifetimeSeconds: number;
  /** How old access tokens are when they come, in seconds: WorkOS's clock is behind, or ahead below 0. */
  accessTokenAgeSeconds: number;
  /** How long a webhook waits before its first attempt, in milliseconds. */
  webhookDelayMs: number;
  /** Whether the `signOutUris` of the options count, as if somebody had listed them in the dashboard. */
  knowsSignOutUris: boolean;
  /** Whom authorize signs in at once, without showing a page; null shows the page. */
  autoSignIn: string | null;
  /** Where the app starts a sign-in that starts here; null goes to its redirect URI at once. */
  initiateLoginUri: string | null;
  /** Origin in the tokens' issuer: a custom authentication domain is one's own. */
  issuerOrigin: string;
};

/** Settings for everybody, and for one person so that parallel tests do not meet. */
export class Settings {
  readonly #everybody: SettingValues;
  readonly #persons = new Map<string, Partial<SettingValues>>();

  constructor({ initiateLoginUri, issuerOrigin }: LocalWorkosOptions) {
    this.#everybody = {
      accessTokenLifetimeSeconds: 300,
      accessTokenAgeSeconds: 0,
      webhookDelayMs: 0,
      knowsSignOutUris: true,
      autoSignIn: null,
      initiateLoginUri: initiateLoginUri ?? null,
      issuerOrigin: issuerOrigin ?? "https://api.workos.com",
    };
  }

  /** What holds for a person, or for everybody. */
  values(email?: string | null): SettingValues {
    return { ...this.#everybody, ...this.#persons.get(normalizeEmail(email ?? "")) };
  }

  change(patch: Partial<SettingValues>, email?: string): void {
    const key = normalizeEmail(email ?? "");
    if (email === undefined) Object.assign(this.#everybody, patch);
    else this.#persons.set(key, { ...this.#persons.get(key), ...patch });
  }
}

/** The next requests of a path, which are to fail or to wait. */
type Fault = {
  kind: "fail" | "delay";
  path: string;
  /** Only requests for this person; null is everybody. */
  email: string | null;
  count: number;
  /** HTTP status to fail with, or milliseconds to wait. */
  value: number;
};

/** Faults that the control API has asked for. */
export class Faults {
  #faults: Fault[] = [];

  /** Replaces what was set of the same kind, path and person; a count of 0 clears it. */
  set(fault: Fault): void {
    const { kind, path, email } = fault;
    this.#faults = this.#faults.filter(
      (each) => each.kind !== kind || each.path !== path || each.email !== email,
    );
    if (fault.count > 0) this.#faults.push(fault);
  }

  /**
   * Waits, if this request is to wait.
   *
   * @throws ApiError if it is to fail.
   */
  async meet(path: string, email: string | null): Promise<void> {
    const milliseconds = this.#take("delay", path, email);
    if (milliseconds !== undefined) await sleep(milliseconds);
    const status = this.#take("fail", path, email);
    if (status === undefined) return;
    throw localRefusal(status, "This failure was asked for through the control API.");
  }

  /** The value of a fault that is due for this request; counts it. */
  #take(kind: Fault["kind"], path: string, email: string | null): number | undefined {
    const isFor = (each: Fault) => each.email === null || sameEmail(each.email, email ?? "");
    const fault = this.#faults.find(
      (each) => each.kind === kind && each.path === path && isFor(each),
    );
    if (fault) this.set({ ...fault, count: fault.count - 1 });
    return fault?.value;
  }
}
