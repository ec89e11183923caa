/** Checks answers and events against the published OpenAPI description of WorkOS. */
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { fullFormats } from "ajv-formats/dist/formats.js";
import { inject } from "vitest";

type Schema = { oneOf?: Schema[]; properties?: Record<string, { const?: string }> };
type Response = { content?: { "application/json"?: { schema: Schema } } };
export type Spec = {
  paths: Record<string, Record<string, { responses: Record<string, Response> }>>;
  components: { schemas: { EventSchema: { allOf: [Schema, Schema] } } };
};

const spec = inject("openapi");
const ajv = new Ajv2020({ strict: false, allErrors: true, formats: fullFormats });
ajv.addSchema(spec, "spec");
const compiled = new Map<string, ValidateFunction>();

const paths = Object.keys(spec.paths).map((path) => ({
  path,
  // A literal segment is preferred to a parameter.
  parameters: path.split("{").length,
  pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, "[^/]+")}$`),
}));
paths.sort((a, b) => a.parameters - b.parameters);

/** Statuses that any request can have and the description does not repeat for each. */
const isGeneric = (status: number) => status === 401 || status === 404 || status >= 500;

/** @returns what is wrong with an answer; undefined if nothing is, or the path is not WorkOS's. */
export function wrongWithAnswer(
  method: string,
  url: URL,
  status: number,
  body: unknown,
): string | undefined {
  const path = paths.find(({ pattern }) => pattern.test(url.pathname))?.path;
  const operation = path && spec.paths[path]?.[method.toLowerCase()];
  if (!path || !operation || isOwnRefusal(body)) return undefined;
  const where = `${method} ${path} ${status}`;
  const response = operation.responses[status];
  if (!response) {
    if (isGeneric(status)) return undefined;
    return `${where}: WorkOS does not answer this with ${status}.`;
  }
  const pointer = ["paths", path, method.toLowerCase(), "responses", String(status)];
  return response.content
    ? wrong([...pointer, "content", "application/json", "schema"], body, where)
    : undefined;
}

/** @returns what is wrong with an event; undefined if nothing is. */
export function wrongWithEvent(event: { event: string }): string | undefined {
  const kinds = spec.components.schemas.EventSchema.allOf[1].oneOf ?? [];
  const index = kinds.findIndex(({ properties }) => properties?.event?.const === event.event);
  if (index === -1) return `WorkOS has no event ${event.event}.`;
  const pointer = ["components", "schemas", "EventSchema", "allOf", "1", "oneOf", String(index)];
  return wrong(pointer, event, event.event);
}

/** What WorkOS would not say, such as that an origin is not listed, has a code of its own. */
function isOwnRefusal(body: unknown): boolean {
  return (body as { code?: string } | null)?.code === "refused_by_local_workos";
}

function wrong(pointer: string[], value: unknown, where: string): string | undefined {
  const escaped = pointer.map((key) => key.replaceAll("~", "~0").replaceAll("/", "~1"));
  const $ref = `spec#/${escaped.map(encodeURIComponent).join("/")}`;
  const validate = compiled.get($ref) ?? ajv.compile({ $ref });
  compiled.set($ref, validate);
  if (validate(value)) return undefined;
  return `${where}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(value)}`;
}
