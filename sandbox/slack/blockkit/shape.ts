/** The vocabulary in which Block Kit's rules are written down (composition.ts, elements.ts, blocks.ts). */

export type JsonObject = Readonly<Record<string, unknown>>;

export interface StringShape {
  readonly is: "string";
  /** Lengths in UTF-16 units, both ends included. */
  readonly min: number;
  readonly max: number;
  readonly oneOf?: readonly string[];
  readonly pattern?: { readonly matches: RegExp; readonly message: string };
}
export interface NumberShape {
  readonly is: "number" | "integer";
  readonly min?: number;
  readonly max?: number;
}
export interface BooleanShape {
  readonly is: "boolean";
}
export interface NullShape {
  readonly is: "null_or";
  readonly of: Shape;
}
export interface ListShape {
  readonly is: "list";
  readonly of: Shape;
  readonly min: number;
  readonly max: number;
}
export interface ObjectShape {
  readonly is: "object";
  readonly required: Readonly<Record<string, Shape>>;
  readonly optional: Readonly<Record<string, Shape>>;
  /** Rules that look at several properties at once. */
  readonly rules: readonly ObjectRule[];
}
/** One of several objects told apart by their `type`. */
export interface TypedShape {
  readonly is: "typed";
  readonly types: () => Readonly<Record<string, ObjectShape>>;
}
export type Shape = StringShape | NumberShape | BooleanShape | NullShape | ListShape | ObjectShape | TypedShape;

/** Answers what is wrong, with a pointer relative to the object ("" is the object itself), or null. */
export type ObjectRule = (value: JsonObject) => { readonly at: string; readonly message: string } | null;

export const string = (max: number, min = 1): StringShape => ({ is: "string", min, max });
export const oneOf = (...values: readonly string[]): StringShape => ({ is: "string", min: 1, max: 255, oneOf: values });
export const matching = (matches: RegExp, message: string): StringShape => ({
  is: "string",
  min: 1,
  max: 255,
  pattern: { matches, message },
});
export const boolean: BooleanShape = { is: "boolean" };
export const number: NumberShape = { is: "number" };
export const integer = (min: number, max: number): NumberShape => ({ is: "integer", min, max });
export const list = (of: Shape, max: number, min = 1): ListShape => ({ is: "list", of, min, max });
export const nullOr = (of: Shape): NullShape => ({ is: "null_or", of });
export const typed = (types: () => Readonly<Record<string, ObjectShape>>): TypedShape => ({ is: "typed", types });
export const object = (
  required: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {},
  rules: readonly ObjectRule[] = [],
): ObjectShape => ({ is: "object", required, optional, rules });

/** Exactly one of the two properties must be there. */
export function exactlyOne(first: string, second: string): ObjectRule {
  return (value) => {
    const given = [first, second].filter((name) => value[name] !== undefined);
    if (given.length === 1) return null;
    return given.length === 0
      ? { at: "", message: `missing required field: ${first}` }
      : { at: "", message: `cannot provide both \`${first}\` and \`${second}\`` };
  };
}

export function atLeastOne(first: string, second: string): ObjectRule {
  return (value) =>
    value[first] === undefined && value[second] === undefined
      ? { at: "", message: `missing required field: ${first}` }
      : null;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
