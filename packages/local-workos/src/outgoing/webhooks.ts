import { newId, normalizeEmail, type Session, type User } from "../identity/objects.ts";
import type { WorkosEvent } from "../identity/objects.ts";
import type { LocalWorkosOptions, SignedEndpoint } from "../options.ts";
import type { Settings } from "../control/settings.ts";
import { signatureHeader } from "../signature.ts";
import type { Store } from "../state/store.ts";

const firstRetryMs = 250;
const longestRetryMs = 5_000;
/** About ten minutes: an app's endpoint often appears only with its first push. */
const maxAttempts = 125;
const responseTimeoutMs = 10_000;
const keptFinished = 1_000;

/** An event on its way to the webhook endpoint. */
export type Delivery = {
  event: WorkosEvent;
  userId: string;
  /** Of the event's user, when it happened; null if that user was gone. */
  email: string | null;
  attempts: number;
  /** "pending" covers waiting, held and being retried. */
  status: "pending" | "delivered" | "failed";
  /** HTTP status of the last attempt, or why there was none. */
  lastResult: number | string | null;
};

/**
 * Delivers events to the webhook endpoint, after the request that caused them and never in its way.
 * The events of one person are attempted one after the other, first attempts in the order in which
 * they happened; a retry does not block what comes after it.
 */
export class Webhooks {
  readonly #store: Store;
  readonly #endpoint: LocalWorkosOptions["webhookEndpoint"];
  readonly #settings: Settings;
  readonly #log: (line: string) => void;
  readonly #held = new Map<string, Delivery[]>();
  readonly #lanes = new Map<string, Promise<void>>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #stopping = new AbortController();

  constructor(
    store: Store,
    endpoint: LocalWorkosOptions["webhookEndpoint"],
    settings: Settings,
    log: (line: string) => void,
  ) {
    this.#store = store;
    this.#endpoint = endpoint;
    this.#settings = settings;
    this.#log = log;
  }

  /** Takes up what an earlier run left undelivered. */
  resume(): void {
    for (const delivery of this.#store.deliveries) {
      delivery.attempts = 0;
      this.#enqueue(delivery);
    }
  }

  /** Sends an event; what happens to its data later does not change it. */
  send(type: WorkosEvent["event"], data: User | Session, user: User | undefined): void {
    if (!this.#endpoint) return;
    const { events } = this.#endpoint;
    if (events && !events.includes(type)) return;
    const delivery: Delivery = {
      event: {
        object: "event",
        id: newId("event"),
        event: type,
        data: structuredClone(data),
        created_at: new Date().toISOString(),
      },
      userId: data.object === "user" ? data.id : data.user_id,
      email: user?.email ?? null,
      attempts: 0,
      status: "pending",
      lastResult: null,
    };
    this.#store.deliveries.push(delivery);
    this.#forgetOldest();
    this.#store.changed();
    const { webhookDelayMs } = this.#settings.values(delivery.email);
    this.#after(webhookDelayMs, () => this.#enqueue(delivery));
  }

  /** Keeps back the deliveries of a person until {@link release}. */
  hold(email: string): void {
    const key = normalizeEmail(email);
    if (!this.#held.has(key)) this.#held.set(key, []);
  }

  /** Lets go what {@link hold} kept back, in order. */
  release(email: string): void {
    const key = normalizeEmail(email);
    const deliveries = this.#held.get(key) ?? [];
    this.#held.delete(key);
    for (const delivery of deliveries) this.#enqueue(delivery);
  }

  /** Ends all attempts; what is undelivered stays in the state. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    await Promise.all(this.#lanes.values());
  }

  #enqueue(delivery: Delivery): void {
    const key = normalizeEmail(delivery.email ?? delivery.userId);
    const held = this.#held.get(key);
    if (held) {
      held.push(delivery);
      return;
    }
    const lane = (this.#lanes.get(key) ?? Promise.resolve()).then(() => this.#attempt(delivery));
    this.#lanes.set(key, lane);
    void lane.then(() => {
      if (this.#lanes.get(key) === lane) this.#lanes.delete(key);
    });
  }

  async #attempt(delivery: Delivery): Promise<void> {
    const endpoint = this.#endpoint;
    if (!endpoint || this.#stopping.signal.aborted) return;
    // Held while it waited for its turn.
    if (this.#held.has(normalizeEmail(delivery.email ?? delivery.userId))) {
      this.#enqueue(delivery);
      return;
    }
    const result = await this.#post(endpoint, JSON.stringify(delivery.event));
    if (this.#stopping.signal.aborted && typeof result === "string") return;
    delivery.attempts += 1;
    delivery.lastResult = result;
    if (typeof result === "number" && result >= 200 && result < 300) delivery.status = "delivered";
    else if (delivery.attempts >= maxAttempts) delivery.status = "failed";
    this.#store.changed();
    const { event, attempts, status } = delivery;
    if (status === "failed") {
      this.#log(`Webhook ${event.event} (${event.id}) was given up after ${attempts} attempts.`);
    }
    if (status !== "pending") return;
    if (attempts === 1) {
      this.#log(
        `Webhook ${event.event} (${event.id}) was not accepted (${result}) and is retried.`,
      );
    }
    const wait = Math.min(firstRetryMs * 2 ** (attempts - 1), longestRetryMs);
    this.#after(wait, () => this.#enqueue(delivery));
  }

  /** @returns the HTTP status, or why there was none. */
  async #post(endpoint: SignedEndpoint, body: string): Promise<number | string> {
    try {
      const response = await fetch(endpoint.url, {
        method: "POST",
        redirect: "manual",
        headers: {
          "Content-Type": "application/json",
          "WorkOS-Signature": signatureHeader(body, endpoint.secret),
        },
        body,
        signal: AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(responseTimeoutMs)]),
      });
      await response.body?.cancel();
      return response.status;
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      return (cause instanceof Error && cause.message) || "no answer";
    }
  }

  #after(milliseconds: number, action: () => void): void {
    if (milliseconds <= 0) {
      action();
      return;
    }
    if (this.#stopping.signal.aborted) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, milliseconds);
    this.#timers.add(timer);
  }

  #forgetOldest(): void {
    const { deliveries } = this.#store;
    if (deliveries.length <= keptFinished) return;
    const finished = deliveries.findIndex((delivery) => delivery.status !== "pending");
    if (finished !== -1) deliveries.splice(finished, 1);
  }
}
