import { z } from "zod";
import { searches, translateRegex } from "../regex.js";
import { BOUNDS, COUNT_BOUNDS, within } from "./bounds.js";
import { COLUMN, eachValue, type Kind, rowKind } from "./kind.js";
import { isOfType } from "./types.js";

const valueSet = z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]));
const REGEX = { ...COLUMN, regex: z.string().default("(?s).*") } as const;

/** As Python counts: a character beyond the basic plane is one, not two. */
function lengthOf(value: string | number | boolean): number {
  const text = String(value);
  let length = text.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0xd800 && code <= 0xdbff) length -= 1;
  }
  return length;
}

export const VALUES: readonly Kind[] = [
  rowKind("expect_column_values_to_be_between", { ...COLUMN, ...BOUNDS }, ({ column, ...bounds }) =>
    eachValue(column, within(bounds)),
  ),
  rowKind("expect_column_values_to_be_in_set", { ...COLUMN, value_set: valueSet }, ({ column, value_set }) => {
    const known = new Set<unknown>(value_set);
    return eachValue(column, (value) => known.has(value));
  }),
  rowKind("expect_column_values_to_not_be_in_set", { ...COLUMN, value_set: valueSet }, ({ column, value_set }) => {
    const known = new Set<unknown>(value_set);
    return eachValue(column, (value) => !known.has(value));
  }),
  rowKind("expect_column_values_to_match_regex", REGEX, ({ column, regex }) => {
    const found = searches(translateRegex(regex));
    return eachValue(column, (value) => found(value) === true);
  }),
  rowKind("expect_column_values_to_not_match_regex", REGEX, ({ column, regex }) => {
    const found = searches(translateRegex(regex));
    return eachValue(column, (value) => found(value) === false);
  }),
  rowKind("expect_column_value_lengths_to_be_between", { ...COLUMN, ...COUNT_BOUNDS }, ({ column, ...bounds }) => {
    const isWithin = within(bounds);
    return eachValue(column, (value) => isWithin(lengthOf(value)));
  }),
  rowKind("expect_column_values_to_be_of_type", { ...COLUMN, type_: z.string() }, ({ column, type_ }) =>
    eachValue(column, isOfType([type_])),
  ),
  rowKind(
    "expect_column_values_to_be_in_type_list",
    { ...COLUMN, type_list: z.array(z.string()).min(1) },
    ({ column, type_list }) => eachValue(column, isOfType(type_list)),
  ),
];
