import { CommitTsPlaceholder, type Value, type ValidatorJSON } from "convex/values";

/**
 * Checks a value against a validator as it was pushed.
 *
 * The wording is the one of a deployment, which clients and tests match on; convex-test's differs.
 *
 * @returns what is wrong, or null
 */
export function validationError(validator: ValidatorJSON, value: Value): string | null {
  return check(validator, value, "");
}

/** The table that an id belongs to: convex-test's ids are a number followed by the table's name. */
export function tableOfId(id: string): string {
  return id.replace(/^[0-9]+/, "");
}

function check(validator: ValidatorJSON, value: Value, path: string): string | null {
  const noMatch = () =>
    `Value does not match validator.\n${where(path)}\nValue: ${show(value)}\nValidator: ${describe(validator)}`;
  const expect = (matches: boolean) => (matches ? null : noMatch());
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
      if (value === validator.value) return null;
      return `\`${show(value)}\` does not match literal validator \`${describe(validator)}\`.${where(path)}`;
    case "id":
      return checkId(validator.tableName, value, path) ?? expect(isId(value));
    case "array":
      if (!Array.isArray(value)) return noMatch();
      return firstError(value, (item, i) => check(validator.value, item, `${path}[${i}]`));
    case "union":
      return expect(validator.value.some((member) => check(member, value, path) === null));
    case "record":
      if (!isObject(value)) return noMatch();
      return firstError(
        fieldsOf(value),
        ([key, item]) =>
          check(validator.keys, key, `${path}.keys()`) ??
          check(validator.values.fieldType, item, `${path}.values()`),
      );
    case "object":
      return isObject(value) ? checkObject(validator, value, path) : noMatch();
  }
}

type ObjectValidator = Extract<ValidatorJSON, { type: "object" }>;
type ObjectValue = Record<string, Value>;

function checkObject(validator: ObjectValidator, value: ObjectValue, path: string): string | null {
  const context = `${where(path)}\nObject: ${show(value)}\nValidator: ${describe(validator)}`;
  for (const [name, { optional }] of Object.entries(validator.value))
    if (!optional && value[name] === undefined)
      return `Object is missing the required field \`${name}\`. Consider wrapping the field validator in \`v.optional(...)\` if this is expected.\n${context}`;
  return firstError(fieldsOf(value), ([name, item]) => {
    const field = validator.value[name];
    if (field === undefined)
      return `Object contains extra field \`${name}\` that is not in the validator.\n${context}`;
    return check(field.fieldType, item, `${path}.${name}`);
  });
}

function checkId(tableName: string, value: Value, path: string): string | null {
  if (!isId(value) || tableOfId(value) === tableName) return null;
  return `Found ID "${value}" from table \`${tableOfId(value)}\`, which does not match the table name in validator \`v.id("${tableName}")\`.${where(path)}`;
}

function isId(value: Value): value is string {
  return typeof value === "string" && /^[0-9]+[A-Za-z_]/.test(value);
}

function isObject(value: Value): value is ObjectValue {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof ArrayBuffer)
  );
}

/** A field that is undefined is an absent field. */
function fieldsOf(value: ObjectValue): [string, Value][] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}

function firstError<T>(items: T[], checkItem: (item: T, index: number) => string | null) {
  for (const [index, item] of items.entries()) {
    const error = checkItem(item, index);
    if (error !== null) return error;
  }
  return null;
}

function where(path: string): string {
  return path === "" ? "" : `Path: ${path}`;
}

function show(value: Value): string {
  if (typeof value === "number") return Number.isInteger(value) ? `${value}.0` : `${value}`;
  if (typeof value === "string") return JSON.stringify(value);
  if (value instanceof ArrayBuffer) return `<${value.byteLength} bytes>`;
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  if (isObject(value)) {
    const fields = fieldsOf(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields.map(([name, item]) => `${name}: ${show(item)}`).join(", ")}}`;
  }
  return typeof value === "bigint" ? value.toString() : JSON.stringify(value);
}

function describe(validator: ValidatorJSON): string {
  switch (validator.type) {
    case "number":
      return "v.float64()";
    case "bigint":
      return "v.int64()";
    case "literal":
      return `v.literal(${JSON.stringify(validator.value)})`;
    case "id":
      return `v.id("${validator.tableName}")`;
    case "array":
      return `v.array(${describe(validator.value)})`;
    case "union":
      return `v.union(${validator.value.map(describe).join(", ")})`;
    case "record":
      return `v.record(${describe(validator.keys)}, ${describe(validator.values.fieldType)})`;
    case "object": {
      const fields = Object.entries(validator.value).map(([name, { fieldType, optional }]) => {
        const type = describe(fieldType);
        return `${name}: ${optional ? `v.optional(${type})` : type}`;
      });
      return `v.object({${fields.sort().join(", ")}})`;
    }
    case "any":
    case "boolean":
    case "bytes":
    case "commitTs":
    case "null":
    case "string":
      return `v.${validator.type}()`;
  }
}
