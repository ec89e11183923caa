import { inspect } from "node:util";
import { CommitTsPlaceholder, type Value, type ValidatorJSON } from "convex/values";
import { tableOfId } from "./engine-internals.ts";

type ObjectValue = Record<string, Value>;

/**
 * Checks a value against a validator as it was pushed, in the words of a deployment.
 *
 * @returns what is wrong, or null
 */
export function validationError(validator: ValidatorJSON, value: Value, path = ""): string | null {
  const because = (reason: string) =>
    `${reason}\n${path && `Path: ${path}\n`}Value: ${inspect(value, { depth: 1 })}\nValidator: ${describe(validator)}`;
  const expect = (matches: boolean) =>
    matches ? null : because("Value does not match validator.");
  switch (validator.type) {
    case "any":
      return null;
    case "null":
      return expect(value === null);
    case "number":
    case "bigint":
    case "boolean":
    case "string":
      return expect(typeof value === validator.type);
    case "commitTs":
      return expect(typeof value === "bigint" || (value as unknown) instanceof CommitTsPlaceholder);
    case "bytes":
      return expect(value instanceof ArrayBuffer);
    case "literal":
      return expect(value === validator.value);
    case "id":
      return expect(isIdOf(validator.tableName, value));
    case "array":
      if (!Array.isArray(value)) return expect(false);
      return first(value, (item, i) => validationError(validator.value, item, `${path}[${i}]`));
    case "union":
      return expect(validator.value.some((member) => validationError(member, value) === null));
    case "record":
      if (!isObject(value)) return expect(false);
      return first(
        fieldsOf(value),
        ([key, item]) =>
          validationError(validator.keys, key, `${path}.keys()`) ??
          validationError(validator.values.fieldType, item, `${path}.values()`),
      );
    case "object": {
      if (!isObject(value)) return expect(false);
      for (const [name, { optional }] of Object.entries(validator.value))
        if (!optional && value[name] === undefined)
          return because(
            `Object is missing the required field \`${name}\`. Consider wrapping the field validator in \`v.optional(...)\` if this is expected.`,
          );
      return first(fieldsOf(value), ([name, item]) => {
        const field = validator.value[name];
        if (field) return validationError(field.fieldType, item, `${path}.${name}`);
        return because(`Object contains extra field \`${name}\` that is not in the validator.`);
      });
    }
  }
}

function isIdOf(tableName: string, value: Value): boolean {
  return typeof value === "string" && /^\d/.test(value) && tableOfId(value) === tableName;
}

function isObject(value: Value): value is ObjectValue {
  const isPlain = typeof value === "object" && value !== null && !Array.isArray(value);
  return isPlain && !(value instanceof ArrayBuffer);
}

/** A field that is undefined is an absent field. */
function fieldsOf(value: ObjectValue): [string, Value][] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}

function first<T>(items: T[], check: (item: T, index: number) => string | null): string | null {
  for (const [index, item] of items.entries()) {
    const error = check(item, index);
    if (error !== null) return error;
  }
  return null;
}

/** The names of validators that are not called like their types. */
const BUILDERS: Record<string, string> = { number: "float64", bigint: "int64" };

function describe(validator: ValidatorJSON): string {
  const { type } = validator;
  if (type === "literal") return `v.literal(${JSON.stringify(validator.value)})`;
  if (type === "id") return `v.id("${validator.tableName}")`;
  if (type === "array") return `v.array(${describe(validator.value)})`;
  if (type === "union") return `v.union(${validator.value.map(describe).join(", ")})`;
  if (type === "object") return `v.object({${Object.keys(validator.value).join(", ")}})`;
  return `v.${BUILDERS[type] ?? type}()`;
}
