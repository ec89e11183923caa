import type { Settings } from "../control/faults.ts";
import { invalidParameters } from "../http/errors.ts";
import type { Collection } from "../state/collection.ts";
import type { Clock } from "../state/clock.ts";
import { normalizeEmail, withoutToken, type ApiObject, type EventName } from "../state/objects.ts";
import type { User, WebhookEndpoint, WorkosEvent } from "../state/objects.ts";
import { postSigned } from "./signature.ts";

const firstRetryMs = 250;
const longestRetryMs = 5_000;
/** About ten minutes: an app's endpoint often appears only with its first push. */
const maxAttempts = 125;
const responseTimeoutMs = 10_000;
const keptRows = 1_000;
const keptAnswerLength = 2_000;
const everybody = "*";

/** An event, and whom it is about when it happened. */
export type EventRow = {
  id: string;
  event: WorkosEvent;
  userId: string | null;
  email: string | null;
  organizationId: string | null;
};

/** An event on its way to one webhook endpoint. */
export type Delivery = Omit<EventRow, "id"> & {
  id: string;
  endpointId: string;
  attempts: number;
  /**
   * "held" by the control API; "pending" while it waits or is retried; "failed" when it was given
   * up; "dropped" when the control API or the endpoint left it out.
   */
  status: "held" | "pending" | "delivered" | "failed" | "dropped";
  /** HTTP status of the last attempt, or why there was none. */
  lastResult: number | string | null;
  /** Body of the last answer. */
  answer: string;
};

type Dependencies = {
  events: Collection<EventRow>;
  deliveries: Collection<Delivery>;
  endpoints: Collection<WebhookEndpoint>;
  users: Collection<User>;
  settings: Settings;
  clock: Clock;
  log: (line: string) => void;
};

/**
 * Delivers events to the webhook endpoints, after the request that caused them and never in its way.
 * The events of one person are attempted one after the other, first attempts in the order in which
 * they happened; a retry does not block what comes after it.
 */
export class Webhooks {
  readonly #deps: Dependencies;
  /** The people whose deliveries are kept back. */
  readonly #held = new Set<string>();
  readonly #lanes = new Map<string, Promise<void>>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #stopping = new AbortController();

  constructor(dependencies: Dependencies) {
    this.#deps = dependencies;
  }

  /** Takes up what an earlier run left undelivered. */
  resume(): void {
    for (const delivery of this.#deps.deliveries.all()) {
      if (delivery.status === "held" || delivery.status === "pending") this.resend(delivery);
    }
  }

  /** Notes an event for `/events`, and sends it to each endpoint that selected it. */
  record(type: EventName, object: ApiObject): void {
    const { events, deliveries, endpoints, users, settings, clock } = this.#deps;
    const about: ApiObject & { email?: string; user_id?: string; organization_id?: string | null } =
      object;
    const id = clock.newId("event");
    const isOrganization = object.object === "organization";
    const userId = object.object === "user" ? object.id : (about.user_id ?? null);
    // A copy: what happens to the object later does not change the event.
    const data = structuredClone(withoutToken(object));
    const row = {
      event: { object: "event" as const, id, event: type, data, created_at: clock.iso() },
      userId,
      email: about.email ?? users.get(userId)?.email ?? null,
      organizationId: isOrganization ? object.id : (about.organization_id ?? null),
    };
    events.put({ id, ...row });
    events.keepNewest(keptRows);
    for (const { id: endpointId, status, events: selected } of endpoints.all()) {
      if (status === "disabled" || !selected.includes(type)) continue;
      const blank = { attempts: 0, lastResult: null, answer: "" };
      const ids = { id: clock.newId("delivery"), endpointId };
      const delivery = deliveries.put({ ...row, ...blank, ...ids, status: "pending" });
      deliveries.keepNewest(keptRows, ({ status: is }) => is !== "pending" && is !== "held");
      this.#after(settings.values(row.email).webhookDelayMs, () => this.#enqueue(delivery));
    }
  }

  resend(delivery: Delivery): void {
    delivery.attempts = 0;
    this.#enqueue(delivery);
  }

  /** Keeps back the deliveries of a person, or of everybody, until {@link release}. */
  hold(email: string | undefined): void {
    this.#held.add(email === undefined ? everybody : normalizeEmail(email));
  }

