import type { Argument } from "../src/command/index.js";

/** A single value, or by a minus before its key whatever is not so. */
export interface Negatable<Value> {
  readonly value: Value;
  readonly isNot: boolean;
}

/** An argument of one value that a minus turns round, as in `-last:2y`. */
export const negatable = <Value>(argument: Argument<Value | null>): Argument<Negatable<Value> | null> => ({
  ...argument,
  negates: true,
  absent: null,
  read(given, reading) {
    const value = argument.read(
      given.map((each) => ({ ...each, negated: false })),
      reading,
    );
    return value === null ? null : { value, isNot: given.some(({ negated }) => negated) };
  },
  write: (asked) =>
    asked === null ? [] : argument.write(asked.value).map((each) => ({ ...each, negated: asked.isNot })),
});

/** A yes or no that a minus turns round: `-connector:yes` is `connector:no`. */
export const negatableFlag = (argument: Argument<boolean | null>): Argument<boolean | null> => ({
  ...argument,
  negates: true,
  read(given, reading) {
    const value = argument.read(
      given.map((each) => ({ ...each, negated: false })),
      reading,
    );
    return value !== null && given.some(({ negated }) => negated) ? !value : value;
  },
});
