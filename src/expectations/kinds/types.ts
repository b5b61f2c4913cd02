import { NotUnderstood } from "../model.js";

type Value = string | number | boolean;

const isText = (value: Value) => typeof value === "string";
const isWhole = (value: Value) => typeof value === "number" && Number.isInteger(value);
const isNumber = (value: Value) => typeof value === "number";
const isTruth = (value: Value) => typeof value === "boolean";

/** Names of types as pandas, Spark and SQL have them, and what they mean for a value here. */
const TYPES: Readonly<Record<string, (value: Value) => boolean>> = {
  str: isText,
  string: isText,
  object: isText,
  stringtype: isText,
  text: isText,
  char: isText,
  varchar: isText,
  int: isWhole,
  int32: isWhole,
  int64: isWhole,
  integer: isWhole,
  bigint: isWhole,
  integertype: isWhole,
  longtype: isWhole,
  float: isNumber,
  float64: isNumber,
  double: isNumber,
  doubletype: isNumber,
  numeric: isNumber,
  decimal: isNumber,
  real: isNumber,
  bool: isTruth,
  boolean: isTruth,
  booleantype: isTruth,
};

/** Whether a value is of one of these types. @throws NotUnderstood for a name that nobody knows */
export function isOfType(names: readonly string[]): (value: Value) => boolean {
  const tests = new Set(
    names.map((name) => {
      const test = TYPES[name.toLowerCase()];
      if (test === undefined)
        throw new NotUnderstood(`there is no type "${name}"; expected one of ${Object.keys(TYPES).join(", ")}`);
      return test;
    }),
  );
  return (value) => {
    for (const test of tests) if (test(value)) return true;
    return false;
  };
}
