import { z } from "zod";
import { parseInstant } from "../domain/index.js";
import { readConditions, type Where } from "../reply/index.js";
import { type Argument, ValueRefused } from "./argument.js";
import { choice, choiceSchema, literally, plain, plainChoices, readAs, single, wholly, written } from "./kinds.js";

/** The column a list is ordered by; a minus before it turns the order round. */
export function sort<const Column extends string>(
  columns: readonly Column[],
): Argument<{ readonly key: Column; readonly descending: boolean } | null> {
  const schema = choiceSchema(plainChoices(columns));
  return {
    ...plain({
      label: "Sort by",
      help: "A column, in the order that reads best: names from A, numbers and days from the largest. A minus turns it round, as in sort:-name.",
    }),
    shape: { kind: "sort", columns },
    isFilter: false,
    read(given) {
      const came = single(given);
      const descending = came.text.startsWith("-");
      return { key: readAs(schema, descending ? { ...came, text: came.text.slice(1) } : came, columns), descending };
    },
    write: (value) => (value === null ? [] : written(`${value.descending ? "-" : ""}${value.key}`)),
  };
}

/** Which rows of the tables are shown, by what stands in a column; the dispatch holds the reply to it. */
export function where(): Argument<Where | null> {
  return {
    ...plain({
      label: "Only rows where",
      help: "Conditions on columns: hours>10, status=lapsed, name~smith; several hold together. Totals stay those of all rows.",
      placeholder: "hours>10, status=lapsed",
    }),
    shape: { kind: "text" },
    isFilter: false,
    repeats: true,
    read(given) {
      const { text } = wholly(given);
      const conditions = readConditions(text);
      if (typeof conditions === "string") throw new ValueRefused(conditions, text);
      return conditions;
    },
    write: (value) => (value === null ? [] : literally(value.text)),
  };
}

const pageSchema = z
  .string()
  .regex(/^[1-9]\d{0,4}$/, "a page number, from 1 on")
  .transform(Number);

/** Which page of a list; the first when it is not said. */
export function page(): Argument<number> {
  return {
    ...plain({ label: "Page" }),
    shape: { kind: "page" },
    isFilter: false,
    absent: 1,
    read: (given) => readAs(pageSchema, single(given)),
    write: (value) => (value === 1 ? [] : written(String(value))),
  };
}

const instantSchema = z
  .string()
  .transform((came) => parseInstant(came))
  .refine((instant) => instant !== null, "an instant, as in 2026-02-15T16:00:00.000Z");

/** The instant of the first page, carried by the later ones. */
export function instant(label: string): Argument<string | null> {
  return {
    ...plain({ label }),
    shape: { kind: "instant" },
    isFilter: false,
    read: (given) => readAs(instantSchema, single(given)),
    write: (value) => (value === null ? [] : written(value)),
  };
}

/**
 * What stood when a form was opened or a button made, as the command itself wrote it: where something else stands by then, the command leaves it alone
 * and says so. Carried along, never asked.
 */
export function standing(): Argument<string | null> {
  return {
    ...plain({ label: "Only where this stands" }),
    shape: { kind: "standing" },
    isFilter: false,
    read: (given) => single(given).text,
    write: (value) => (value === null ? [] : written(value)),
  };
}

/** What a report can be had as, besides the answer itself: a workbook, text files, a Google Sheet, a picture of its chart. */
export const REPORT_FORMATS = ["xlsx", "csv", "sheet", "chart"] as const;

/** The arguments that every list has. */
export function listing<const Column extends string, const Format extends string>(offers: {
  readonly sort: readonly Column[];
  readonly as: readonly Format[];
}) {
  return {
    sort: sort(offers.sort),
    where: where(),
    page: page(),
    as: { ...choice(plainChoices(offers.as), { label: "As a file or chart" }), isFilter: false },
    asOf: instant("As of"),
  };
}
