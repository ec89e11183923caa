import { createHash, timingSafeEqual } from "node:crypto";
import { assertVariables } from "./component-definitions.ts";
import { Engine, type FunctionOutcome } from "./engine.ts";
import { AuthenticationError, messageOf, RequestError } from "./errors.ts";
import { logLine } from "./function-scope.ts";
import { ANONYMOUS, type Identity } from "./identity.ts";
import { loadApp } from "./loaded-app.ts";
import type { Environment } from "./module-bundle.ts";
import { PushQueue } from "./push.ts";
import type { StateStore } from "./state-store.ts";
import type { Credentials } from "./sync-protocol.ts";
import { TokenVerifier } from "./tokens.ts";

export type VariableChange = { name: string; value?: string | null };

type DeploymentOptions = {
  cloudUrl: string;
  siteUrl: string;
  adminKey: string;
  /** Where the state is kept; null keeps none. */
  state: StateStore | null;
};

/** A deployment: its functions, documents, variables and who may do what. */
export class Deployment {
  readonly engine: Engine;
  readonly pushes: PushQueue;
  /** Outcomes of mutations by client session and request, for clients that reconnect and resend. */
  readonly mutations = new Map<string, Promise<FunctionOutcome>>();
  readonly cloudUrl: string;
  readonly siteUrl: string;
  variables: Environment = {};
  private readonly adminKey: string;
  private readonly systemEnv: Environment;
  private readonly tokens = new TokenVerifier();
  private turn: Promise<unknown> = Promise.resolve();

  constructor({ cloudUrl, siteUrl, adminKey, state }: DeploymentOptions) {
    this.cloudUrl = cloudUrl;
    this.siteUrl = siteUrl;
    this.adminKey = adminKey;
    this.systemEnv = { CONVEX_CLOUD_URL: cloudUrl, CONVEX_SITE_URL: siteUrl };
    this.engine = new Engine(cloudUrl, state);
    this.pushes = new PushQueue(this.engine, this.systemEnv, () => this.variables);
  }

  /** Takes up what an earlier run left, with `variables` set over its own. */
  async start(variables: Environment): Promise<void> {
    const { engine } = this;
    this.keepVariables({ ...engine.state?.variables, ...variables });
    const code = engine.state?.code;
    if (code) {
      try {
        const app = await loadApp(code, this.variables, this.systemEnv);
        engine.activate(app, { isRestart: true });
      } catch (error) {
        // The documents are what must not be lost: start without functions, and let a push heal it.
        logLine(`[ERROR] The stored functions do not load: ${messageOf(error)}`);
      }
    }
    await engine.scheduler.restore();
  }

  /** Runs pushes and changes of variables one after the other. */
  async inTurn<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => {});
    return await result;
  }

  /** Sets and removes variables; running functions see the change at once. */
  async updateVariables(changes: VariableChange[]): Promise<void> {
    const { app } = this.engine;
    const next = new Map(Object.entries(this.variables));
    for (const { name, value } of changes) {
      if (name in this.systemEnv)
        throw new RequestError(
          400,
          "EnvVarNameForbidden",
          `Environment variable with name "${name}" is built-in and cannot be overridden`,
        );
      if (value === undefined || value === null) next.delete(name);
      else next.set(name, value);
    }
    const variables = Object.fromEntries(next);
    assertVariables(app?.analysis[""]?.definition, variables, this.variables);
    // Evaluated before anything changes: a variable that the auth config reads may not go away.
    const reloaded = app && (await loadApp(app.code, variables, this.systemEnv));
    this.keepVariables(variables);
    if (reloaded) this.engine.activate(reloaded);
    else this.engine.notify();
  }

  /** Refuses whoever does not have the admin key. */
  assertAdminKey(key: unknown): void {
    // Hashes have equal lengths, which a comparison in constant time needs.
    const digest = (text: string) => createHash("sha256").update(text).digest();
    if (typeof key !== "string" || !timingSafeEqual(digest(key), digest(this.adminKey)))
      throw new AuthenticationError(
        "BadAdminKey",
        "The provided admin key was invalid for this instance",
      );
  }

  /** Who has these credentials; throws an {@link AuthenticationError} if they prove nothing. */
  async authenticate(credentials: Credentials): Promise<Identity> {
    if (credentials.tokenType === "None") return ANONYMOUS;
    if (credentials.tokenType === "User")
      return await this.tokens.verify(credentials.value, this.engine.app?.authProviders ?? []);
    this.assertAdminKey(credentials.value);
    return { kind: "admin", actingAs: credentials.impersonating ?? null };
  }

  private keepVariables(variables: Environment): void {
    this.variables = variables;
    if (this.engine.state) this.engine.state.variables = variables;
  }
}
