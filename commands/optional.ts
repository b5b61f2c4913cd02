import type { Argument } from "../src/command/index.js";

/** An argument that is required elsewhere, and may be left out here. */
export const optional = <Value>(argument: Argument<Value>): Argument<Value | null> => ({
  ...argument,
  required: false,
  main: true,
  absent: null,
  write: (value) => (value === null ? [] : argument.write(value)),
});
