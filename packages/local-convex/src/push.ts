import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { assertVariables } from "./component-definitions.ts";
import type { Engine } from "./engine.ts";
import { tableOfId } from "./engine-internals.ts";
import { PushError } from "./errors.ts";
import { loadApp, type LoadedApp } from "./loaded-app.ts";
import type { Environment } from "./module-bundle.ts";
import { resolvePush, type PushRequest } from "./pushed-code.ts";
import { validationError } from "./validator.ts";

/** Travels with the CLI from `start_push` to the requests that follow. */
export type SchemaChange = { localPushId: string };
type SchemaStatus =
  | { type: "complete" | "raceDetected" }
  | { type: "failed"; error: string; componentPath: string; tableName: string };

// The CLI of one watcher and one `codegen` beside it; older pushes were given up.
const MAXIMUM_PENDING = 4;

/** Takes pushes in: evaluated first, checked against the documents, then activated in one step. */
export class PushQueue {
  private readonly engine: Engine;
  private readonly systemEnv: Environment;
  private readonly variables: () => Environment;
  private readonly pending = new Map<string, LoadedApp>();

  constructor(engine: Engine, systemEnv: Environment, variables: () => Environment) {
    this.engine = engine;
    this.systemEnv = systemEnv;
    this.variables = variables;
  }

  /** `start_push` and `evaluate_push`: evaluates the code; what runs is not touched. */
  async start(request: PushRequest) {
    const code = resolvePush(request, this.engine.app?.code ?? null);
    const app = await loadApp(code, this.variables(), this.systemEnv);
    const localPushId = randomUUID();
    this.pending.set(localPushId, app);
    const [oldest] = this.pending.keys();
    if (this.pending.size > MAXIMUM_PENDING && oldest !== undefined) this.pending.delete(oldest);
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
  checkSchema({ localPushId }: SchemaChange): SchemaStatus {
    const app = this.pending.get(localPushId);
    return app ? checkDocuments(this.engine, app) : { type: "raceDetected" };
  }

  /** `finish_push`: activates the code. */
  finish({ localPushId }: SchemaChange, dryRun: boolean) {
    const { engine } = this;
    const app = this.pending.get(localPushId);
    if (!app) throw new PushError("RaceDetected", "The code was overwritten by another push");
    if (!isDeepStrictEqual(app.env, this.variables()))
      throw new PushError("RaceDetected", "Environment variables have changed during push");
    assertVariables(app.analysis[""]?.definition, app.env);
    const documents = checkDocuments(engine, app);
    if (documents.type === "failed") throw new PushError("RaceDetected", documents.error);
    if (!dryRun) {
      this.pending.clear();
      engine.activate(app);
      if (engine.state) engine.state.code = app.code;
    }
    return { authDiff: { added: [], removed: [] }, definitionDiffs: {}, componentDiffs: {} };
  }
}

function checkDocuments(engine: Engine, app: LoadedApp): SchemaStatus {
  for (const [componentPath, { component }] of app.components) {
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
  return { type: "complete" };
}
