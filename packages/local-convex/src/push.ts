import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Value } from "convex/values";
import { invalidVariable, requiredVariables } from "./component-definitions.ts";
import type { Engine } from "./engine.ts";
import type { ConvexDocument } from "./engine-internals.ts";
import { PushError } from "./errors.ts";
import { loadApp, type AnalyzedSchema, type LoadedApp } from "./loaded-app.ts";
import type { Environment } from "./module-bundle.ts";
import { resolvePush, type PushRequest } from "./pushed-code.ts";
import { tableOfId, validationError } from "./validator.ts";

type IndexDiff = { added_indexes: IndexDescription[]; removed_indexes: IndexDescription[] };
type IndexDescription = { name: string; type: "database"; fields: string[] };
type SchemaChange = {
  allocatedComponentIds: object;
  schemaIds: object;
  indexDiffs: Record<string, IndexDiff>;
  /** Travels with the CLI from `start_push` to the requests that follow. */
  localPushId: string;
};
type SchemaStatus =
  | { type: "complete" }
  | { type: "failed"; error: string; componentPath: string; tableName: string };

// The CLI of one watcher and one `codegen` beside it; older pushes were given up.
const MAXIMUM_PENDING = 4;

type PushQueueOptions = {
  engine: Engine;
  systemEnv: Environment;
  /** The variables as they are now. */
  variables: () => Environment;
  /** Called with the app that runs from now on. */
  onActivated: (app: LoadedApp) => void;
};

/** Takes pushes in: evaluated first, checked against the documents, then activated in one step. */
export class PushQueue {
  private readonly options: PushQueueOptions;
  private readonly pending = new Map<string, LoadedApp>();

  constructor(options: PushQueueOptions) {
    this.options = options;
  }

  /** `start_push` and `evaluate_push`: evaluates the code; what runs is not touched. */
  async start(request: PushRequest) {
    const { engine, systemEnv, variables } = this.options;
    const code = resolvePush(request, engine.app?.code ?? null);
    const app = await loadApp(code, variables(), systemEnv);
    const id = randomUUID();
    this.pending.set(id, app);
    const [oldest] = this.pending.keys();
    if (this.pending.size > MAXIMUM_PENDING && oldest !== undefined) this.pending.delete(oldest);
    const schemaChange: SchemaChange = {
      allocatedComponentIds: {},
      schemaIds: {},
      indexDiffs: indexDiffs(engine.app, app),
      localPushId: id,
    };
    return {
      // The values stay here: the CLI has no use for them.
      environmentVariables: {},
      externalDepsId: null,
      componentDefinitionPackages: mapValues(app.analysis, () => null),
      appAuth: app.authProviders,
      analysis: app.analysis,
      app: app.tree,
      schemaChange,
    };
  }

  /** `wait_for_schema`: checks the stored documents against the new schemas. */
  checkSchema(schemaChange: SchemaChange): SchemaStatus | { type: "raceDetected" } {
    const app = this.pending.get(schemaChange.localPushId);
    return app ? checkDocuments(this.options.engine, app) : { type: "raceDetected" };
  }

  /** `finish_push`: activates the code. */
  finish(schemaChange: SchemaChange, dryRun: boolean) {
    const { engine, variables, onActivated } = this.options;
    const none = { added: [], removed: [] };
    if (dryRun) return { authDiff: none, definitionDiffs: {}, componentDiffs: {} };
    const app = this.pending.get(schemaChange.localPushId);
    if (!app) throw refused("RaceDetected", "The code was overwritten by another push");
    if (!isDeepStrictEqual(app.env, variables()))
      throw refused("RaceDetected", "Environment variables have changed during push");
    assertRequiredVariables(app);
    const documents = checkDocuments(engine, app);
    if (documents.type === "failed") throw refused("RaceDetected", documents.error);
    this.pending.clear();
    const previous = engine.app;
    engine.activate(app);
    onActivated(app);
    return {
      authDiff: authDiff(previous, app),
      definitionDiffs: {},
      componentDiffs: componentDiffs(previous, app, schemaChange.indexDiffs),
    };
  }
}

