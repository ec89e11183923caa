import type { RawData, WebSocket } from "ws";
import type { Deployment } from "./deployment.ts";
import { AuthenticationError, messageOf, RequestError } from "./errors.ts";
import { clientFailure, type FunctionOutcome } from "./function-outcome.ts";
import { logLine } from "./function-scope.ts";
import { ANONYMOUS, type Identity } from "./identity.ts";
import type { CachedQuery } from "./query-cache.ts";
import {
  decodeTimestamp,
  encodeTimestamp,
  type AddQuery,
  type ClientMessage,
  type FunctionCall,
} from "./sync-protocol.ts";

type Subscription = {
  query: AddQuery;
  /** The version of the identity that `run` was made as. */
  identityVersion?: number;
  run?: CachedQuery;
  /** What the client was told last. */
  sent?: string;
};

// Clients give up on a server that is silent for 60 s; a real deployment speaks up every 15 s.
const PING_INTERVAL_MS = 15_000;
const REMEMBERED_MUTATIONS = 1_000;
/** What a client may leave unread before it is given up. */
const MAXIMUM_UNREAD_BYTES = 64 * 1024 * 1024;

/** One WebSocket of a client: its identity, its queries and what it knows of their results. */
export class SyncSession {
  private readonly socket: WebSocket;
  private readonly deployment: Deployment;
  /** What the client has been told. */
  private version = { querySet: 0, identity: 0, ts: encodeTimestamp(0n) };
  /** What the client has asked for. */
  private wanted = { querySet: 0, identity: 0 };
  private identity: Identity = ANONYMOUS;
  private sessionId = "";
  private readonly subscriptions = new Map<number, Subscription>();
  private removed: number[] = [];
  private updateWanted = false;
  private updating = false;
  private closed = false;
  private inbox: Promise<void> = Promise.resolve();
  private mutationQueue: Promise<void> = Promise.resolve();

  constructor(socket: WebSocket, deployment: Deployment) {
    this.socket = socket;
    this.deployment = deployment;
    const unsubscribe = deployment.engine.subscribe(() => {
      const subscriptions = [...this.subscriptions.values()];
      if (subscriptions.some(({ run }) => run?.stale)) this.scheduleUpdate();
    });
    const ping = setInterval(() => this.send({ type: "Ping" }), PING_INTERVAL_MS);
    socket.on("message", (data) => this.receive(data));
    // ws itself ends the connection, and first tells the client why.
    socket.on("error", () => {});
    socket.on("close", () => {
      this.closed = true;
      clearInterval(ping);
      unsubscribe();
    });
  }

  private receive(data: RawData): void {
    this.inbox = this.inbox
      .then(async () => {
        if (this.closed) return;
        let message: ClientMessage;
        try {
          // ws gives text as one buffer unless told otherwise.
          message = JSON.parse((data as Buffer).toString()) as ClientMessage;
        } catch (error) {
          throw invalidMessage(messageOf(error));
        }
        await this.handle(message);
      })
      .catch((error) => this.fail(error));
  }

  private async handle(message: ClientMessage): Promise<void> {
    switch (message.type) {
      case "Connect":
        this.sessionId = message.sessionId;
        if (message.maxObservedTimestamp !== undefined)
          this.deployment.engine.observeTimestamp(decodeTimestamp(message.maxObservedTimestamp));
        return;
      case "Authenticate":
        try {
          this.identity = await this.deployment.authenticate(message);
        } catch (error) {
          return this.fail(error, true);
        }
        assertVersion(message.baseVersion, this.wanted.identity);
        this.wanted.identity += 1;
        return this.scheduleUpdate();
      case "ModifyQuerySet":
        assertVersion(message.baseVersion, this.wanted.querySet);
        for (const change of message.modifications)
          if (change.type === "Add") this.subscriptions.set(change.queryId, { query: change });
          else if (this.subscriptions.delete(change.queryId)) this.removed.push(change.queryId);
        this.wanted.querySet = message.newVersion;
        return this.scheduleUpdate();
      case "Mutation": {
        const identity = this.validIdentity();
        // One after the other, in the order of the client.
        this.mutationQueue = this.mutationQueue
          .then(() => this.mutate(identity, message.requestId, message))
          .catch((error) => this.fail(error));
        return;
      }
      case "Action":
        void this.deployment.engine
          .run("action", this.validIdentity(), message)
          .then((outcome) => this.respond("ActionResponse", message.requestId, outcome))
          .catch((error) => this.fail(error));
        return;
      case "Event":
        return;
      default:
        throw invalidMessage("unknown message type");
    }
  }

  private async mutate(identity: Identity, requestId: number, call: FunctionCall): Promise<void> {
    const { mutations } = this.deployment;
    const key = `${this.sessionId}|${requestId}`;
    let outcome = mutations.get(key);
    if (!outcome) {
      outcome = this.deployment.engine.run("mutation", identity, call);
      mutations.set(key, outcome);
      const [oldest] = mutations.keys();
      if (mutations.size > REMEMBERED_MUTATIONS && oldest !== undefined) mutations.delete(oldest);
    }
    this.respond("MutationResponse", requestId, await outcome);
    // The client shows its optimistic update until a transition reaches the mutation's time.
    this.scheduleUpdate();
  }