  /**
   * Lets go what {@link hold} kept back: in the order of the events, or the named ones in the named
   * order, each as often as it is named. What is not named is dropped.
   *
   * @param order - Ids or types of events.
   * @throws ApiError 422 if none that is held has that id or type; then nothing is let go.
   */
  release(email: string | undefined, order: string[] | undefined): void {
    const person = email === undefined ? everybody : normalizeEmail(email);
    const held = this.#deps.deliveries
      .all()
      .filter((each) => each.status === "held" && (!email || personOf(each) === person));
    const chosen = order?.flatMap((name) => {
      const named = held.filter(({ event }) => event.id === name || event.event === name);
      if (named.length > 0) return named;
      throw invalidParameters([{ field: "order", message: `${name} is not held.` }]);
    });
    this.#held.delete(person);
    for (const delivery of held) {
      if (chosen && !chosen.includes(delivery)) this.#note(delivery, { status: "dropped" });
    }
    for (const delivery of chosen ?? held) this.#enqueue(delivery);
  }

  /** Ends all attempts; what is undelivered stays in the state. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    await Promise.all(this.#lanes.values());
  }

  #enqueue(delivery: Delivery): void {
    const isHeld = this.#held.has(everybody) || this.#held.has(personOf(delivery));
    this.#note(delivery, { status: isHeld ? "held" : "pending" });
    if (isHeld) return;
    const key = `${delivery.endpointId} ${personOf(delivery)}`;
    const lane = (this.#lanes.get(key) ?? Promise.resolve()).then(() => this.#attempt(delivery));
    this.#lanes.set(key, lane);
    void lane.then(() => {
      if (this.#lanes.get(key) === lane) this.#lanes.delete(key);
    });
  }

  async #attempt(delivery: Delivery): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    // Held while it waited for its turn.
    if (this.#held.has(everybody) || this.#held.has(personOf(delivery))) {
      return this.#enqueue(delivery);
    }
    const endpoint = this.#deps.endpoints.get(delivery.endpointId);
    if (endpoint?.status !== "enabled") {
      const lastResult = endpoint ? "The endpoint is disabled." : "The endpoint is gone.";
      return this.#note(delivery, { status: "dropped", lastResult });
    }
    const { result, answer } = await this.#post(endpoint, delivery.event);
    if (this.#stopping.signal.aborted && typeof result === "string") return;
    const attempts = delivery.attempts + 1;
    const wasAccepted = typeof result === "number" && result >= 200 && result < 300;
    const status = wasAccepted ? "delivered" : attempts < maxAttempts ? "pending" : "failed";
    this.#note(delivery, { attempts, status, lastResult: result, answer });
    const name = `Webhook ${delivery.event.event} (${delivery.event.id})`;
    if (status === "failed") this.#deps.log(`${name} was given up after ${attempts} attempts.`);
    if (status !== "pending") return;
    if (attempts === 1) this.#deps.log(`${name} was not accepted (${result}) and is retried.`);
    const wait = Math.min(firstRetryMs * 2 ** (attempts - 1), longestRetryMs);
    this.#after(wait, () => this.#enqueue(delivery));
  }

  /** @returns the HTTP status, or why there was none. */
  async #post({ endpoint_url: url, secret }: WebhookEndpoint, event: WorkosEvent) {
    const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(responseTimeoutMs)]);
    try {
      const response = await postSigned({ url, secret }, JSON.stringify(event), signal);
      const answer = (await response.text()).slice(0, keptAnswerLength);
      return { result: response.status, answer };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      return { result: (cause instanceof Error && cause.message) || "no answer", answer: "" };
    }
  }

  #note(delivery: Delivery, changes: Partial<Delivery>): void {
    this.#deps.deliveries.put(Object.assign(delivery, changes));
  }

  #after(milliseconds: number, action: () => void): void {
    if (milliseconds <= 0) return action();
    if (this.#stopping.signal.aborted) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, milliseconds);
    this.#timers.add(timer);
  }
}

function personOf({ email, userId, organizationId }: Delivery): string {
  return normalizeEmail(email ?? userId ?? organizationId ?? "");
}
