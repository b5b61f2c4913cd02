import { areTwoGivenNames, givenNameKeys, isOneSlipApart, jaroWinkler } from "../../domain/index.js";
import { type FieldPlan, field } from "./field.js";
import type { Field, Level } from "./model.js";

// m and u are what such fields show in lists of people: a true pair writes nine given names of ten alike, two people share theirs once in two hundred.
// They hold where there is too little to learn from, and weigh a little where there is.

const same = (one: string, other: string): boolean => one === other;
const VERY_NEAR = 0.92;
const NEAR = 0.82;
/** Shorter words are too soon alike. */
const SHORTEST_SLIP = 4;

/** The dearest of comparisons, asked again for each level: the last answer is kept. */
let last = { one: "", other: "", alike: 0 };
function alike(one: string, other: string): number {
  if (last.one !== one || last.other !== other) last = { one, other, alike: jaroWinkler(one, other) };
  return last.alike;
}

const isVeryNear = (one: string, other: string): boolean =>
  alike(one, other) >= VERY_NEAR || (Math.min(one.length, other.length) >= SHORTEST_SLIP && isOneSlipApart(one, other));

const isNear = (one: string, other: string): boolean => alike(one, other) >= NEAR;

/** A word of a name beside the one that it may have been exchanged with. All folded; empty where there is none. */
export interface NamePart {
  readonly self: string;
  readonly other: string;
  readonly middle: string;
  /** What the name is short for. */
  readonly shortFor: readonly string[];
  /** As it is written, for people. */
  readonly written: string;
}

export function namePart(self: string, other: string, besides: { middle?: string; written?: string } = {}): NamePart {
  const { middle = "", written = self } = besides;
  return { self, other, middle, shortFor: givenNameKeys(self), written };
}

const isSwapped = (one: NamePart, other: NamePart): boolean =>
  one.self === other.other && one.other === other.self && one.other !== "";

type Reading<Row, Value> = Pick<FieldPlan<Row, Value>, "name" | "read"> & { readonly learns?: boolean };

/** Written almost alike, and one of the two at least is no name that others bear: Mary and Mark are two names, Mary and Mray are one. */
const isSlip = (a: NamePart, b: NamePart, isUsual: (term: string) => boolean): boolean =>
  isVeryNear(a.self, b.self) && !(isUsual(a.self) && isUsual(b.self));

/** A given name: short forms by the table, initials, a middle name used as the first. */
export function givenName<Row>(reading: Reading<Row, NamePart>): Field<Row> {
  return field({
    ...reading,
    text: ({ written }) => written,
    terms: ({ self }) => [self],
    levels: [
      { name: "exact", holds: (a, b) => same(a.self, b.self), m: 0.8, u: 0.006 },
      { name: "swapped", holds: isSwapped, isExchange: true, m: 0.01, u: 0.00002 },
      { name: "nickname", holds: (a, b) => a.shortFor.some((name) => b.shortFor.includes(name)), m: 0.07, u: 0.001 },
      {
        name: "very_near",
        holds: (a, b, isUsual) => isSlip(a, b, isUsual) && !areTwoGivenNames(a.self, b.self),
        m: 0.05,
        u: 0.003,
      },
      { name: "part", holds: isPartOfGiven, m: 0.04, u: 0.004 },
      { name: "near", holds: (a, b) => isNear(a.self, b.self), m: 0.01, u: 0.01 },
    ],
  });
}

/** "J" and "James", "Mary" and "Mary Ann", or the one's middle name is what the other goes by. */
function isPartOfGiven(a: NamePart, b: NamePart): boolean {
  const [one, other] = [a.self.split(" "), b.self.split(" ")];
  const [first = "", second = ""] = [one[0], other[0]];
  if (first === second) return one.length === 1 || other.length === 1;
  if (first.length === 1 || second.length === 1) return first[0] === second[0];
  return a.middle === b.self || b.middle === a.self;
}