  private respond(type: string, requestId: number, outcome: FunctionOutcome): void {
    const { ok: success, logLines } = outcome;
    if (success) {
      const { engine } = this.deployment;
      const ts = type === "MutationResponse" ? encodeTimestamp(engine.timestamp) : undefined;
      this.send({ type, requestId, success, result: outcome.value, ts, logLines });
    } else {
      const { errorMessage: result, errorData } = clientFailure(outcome.failure);
      this.send({ type, requestId, success, result, errorData, logLines });
    }
  }

  /** The identity, as long as its token is valid. */
  private validIdentity(): Identity {
    if (Date.now() >= this.identity.expiresAt)
      throw new AuthenticationError("TokenExpired", "Convex token identity expired");
    return this.identity;
  }

  private scheduleUpdate(): void {
    this.updateWanted = true;
    if (this.updating || this.closed) return;
    this.updating = true;
    this.update().catch((error) => this.fail(error));
  }

  private async update(): Promise<void> {
    // Let the messages of one burst arrive, to answer them with one transition.
    await Promise.resolve();
    while (this.updateWanted && !this.closed) {
      this.updateWanted = false;
      const identity = this.validIdentity();
      const wanted = { ...this.wanted };
      const { removed } = this;
      this.removed = [];
      const [timestamp, outcomes] = await this.runQueries(identity, wanted.identity);
      const modifications = [
        ...removed.map((queryId) => ({ type: "QueryRemoved", queryId })),
        ...outcomes.flatMap(([subscription, outcome]) => this.changeOf(subscription, outcome)),
      ];
      const endVersion = { ...wanted, ts: encodeTimestamp(timestamp) };
      this.send({ type: "Transition", startVersion: this.version, endVersion, modifications });
      this.version = endVersion;
    }
    // In the same tick as the last look at `updateWanted`, or a wake-up in between is lost.
    this.updating = false;
  }

  /** Brings all results to one point in time. */
  private async runQueries(
    identity: Identity,
    identityVersion: number,
  ): Promise<[bigint, [Subscription, FunctionOutcome][]]> {
    const { engine } = this.deployment;
    const outcomes = new Map<Subscription, FunctionOutcome>();
    for (;;) {
      const timestamp = engine.timestamp;
      const due = [...this.subscriptions.values()].filter(
        ({ run, identityVersion: version }) => !run || run.stale || version !== identityVersion,
      );
      if (due.length === 0) return [timestamp, [...outcomes]];
      await Promise.all(
        due.map(async (subscription) => {
          subscription.identityVersion = identityVersion;
          const { query, run } = subscription;
          const journal = run?.journal ?? query.journal ?? null;
          subscription.run = engine.query(identity, query, journal);
          outcomes.set(subscription, await subscription.run.outcome);
        }),
      );
    }
  }

  private changeOf(subscription: Subscription, outcome: FunctionOutcome): object[] {
    const { queryId } = subscription.query;
    const text = JSON.stringify(outcome.ok ? [outcome.value] : outcome.failure);
    // The client may have dropped the query while it ran, or know this result already.
    if (this.subscriptions.get(queryId) !== subscription || subscription.sent === text) return [];
    subscription.sent = text;
    const { logLines } = outcome;
    const journal = subscription.run?.journal ?? null;
    return outcome.ok
      ? [{ type: "QueryUpdated", queryId, value: outcome.value, logLines, journal }]
      : [{ type: "QueryFailed", queryId, ...clientFailure(outcome.failure), logLines, journal }];
  }

  private send(message: object): void {
    if (this.closed) return;
    this.socket.send(JSON.stringify(message));
    if (this.socket.bufferedAmount <= MAXIMUM_UNREAD_BYTES) return;
    logLine("[ERROR] A client's connection was closed: it does not read what it is sent.");
    this.socket.terminate();
  }

  /** Ends the connection as a real deployment does, so that clients react as they do to one. */
  private fail(error: unknown, authUpdateAttempted = false): void {
    if (this.closed) return;
    if (!(error instanceof RequestError)) {
      logLine(`[ERROR] A client's connection was closed: ${messageOf(error)}`);
      this.socket.close(1011, "InternalServerError");
    } else {
      const baseVersion = this.version.identity;
      const isAboutIdentity = authUpdateAttempted || error instanceof AuthenticationError;
      const message = isAboutIdentity
        ? { type: "AuthError", error: error.message, baseVersion, authUpdateAttempted }
        : { type: "FatalError", error: error.message };
      this.send(message);
      this.socket.close(1008, error.code);
    }
    this.closed = true;
  }
}

function invalidMessage(reason: string): RequestError {
  const message = `Received Invalid JSON on websocket: ${reason}`;
  return new RequestError(400, "WSMessageInvalidJson", message);
}

function assertVersion(base: number, current: number): void {
  if (base !== current)
    throw new Error(`Base version ${base} is not the current one (${current}).`);
}
