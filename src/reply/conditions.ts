import { type Calendar, foldText, isWithin, localDay, type Period, parsePeriod } from "../domain/index.js";
import { PolarisError } from "../runtime/index.js";
import type { Cell, Column } from "./model.js";
import { isNumeric, showCell } from "./numbers.js";

export const OPERATORS = [">=", "<=", "!=", "!~", "=", ">", "<", "~"] as const;
export type Operator = (typeof OPERATORS)[number];

/** What the cells of one column must be. */
export interface Condition {
  /** The column as it was named. */
  readonly column: string;
  readonly operator: Operator;
  /** Any of these will do; of != and !~ none of them may. An empty one is a cell without a value. */
  readonly values: readonly string[];
}

/** Conditions that hold together, and the words they were read from. */
export interface Where {
  readonly text: string;
  readonly conditions: readonly Condition[];
}

export const isWhere = (value: unknown): value is Where =>
  typeof value === "object" && value !== null && "conditions" in value;

const CONDITION = /^([^=<>~!]+?)\s*(>=|<=|!=|!~|=|>|<|~)\s*([^=<>~!]*)$/u;
const SPELT: readonly (readonly [RegExp, string])[] = [
  [/≥|=>/gu, ">="],
  [/≤|=</gu, "<="],
  [/≠|<>/gu, "!="],
];
const ORDERS: ReadonlySet<Operator> = new Set([">", ">=", "<", "<="]);
export const EXPECTED_CONDITIONS = 'conditions on columns, as in "hours>10" or "status=lapsed, name~smith"';

/** Conditions from words; a piece behind a comma without an operator is another value of the condition before it. @returns what was expected, where they cannot be read */
export function readConditions(text: string): Where | string {
  const conditions: Condition[] = [];
  const plain = SPELT.reduce((words, [from, to]) => words.replace(from, to), text);
  for (const piece of plain.split(",").map((each) => each.trim())) {
    const [, column, operator, value] = CONDITION.exec(piece) ?? [];
    const before = conditions.at(-1);
    if (column !== undefined && operator !== undefined)
      conditions.push({ column: column.trim(), operator: operator as Operator, values: [(value ?? "").trim()] });
    else if (before === undefined || piece === "" || /[=<>~!]/.test(piece)) return EXPECTED_CONDITIONS;
    else if (/^\d{3}\b/.test(piece) && /\d$/.test(before.values.at(-1) ?? ""))
      return "a number without commas, which part conditions: 1000 for 1,000";
    else if (ORDERS.has(before.operator)) return `one value behind ${before.operator}`;
    else conditions.splice(-1, 1, { ...before, values: [...before.values, piece] });
  }
  return { text: text.trim(), conditions };
}

/** The day and clock by which days are read. */
export interface Reckoning {
  readonly calendar: Calendar;
  readonly timeZone: string;
}

export type Test = (cell: Cell) => boolean;

/** Whether a cell of the column is as the condition wants it. @throws PolarisError argument_invalid where such a column cannot be asked so */
export function testOf(column: Column, { operator, values }: Condition, reckoning: Reckoning): Test {
  const isTurned = operator === "!=" || operator === "!~";
  const tests = values.map((value) => testOne(column, operator, value, reckoning));
  return (cell) => tests.some((holds) => holds(cell)) !== isTurned;
}

/** One value, as if it were asked for without being turned round. */
function testOne(column: Column, operator: Operator, value: string, reckoning: Reckoning): Test {
  if (value === "") {
    if (operator === "=" || operator === "!=") return (cell) => cell === null;
    throw refused(column, operator, value, "a value behind it");
  }
  if (isNumeric(column.type)) return ofNumber(column, operator, value);
  if (column.type === "date" || column.type === "month" || column.type === "instant")
    return ofDay(column, operator, value, reckoning);
  if (ORDERS.has(operator)) throw refused(column, operator, value, "words, for which there are =, !=, ~ and !~");
  const asked = foldText(column.type === "boolean" ? (YES_NO[foldText(value)] ?? value) : value);
  const isPart = operator === "~" || operator === "!~";
  return (cell) => {
    if (cell === null) return false;
    const said = foldText(typeof cell === "boolean" ? (cell ? "yes" : "no") : String(cell));
    return isPart ? holdsWords(said, asked) : said === asked;
  };
}

const YES_NO: Readonly<Record<string, string>> = { true: "yes", y: "yes", false: "no", n: "no" };

/** Every word asked for begins a word of what is said: "local" is not found in "nonlocal". */
function holdsWords(said: string, asked: string): boolean {
  const words = said.split(" ");
  return asked.split(" ").every((each) => words.some((word) => word.startsWith(each)));
}

function ofNumber(column: Column, operator: Operator, value: string): Test {
  const [, digits, percent] = /^(-?\d+(?:\.\d+)?)\s*(%?)$/.exec(value) ?? [];
  if (digits === undefined || (percent === "%" && column.type !== "percent" && column.type !== "per_hundred"))
    throw refused(column, operator, value, column.type === "percent" ? "a percentage, such as 50" : "a number");
  // A share is asked for as it is shown: 50 is 50 %.
  const number = column.type === "percent" ? Number(digits) / 100 : Number(digits);
  const shown = showCell(number, column.type);
  const holds = comparing<number>(operator);
  if (holds === null) {
    if (operator === "~" || operator === "!~")
      throw refused(column, operator, value, "a number, for which there are = and > and <");
    return (cell) => cell === number || (typeof cell === "number" && showCell(cell, column.type) === shown);
  }
  return (cell) => typeof cell === "number" && holds(cell, number);
}

function ofDay(column: Column, operator: Operator, value: string, { calendar, timeZone }: Reckoning): Test {
  const period = periodOf(value, calendar);
  if (period === null || operator === "~" || operator === "!~")
    throw refused(column, operator, value, "a day or period, such as 2026-03-01, 2026-03 or SY25-26");
  const { start, end } = period;
  const dayOf = (cell: Cell) =>
    typeof cell !== "string" ? null : column.type === "instant" ? localDay(cell, timeZone) : firstDay(cell);
  const edge = operator === ">" || operator === "<=" ? end : start;
  const holds = comparing<string>(operator);
  return (cell) => {
    const day = dayOf(cell);
    if (day === null) return false;
    return holds === null ? isWithin(day, period) : edge !== null && holds(day, edge);
  };
}

/** A month by its first day, a day by itself. */
const firstDay = (cell: string): string => (/^\d{4}-\d{2}$/.test(cell) ? `${cell}-01` : cell);

function periodOf(value: string, calendar: Calendar): Period | null {
  try {
    return parsePeriod(value, calendar);
  } catch (thrown) {
    if (thrown instanceof PolarisError) return null;
    throw thrown;
  }
}

/** Null where the operator is not one of order. */
function comparing<Value extends number | string>(operator: Operator): ((a: Value, b: Value) => boolean) | null {
  switch (operator) {
    case ">":
      return (a, b) => a > b;
    case ">=":
      return (a, b) => a >= b;
    case "<":
      return (a, b) => a < b;
    case "<=":
      return (a, b) => a <= b;
    default:
      return null;
  }
}

const refused = ({ label }: Column, operator: Operator, value: string, expected: string): PolarisError =>
  new PolarisError("argument_invalid", `The column “${label}” expected ${expected}, but got “${operator}${value}”.`);
