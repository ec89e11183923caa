import { createHash, timingSafeEqual } from "node:crypto";
import { invalidVariable, requiredVariables } from "./component-definitions.ts";
import { Engine, type FunctionOutcome } from "./engine.ts";
import { AuthenticationError, messageOf, RequestError } from "./errors.ts";
import { logDeploymentLine } from "./function-console.ts";
import { ANONYMOUS, type Identity } from "./identity.ts";
import { loadApp } from "./loaded-app.ts";
import type { Environment } from "./module-bundle.ts";
import { PushQueue } from "./push.ts";
import type { PushedCode } from "./pushed-code.ts";
import type { DeploymentState, StateDirectory } from "./state-directory.ts";
import type { Credentials } from "./sync-protocol.ts";
import type { SyncContext } from "./sync-session.ts";
import { TokenVerifier } from "./tokens.ts";

export type VariableChange = { name: string; value?: string | null };

type DeploymentOptions = {
  cloudUrl: string;
  siteUrl: string;
  adminKey: string;
  /** Where the state is kept; null keeps none. */
  stateDirectory: StateDirectory | null;
};

/** Changes are written at most this long after they were made, or when the deployment stops. */
const SAVE_DELAY_MS = 100;

/** A deployment: its functions, documents, variables and who may do what. */
export class Deployment implements SyncContext {
  readonly engine: Engine;
  readonly pushes: PushQueue;
  readonly environmentVariables = new Map<string, string>();
  readonly mutations = new Map<string, Promise<FunctionOutcome>>();
  readonly cloudUrl: string;
  readonly siteUrl: string;
  private readonly adminKey: string;
  private readonly stateDirectory: StateDirectory | null;
  private readonly systemEnv: Environment;
  private readonly tokens = new TokenVerifier();
  /** What an earlier run left, which is kept even if it does not load. */
  private storedCode: PushedCode | null = null;
  private saveTimer: NodeJS.Timeout | undefined;
  private saving: Promise<void> = Promise.resolve();
  private turn: Promise<unknown> = Promise.resolve();

  constructor({ cloudUrl, siteUrl, adminKey, stateDirectory }: DeploymentOptions) {
    this.cloudUrl = cloudUrl;
    this.siteUrl = siteUrl;
    this.adminKey = adminKey;
    this.stateDirectory = stateDirectory;
    this.systemEnv = { CONVEX_CLOUD_URL: cloudUrl, CONVEX_SITE_URL: siteUrl };
    this.engine = new Engine(cloudUrl);
    this.pushes = new PushQueue({
      engine: this.engine,
      systemEnv: this.systemEnv,
      variables: () => Object.fromEntries(this.environmentVariables),
      onActivated: () => this.scheduleSave(),
    });
    this.engine.subscribe(() => this.scheduleSave());
  }

  /** Takes up the state that an earlier run left, with `variables` set over its own. */
  async restore(state: DeploymentState | null, variables: Environment): Promise<void> {
    const merged = { ...state?.environmentVariables, ...variables };
    for (const [name, value] of Object.entries(merged)) this.environmentVariables.set(name, value);
    if (!state) return;
    this.engine.restoreDocuments(state.components);
    this.storedCode = state.code;
    if (state.code) {
      try {
        this.engine.activate(await loadApp(state.code, merged, this.systemEnv));
      } catch (error) {
        // The documents are what must not be lost: start without functions, and let a push heal it.
        logDeploymentLine(`[ERROR] The stored functions do not load: ${messageOf(error)}`);
      }
    }
    await this.engine.scheduler.restore(state.scheduledFunctions, Object.keys(state.components));
  }

  /** Runs pushes and changes of variables one after the other. */
  async inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => {});
    return await result;
  }

  /** Sets and removes variables; running functions see the change at once. */
  async updateVariables(changes: VariableChange[]): Promise<void> {
    const { app } = this.engine;
    const definition = app?.analysis[""]?.definition;
    const next = new Map(this.environmentVariables);
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
    const blocked = requiredVariables(definition).filter(
      (name) => this.environmentVariables.has(name) && !next.has(name),
    );
    if (blocked.length > 0)
      throw new RequestError(
        400,
        "RequiredEnvironmentVariable",
        `Cannot delete required environment variables: ${blocked.join(", ")}. These are declared as required in the app definition.`,
      );
    const variables = Object.fromEntries(next);
    const invalid = invalidVariable(definition, variables);
    if (invalid) throw new RequestError(400, "InvalidEnvironmentVariable", invalid);
    // Evaluated before anything changes: a variable that the auth config reads may not go away.
    const reloaded = app && (await loadApp(app.code, variables, this.systemEnv));
    this.environmentVariables.clear();
    for (const [name, value] of next) this.environmentVariables.set(name, value);
    if (reloaded) this.engine.activate(reloaded);
    else this.engine.notify();
  }

  /** Refuses whoever does not have the admin key. */
  assertAdminKey(key: string | undefined): void {
    // Hashes have equal lengths, which a comparison in constant time needs.
    const digest = (text: string) => createHash("sha256").update(text).digest();
    if (key === undefined || !timingSafeEqual(digest(key), digest(this.adminKey)))
      throw new AuthenticationError(
        "BadAdminKey",
        "The provided admin key was invalid for this instance",
      );
  }

  async authenticate(credentials: Credentials): Promise<Identity> {
    switch (credentials.tokenType) {
      case "None":
        return ANONYMOUS;
      case "User":
        return await this.tokens.verify(credentials.value, this.engine.app?.authProviders ?? []);
      case "Admin":
        this.assertAdminKey(credentials.value);
        return { kind: "admin", actingAs: credentials.impersonating ?? null };
    }
  }

  /** Writes the state and stops running scheduled functions. */
  async close(): Promise<void> {
    this.engine.scheduler.stop();
    clearTimeout(this.saveTimer);
    await this.saving;
    await this.save();
    this.stateDirectory?.unlock();
  }

  private scheduleSave(): void {
    if (!this.stateDirectory || this.saveTimer) return;
    this.saveTimer = setTimeout(() => {
      this.saveTimer = undefined;
      // One after the other, or an older state might be written last.
      this.saving = this.saving
        .then(() => this.save())
        .catch((error) => logDeploymentLine(`[ERROR] The state is not saved: ${messageOf(error)}`));
    }, SAVE_DELAY_MS);
  }

  private async save(): Promise<void> {
    if (!this.stateDirectory) return;
    const state = {
      environmentVariables: Object.fromEntries(this.environmentVariables),
      code: this.engine.app?.code ?? this.storedCode,
      scheduledFunctions: this.engine.scheduler.snapshot(),
    };
    this.stateDirectory.write({ ...state, components: await this.engine.snapshotDocuments() });
  }
}