function refused(code: string, message: string): PushError {
  return new PushError(code, `Hit an error while pushing:\n${message}`);
}

function withoutSystemFields(document: ConvexDocument): Record<string, Value> {
  return Object.fromEntries(Object.entries(document).filter(([name]) => !name.startsWith("_")));
}

function assertRequiredVariables({ analysis, env }: LoadedApp): void {
  const definition = analysis[""]?.definition;
  const missing = requiredVariables(definition).filter((name) => !(name in env));
  if (missing.length > 0)
    throw refused(
      "MissingEnvironmentVariables",
      `Required environment variables are not set: ${missing.join(", ")}. Set them in the Convex dashboard or CLI before pushing.`,
    );
  const invalid = invalidVariable(definition, env);
  if (invalid) throw refused("InvalidEnvironmentVariable", invalid);
}

function checkDocuments(engine: Engine, app: LoadedApp): SchemaStatus {
  for (const [componentPath, { component }] of app.components) {
    const schema = component.db._schema;
    if (!schema?.schemaValidation) continue;
    for (const document of Object.values(engine.database(componentPath)._documents)) {
      const { _id } = document;
      const tableName = tableOfId(_id);
      const validator = schema.tables.get(tableName)?.documentType;
      const reason = validator && validationError(validator, withoutSystemFields(document));
      if (!reason) continue;
      const error = `Document with ID "${_id}" in table "${tableName}" does not match the schema: ${reason}`;
      return { type: "failed", error, componentPath, tableName };
    }
  }
  return { type: "complete" };
}

function authDiff(previous: LoadedApp | null, next: LoadedApp) {
  const before = previous?.authProviders.map((provider) => JSON.stringify(provider)) ?? [];
  const after = next.authProviders.map((provider) => JSON.stringify(provider));
  return {
    added: after.filter((provider) => !before.includes(provider)),
    removed: before.filter((provider) => !after.includes(provider)),
  };
}

function componentDiffs(
  previous: LoadedApp | null,
  next: LoadedApp,
  indexDiffs: Record<string, IndexDiff>,
) {
  const before = new Set(previous?.components.keys());
  const unchanged = { added_indexes: [], removed_indexes: [] };
  const diff = (type: "create" | "modify" | "unmount", definitionPath?: string) => ({
    diffType: { type },
    moduleDiff: { added: [], removed: [] },
    udfConfigDiff: null,
    cronDiff: { added: [], updated: [], deleted: [] },
    indexDiff: indexDiffs[definitionPath ?? ""] ?? unchanged,
    schemaDiff: null,
  });
  const mounted = [...next.components].map(([path, { definitionPath }]) => [
    path,
    diff(before.has(path) ? "modify" : "create", definitionPath),
  ]);
  const unmounted = [...before]
    .filter((path) => !next.components.has(path))
    .map((path) => [path, { ...diff("unmount"), indexDiff: unchanged }]);
  return Object.fromEntries([...mounted, ...unmounted]) as Record<string, ReturnType<typeof diff>>;
}

function indexDiffs(previous: LoadedApp | null, next: LoadedApp): Record<string, IndexDiff> {
  return mapValues(next.analysis, ({ schema }, path) => {
    const before = indexesOf(previous?.analysis[path]?.schema);
    const after = indexesOf(schema);
    const missingFrom = (others: IndexDescription[]) => (index: IndexDescription) =>
      !others.some((other) => isDeepStrictEqual(other, index));
    return {
      added_indexes: after.filter(missingFrom(before)),
      removed_indexes: before.filter(missingFrom(after)),
    };
  });
}

function indexesOf(schema: AnalyzedSchema | null | undefined): IndexDescription[] {
  return (schema?.tables ?? []).flatMap(({ tableName, indexes }) =>
    indexes.map(({ indexDescriptor, fields }) => ({
      name: `${tableName}.${indexDescriptor}`,
      type: "database" as const,
      fields,
    })),
  );
}

function mapValues<In, Out>(
  record: Record<string, In>,
  map: (value: In, key: string) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
