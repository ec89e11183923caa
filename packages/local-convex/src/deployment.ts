import { createHash, randomUUID, timingSafeEqual } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { assertVariables } from "./component-definitions.ts";
import { tableOfId } from "./engine-internals.ts";
import { Engine } from "./engine.ts";
import { AuthenticationError, messageOf, PushError, RequestError } from "./errors.ts";
import type { FunctionOutcome } from "./function-outcome.ts";
import { logLine } from "./function-scope.ts";
import { ANONYMOUS, verifyToken, type Identity } from "./identity.ts";
import { loadApp, type LoadedApp } from "./loaded-app.ts";
import type { Environment } from "./module-bundle.ts";
import { resolvePush, type PushRequest } from "./pushed-code.ts";
import type { StateStore } from "./state-store.ts";
import type { Credentials } from "./sync-protocol.ts";
import { validationError } from "./validator.ts";

export type VariableChange = { name: string; value?: string | null };
/** Travels with the CLI from `start_push` to the requests that follow. */
export type SchemaChange = { localPushId: string };

// The CLI of one watcher and one `codegen` beside it; older pushes were given up.
const MAXIMUM_PENDING_PUSHES = 4;

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
  /** Outcomes of mutations by client session and request, for clients that reconnect and resend. */
  readonly mutations = new Map<string, Promise<FunctionOutcome>>();
  readonly cloudUrl: string;
  readonly siteUrl: string;
  variables: Environment = {};
  private readonly adminKey: string;
  private readonly systemEnv: Environment;
  private readonly pendingPushes = new Map<string, LoadedApp>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor({ cloudUrl, siteUrl, adminKey, state }: DeploymentOptions) {
    this.cloudUrl = cloudUrl;
    this.siteUrl = siteUrl;
    this.adminKey = adminKey;
    this.systemEnv = { CONVEX_CLOUD_URL: cloudUrl, CONVEX_SITE_URL: siteUrl };
    this.engine = new Engine(cloudUrl, state);
  }

  /** Takes up what an earlier run left, with `variables` set over its own. */
  async start(variables: Environment): Promise<void> {
    const { state, scheduler } = this.engine;
    this.keepVariables({ ...state?.get("variables"), ...variables });
    const code = state?.get("code");
    if (code) {
      try {
        const app = await loadApp(code, this.variables, this.systemEnv);
        this.engine.activate(app, { isRestart: true });
      } catch (error) {
        // The documents are what must not be lost: start without functions, and let a push heal it.
        logLine(`[ERROR] The stored functions do not load: ${messageOf(error)}`);
      }
    }
    await scheduler.restore();
  }

  /** Runs pushes and changes of variables one after the other. */
  async inTurn<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => {});
    return await result;
  }

  /** `start_push` and `evaluate_push`: evaluates the code; what runs is not touched. */
  async startPush(request: PushRequest) {
    const code = resolvePush(request, this.engine.app?.code ?? null);
    const app = await loadApp(code, this.variables, this.systemEnv);
    const localPushId = randomUUID();
    this.pendingPushes.set(localPushId, app);
    const [oldest = ""] = this.pendingPushes.keys();
    if (this.pendingPushes.size > MAXIMUM_PENDING_PUSHES) this.pendingPushes.delete(oldest);
    return {
      // The values stay here: the CLI has no use for them.
      environmentVariables: {},
      externalDepsId: null,
      componentDefinitionPackages: {},
      appAuth: app.authProviders,
      analysis: app.analysis,
      app: app.tree,
      schemaChange: { allocatedComponentIds: {}, schemaIds: {}, indexDiffs: {}, localPushId },
    };
  }

  /** `wait_for_schema`: checks the stored documents against the new schemas. */
  checkSchema({ localPushId }: SchemaChange) {
    const app = this.pendingPushes.get(localPushId);
    if (!app) return { type: "raceDetected" };
    return this.findMismatch(app) ?? { type: "complete" };
  }

  /** `finish_push`: activates the code. */
  finishPush({ localPushId }: SchemaChange, isDryRun: boolean) {
    const app = this.pendingPushes.get(localPushId);
    if (!app) throw new PushError("RaceDetected", "The code was overwritten by another push");
    if (!isDeepStrictEqual(app.env, this.variables))
      throw new PushError("RaceDetected", "Environment variables have changed during push");
    assertVariables(app.analysis[""]?.definition, app.env);
    const mismatch = this.findMismatch(app);
    if (mismatch) throw new PushError("RaceDetected", mismatch.error);
    if (!isDryRun) {
      this.pendingPushes.clear();
      this.engine.activate(app);
      this.engine.state?.set("code", app.code);
    }
    return { authDiff: { added: [], removed: [] }, definitionDiffs: {}, componentDiffs: {} };
  }

  /** Sets and removes variables; running functions see the change at once. */
  async updateVariables(changes: VariableChange[]): Promise<void> {
    const { app } = this.engine;
    const variables = { ...this.variables };
    for (const { name, value } of changes) {
      if (name in this.systemEnv)
        throw new RequestError(
          400,
          "EnvVarNameForbidden",
          `Environment variable with name "${name}" is built-in and cannot be overridden`,
        );
      if (typeof value === "string") variables[name] = value;
      else delete variables[name];
    }
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
      return await verifyToken(credentials.value, this.engine.app?.authProviders ?? []);
    this.assertAdminKey(credentials.value);
    return { kind: "admin", actingAs: credentials.impersonating ?? null };
  }

  private keepVariables(variables: Environment): void {
    this.variables = variables;
    this.engine.state?.set("variables", variables);
  }

  /** A stored document that the schemas of an app do not allow, as the CLI wants it described. */
  private findMismatch({ components }: LoadedApp) {
    for (const [componentPath, { component }] of components) {
      const schema = component.db._schema;
      if (!schema?.schemaValidation) continue;
      const { _documents } = this.engine.database(componentPath);
      for (const { _id, _creationTime, ...fields } of Object.values(_documents)) {
        const tableName = tableOfId(_id);
        const validator = schema.tables.get(tableName)?.documentType;
        const reason = validator && validationError(validator, fields);
        if (!reason) continue;
        const error = `Document with ID "${_id}" in table "${tableName}" does not match the schema: ${reason}`;
        return { type: "failed", error, componentPath, tableName };
      }
    }
    return null;
  }
}
