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
export type StartedPush = { schemaChange: { localPushId: string } };

// The CLI of one watcher and one `codegen` beside it; older pushes were given up.
const MAXIMUM_PENDING_PUSHES = 4;

export type Deployment = ReturnType<typeof createDeployment>;

/** A deployment: its functions, documents, variables and who may do what. */
export function createDeployment(options: {
  cloudUrl: string;
  siteUrl: string;
  adminKey: string;
  /** Where the state is kept; null keeps none. */
  state: StateStore | null;
}) {
  const { cloudUrl, siteUrl, adminKey, state } = options;
  const systemEnv = { CONVEX_CLOUD_URL: cloudUrl, CONVEX_SITE_URL: siteUrl };
  const engine = new Engine(cloudUrl, siteUrl, state);
  const pendingPushes = new Map<string, LoadedApp>();
  let turn: Promise<unknown> = Promise.resolve();

  function keepVariables(changed: Environment): void {
    engine.variables = changed;
    state?.set("variables", changed);
  }

  /** Runs pushes and changes of variables one after the other. */
  async function inTurn<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    const result = turn.then(work);
    turn = result.catch(() => {});
    return await result;
  }

  /** A stored document that the schemas of an app do not allow, as the CLI wants it described. */
  function findMismatch({ components }: LoadedApp) {
    for (const [componentPath, { component }] of components) {
      const schema = component.db._schema;
      if (!schema?.schemaValidation) continue;
      const { _documents } = engine.database(componentPath);
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

  /** Refuses whoever does not have the admin key. */
  function assertAdmin(credentials: Credentials): void {
    // Hashes have equal lengths, which a comparison in constant time needs.
    const digest = (text: string) => createHash("sha256").update(text).digest();
    const isAdmin = credentials.tokenType === "Admin";
    if (!isAdmin || !timingSafeEqual(digest(credentials.value), digest(adminKey)))
      throw new AuthenticationError(
        "BadAdminKey",
        "The provided admin key was invalid for this instance",
      );
  }

  return {
    engine,
    assertAdmin,
    /** Outcomes of mutations by client session and request, for clients that reconnect and resend. */
    mutations: new Map<string, Promise<FunctionOutcome>>(),

    /** Takes up what an earlier run left, with `initial` variables set over its own. */
    async start(initial: Environment): Promise<void> {
      keepVariables({ ...state?.get("variables"), ...initial });
      const code = state?.get("code");
      if (code) {
        try {
          engine.activate(await loadApp(code, engine.variables, systemEnv), { isRestart: true });
        } catch (error) {
          // The documents are what must not be lost: start without functions, and let a push heal it.
          logLine(`[ERROR] The stored functions do not load: ${messageOf(error)}`);
        }
      }
      await engine.scheduler.restore();
    },

    /** `start_push` and `evaluate_push`: evaluates the code; what runs is not touched. */
    startPush: (request: PushRequest) =>
      inTurn(async () => {
        const code = resolvePush(request, engine.app?.code ?? null);
        const app = await loadApp(code, engine.variables, systemEnv);
        const localPushId = randomUUID();
        pendingPushes.set(localPushId, app);
        const [oldest = ""] = pendingPushes.keys();
        if (pendingPushes.size > MAXIMUM_PENDING_PUSHES) pendingPushes.delete(oldest);
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
      }),

    /** `wait_for_schema`: checks the stored documents against the new schemas. */
    checkSchema({ schemaChange: { localPushId } }: StartedPush) {
      const app = pendingPushes.get(localPushId);
      return app ? (findMismatch(app) ?? { type: "complete" }) : { type: "raceDetected" };
    },

    /** `finish_push`: activates the code. */
    finishPush: ({ schemaChange: { localPushId } }: StartedPush, isDryRun: boolean) =>
      inTurn(() => {
        const app = pendingPushes.get(localPushId);
        if (!app) throw new PushError("RaceDetected", "The code was overwritten by another push");
        if (!isDeepStrictEqual(app.env, engine.variables))
          throw new PushError("RaceDetected", "Environment variables have changed during push");
        assertVariables(app.analysis[""]?.definition, app.env);
        const mismatch = findMismatch(app);
        if (mismatch) throw new PushError("RaceDetected", mismatch.error);
        if (!isDryRun) {
          pendingPushes.clear();
          engine.activate(app);
          state?.set("code", app.code);
        }
        return { authDiff: { added: [], removed: [] }, definitionDiffs: {}, componentDiffs: {} };
      }),

    /** Sets and removes variables; running functions see the change at once. */
    updateVariables: (changes: VariableChange[]): Promise<void> =>
      inTurn(async () => {
        const { app, variables } = engine;
        const changed = { ...variables };
        for (const { name, value } of changes) {
          if (name in systemEnv)
            throw new RequestError(
              400,
              "EnvVarNameForbidden",
              `Environment variable with name "${name}" is built-in and cannot be overridden`,
            );
          if (typeof value === "string") changed[name] = value;
          else delete changed[name];
        }
        assertVariables(app?.analysis[""]?.definition, changed, variables);
        // Evaluated before anything changes: a variable that the auth config reads may not go away.
        const reloaded = app && (await loadApp(app.code, changed, systemEnv));
        keepVariables(changed);
        if (reloaded) engine.activate(reloaded);
        else engine.notify();
      }),

    /** Who has these credentials; throws an {@link AuthenticationError} if they prove nothing. */
    async authenticate(credentials: Credentials): Promise<Identity> {
      if (credentials.tokenType === "None") return ANONYMOUS;
      if (credentials.tokenType === "User")
        return await verifyToken(credentials.value, engine.app?.authProviders ?? []);
      assertAdmin(credentials);
      const attributes = credentials.impersonating ?? null;
      return { isAdmin: true, attributes, expiresAt: Infinity };
    },
  };
}