/** A surname: one of two that were joined or dropped with a marriage counts as part of the whole. */
export function surname<Row>(reading: Reading<Row, NamePart>): Field<Row> {
  return field({
    ...reading,
    text: ({ written }) => written,
    terms: ({ self }) => [self],
    levels: [
      { name: "exact", holds: (a, b) => same(a.self, b.self), m: 0.84, u: 0.003 },
      { name: "swapped", holds: isSwapped, isExchange: true, m: 0.01, u: 0.00002 },
      { name: "very_near", holds: isSlip, m: 0.05, u: 0.002 },
      { name: "part", holds: (a, b) => sharesWord(a.self, b.self), m: 0.02, u: 0.0005 },
      { name: "near", holds: (a, b) => isNear(a.self, b.self), m: 0.01, u: 0.008 },
    ],
  });
}

function sharesWord(one: string, other: string): boolean {
  const words = new Set(other.split(" "));
  return one.split(" ").some((word) => word.length > 2 && words.has(word));
}

/** Words as people write them; `shares` gives m and u of the four degrees where they differ from those of a street. */
export function text<Row>(
  reading: Reading<Row, string> & { readonly shares?: readonly (readonly [number, number])[] },
): Field<Row> {
  const [exact, veryNear, near] = reading.shares ?? [
    [0.6, 0.002],
    [0.15, 0.003],
    [0.05, 0.01],
  ];
  const degrees: readonly [string, (a: string, b: string) => boolean, readonly [number, number] | undefined][] = [
    ["exact", same, exact],
    ["very_near", isVeryNear, veryNear],
    ["near", isNear, near],
  ];
  return field({ ...reading, text: (value) => value, terms: (value) => [value], levels: degrees.flatMap(levelOf) });
}

function levelOf([name, holds, shares]: readonly [
  string,
  (a: string, b: string) => boolean,
  readonly [number, number] | undefined,
]): Level<string>[] {
  return shares === undefined ? [] : [{ name, holds, m: shares[0], u: shares[1] }];
}

/** A number or an id: equal, one slip of the keys apart, or another. */
export function code<Row>(reading: Reading<Row, string> & { readonly exact?: readonly [number, number] }): Field<Row> {
  const [m, u] = reading.exact ?? [0.85, 0.0001];
  return field({
    ...reading,
    text: (value) => value,
    terms: (value) => [value],
    levels: [
      { name: "exact", holds: same, m, u },
      { name: "one_slip", holds: isOneSlipApart, m: (1 - m) / 2, u: Math.min(0.2, u * 10) },
    ],
  });
}

/** A day, as YYYY-MM-DD. */
export function day<Row>(reading: Reading<Row, string>): Field<Row> {
  return field({
    ...reading,
    text: (value) => value,
    terms: (value) => [value],
    levels: [
      { name: "exact", holds: same, m: 0.9, u: 0.0003 },
      { name: "one_slip", holds: isOneSlipApart, m: 0.05, u: 0.003 },
      { name: "two_parts", holds: isTwoPartsAlike, m: 0.03, u: 0.004 },
    ],
  });
}

/** Two of year, month and day are alike, or month and day changed places. */
function isTwoPartsAlike(one: string, other: string): boolean {
  const [a, b] = [one.split("-"), other.split("-")];
  const isExchanged = a[0] === b[0] && a[1] === b[2] && a[2] === b[1];
  return isExchanged || a.filter((part, place) => part === b[place]).length >= 2;
}

/** True when two days are not one day misread: what a birth date says against two records being one. */
export const isOtherDay = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && !isOneSlipApart(one, other) && !isTwoPartsAlike(one, other);

/** One of several: addresses, numbers, employers. Alike as soon as they have one in common. */
export function oneOfSeveral<Row>(
  reading: Reading<Row, readonly string[]> & {
    readonly exact: readonly [number, number];
    /** A weaker agreement than having one in common. */
    readonly near?: Level<readonly string[]>;
  },
): Field<Row> {
  const [m, u] = reading.exact;
  return field({
    ...reading,
    text: (values) => values.join(", "),
    terms: (values) => values,
    levels: [
      { name: "exact", holds: (a, b) => a.some((each) => b.includes(each)), m, u },
      ...(reading.near === undefined ? [] : [reading.near]),
    ],
  });
}
