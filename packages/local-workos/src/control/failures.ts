import { sameEmail } from "../identity/objects.ts";

/** Requests that are to be answered with an error instead of being served. */
export type Failure = {
  path: string;
  count: number;
  status: number;
  /** Only requests for this person; null is everybody. */
  email: string | null;
};

/** Injected failures, by path and person. */
export class Failures {
  #failures: Failure[] = [];

  /** Replaces what was set for the same path and person; a count of 0 clears it. */
  set(failure: Failure): void {
    this.#failures = this.#failures.filter(
      ({ path, email }) => path !== failure.path || email !== failure.email,
    );
    if (failure.count > 0) this.#failures.push(failure);
  }

  /** The status to fail this request with, if one is due; counts it. */
  take(path: string, email: string | null): number | undefined {
    const failure = this.#failures.find(
      (candidate) =>
        candidate.path === path &&
        (candidate.email === null || (email !== null && sameEmail(candidate.email, email))),
    );
    if (!failure) return undefined;
    this.set({ ...failure, count: failure.count - 1 });
    return failure.status;
  }
}
