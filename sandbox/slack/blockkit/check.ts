import {
  isObject,
  type JsonObject,
  type ListShape,
  type NumberShape,
  type ObjectShape,
  type Shape,
  type StringShape,
  type TypedShape,
} from "./shape.js";

/** One thing that Slack would refuse. `message` is Slack's wording, without its "[ERROR]" and pointer. */
export interface BlockIssue {
  /** JSON pointer such as "/blocks/0/text/text". */
  readonly pointer: string;
  readonly rule:
    | "type"
    | "missing"
    | "additional"
    | "length"
    | "count"
    | "value"
    | "unique"
    | "surface"
    | "size"
    | "file";
  readonly message: string;
  readonly limit?: number;
  readonly actual?: number;
}

/** Compares a value with its shape; the empty list means that it fits. */
export function check(value: unknown, shape: Shape, pointer: string): readonly BlockIssue[] {
  switch (shape.is) {
    case "string":
      return checkString(value, shape, pointer);
    case "number":
    case "integer":
      return checkNumber(value, shape, pointer);
    case "boolean":
      return typeof value === "boolean" ? [] : [{ pointer, rule: "type", message: "must provide a boolean" }];
    case "null_or":
      return value === null ? [] : check(value, shape.of, pointer);
    case "list":
      return checkList(value, shape, pointer);
    case "object":
      return isObject(value) ? checkObject(value, shape, pointer) : [mustBeObject(pointer)];
    case "typed":
      return checkTyped(value, shape, pointer);
  }
}

function checkString(value: unknown, shape: StringShape, pointer: string): readonly BlockIssue[] {
  if (typeof value !== "string") return [{ pointer, rule: "type", message: "must provide a string" }];
  if (value.length < shape.min) return [tooShort(pointer, shape.min, value.length)];
  if (value.length > shape.max) return [tooLong(pointer, shape.max, value.length)];
  if (shape.oneOf !== undefined && !shape.oneOf.includes(value)) {
    return [{ pointer, rule: "value", message: `must be a valid enum value: ${shape.oneOf.join(", ")}` }];
  }
  if (shape.pattern !== undefined && !shape.pattern.matches.test(value)) {
    return [{ pointer, rule: "value", message: shape.pattern.message }];
  }
  return [];
}

export function tooLong(pointer: string, max: number, actual: number): BlockIssue {
  return { pointer, rule: "length", message: `must be less than ${max + 1} characters`, limit: max, actual };
}

function tooShort(pointer: string, min: number, actual: number): BlockIssue {
  return { pointer, rule: "length", message: `must be more than ${min - 1} characters`, limit: min, actual };
}

function checkNumber(value: unknown, shape: NumberShape, pointer: string): readonly BlockIssue[] {
  const fits =
    typeof value === "number" && Number.isFinite(value) && (shape.is === "number" || Number.isInteger(value));
  if (!fits) {
    return [{ pointer, rule: "type", message: `must provide ${shape.is === "number" ? "a number" : "an integer"}` }];
  }
  if (shape.min !== undefined && value < shape.min) {
    return [
      {
        pointer,
        rule: "value",
        message: `must be greater than or equal to ${shape.min}`,
        limit: shape.min,
        actual: value,
      },
    ];
  }
  if (shape.max !== undefined && value > shape.max) {
    return [
      {
        pointer,
        rule: "value",
        message: `must be less than or equal to ${shape.max}`,
        limit: shape.max,
        actual: value,
      },
    ];
  }
  return [];
}

function checkList(value: unknown, shape: ListShape, pointer: string): readonly BlockIssue[] {
  if (!Array.isArray(value)) return [{ pointer, rule: "type", message: "must provide an array" }];
  const count: readonly unknown[] = value;
  if (count.length < shape.min) return [tooFew(pointer, shape.min, count.length)];
  if (count.length > shape.max) return [tooMany(pointer, shape.max, count.length)];
  return count.flatMap((item, index) => check(item, shape.of, `${pointer}/${index}`));
}

export function tooMany(pointer: string, max: number, actual: number): BlockIssue {
  return { pointer, rule: "count", message: `no more than ${max} items allowed`, limit: max, actual };
}

function tooFew(pointer: string, min: number, actual: number): BlockIssue {
  return { pointer, rule: "count", message: `no fewer than ${min} items allowed`, limit: min, actual };
}

function mustBeObject(pointer: string): BlockIssue {
  return { pointer, rule: "type", message: "must provide an object" };
}

function checkObject(value: JsonObject, shape: ObjectShape, pointer: string): readonly BlockIssue[] {
  const issues: BlockIssue[] = [];
  for (const name of Object.keys(shape.required)) {
    if (value[name] === undefined)
      issues.push({ pointer, rule: "missing", message: `missing required field: ${name}` });
  }
  for (const [name, property] of Object.entries(value)) {
    const expected = shape.required[name] ?? shape.optional[name];
    if (property === undefined) continue;
    if (expected === undefined) {
      issues.push({ pointer, rule: "additional", message: `invalid additional property: ${name}` });
    } else {
      issues.push(...check(property, expected, `${pointer}/${name}`));
    }
  }
  for (const rule of shape.rules) {
    const wrong = rule(value);
    if (wrong !== null) issues.push({ pointer: `${pointer}${wrong.at}`, rule: "value", message: wrong.message });
  }
  return issues;
}

function checkTyped(value: unknown, shape: TypedShape, pointer: string): readonly BlockIssue[] {
  if (!isObject(value)) return [mustBeObject(pointer)];
  const { type } = value;
  if (typeof type !== "string") return [{ pointer, rule: "missing", message: "missing required field: type" }];
  const types = shape.types();
  const known = Object.hasOwn(types, type) ? types[type] : undefined;
  if (known === undefined) return [{ pointer: `${pointer}/type`, rule: "type", message: `unsupported type: ${type}` }];
  return checkObject(value, known, pointer);
}
