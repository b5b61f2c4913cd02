import { schoolYearLabel } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import {
  type Cell,
  column,
  type Notice,
  notice,
  type Reply,
  reply,
  showInteger,
  type Table,
  table,
} from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import { type DistrictName, type ManualInput, manualInputs } from "./manual-inputs.js";
import { many } from "./words.js";

export interface InputsShown {
  readonly district: DistrictName;
  /** By its first calendar year. */
  readonly schoolYear: number;
  /** Null: all hosts. */
  readonly host: string | null;
}

/** Where whoever entered a number stands, by id. */
export const ENTERED_BY = { table: "manual_inputs", column: "entered_by" } as const;

/** What is kept by hand for a district's year: every kind there is, also those that nobody entered yet. `said` goes before the answer. */
export async function manualInputsReply(
  reader: Reader,
  organization: Organization,
  { district, schoolYear, host }: InputsShown,
  said?: { readonly title: string; readonly text: string },
): Promise<Reply> {
  const inputs = await manualInputs(reader, organization, {
    district,
    schoolYears: [schoolYear],
    ...(host === null ? {} : { hosts: [host] }),
  });
  const kinds = Object.keys(organization.yearEnd.manualInputs);
  const missing = kinds.filter((kind) => !inputs.some((input) => input.kind === kind));
  const year = schoolYearLabel(schoolYear);
  return reply({
    title: said?.title ?? `Kept by hand: ${district.name}, ${year}`,
    text: said?.text ?? `${district.name}, ${year}: ${entered(kinds.length - missing.length, kinds.length)}.`,
    sensitivity: "open",
    tables: [manualInputsTable(organization, inputs, { missing, title: `Kept by hand, ${year}` })],
  });
}

const entered = (there: number, all: number): string =>
  there === 0
    ? `none of the ${many(all, "number")} kept by hand is entered yet`
    : `${showInteger(there)} of ${many(all, "number")} kept by hand ${there === 1 ? "is" : "are"} entered`;

/** What somebody entered by hand: beside the figures, and in none of them. `missing` kinds are shown as gaps. */
export function manualInputsTable(
  { yearEnd }: Pick<Organization, "yearEnd">,
  inputs: readonly ManualInput[],
  { missing = [], title = "Kept by hand" }: { readonly missing?: readonly string[]; readonly title?: string } = {},
): Table {
  const rows = inputs.map((input): Cell[] => [
    input.label,
    input.value,
    schoolYearLabel(input.schoolYear),
    input.host ?? "every host",
    "manual",
    input.note,
    input.enteredBy,
    input.enteredAt,
    input.id,
  ]);
  const gaps = missing.map((kind): Cell[] => [
    yearEnd.manualInputs[kind] ?? kind,
    null,
    null,
    null,
    "not entered",
    null,
    null,
    null,
    null,
  ]);
  return table({
    key: ENTERED_BY.table,
    title,
    columns: [
      column("kind", "What", "text", "open"),
      column("value", "Number", "integer", "open"),
      column("school_year", "School year", "text", "open"),
      column("host", "Host", "text", "open"),
      column("source", "Where from", "text", "open"),
      column("note", "Note", "text", "name"),
      column(ENTERED_BY.column, "Entered by", "text", "name"),
      column("entered_at", "Entered at", "instant", "name"),
      column("entry", "Entry", "integer", "open"),
    ],
    rows: [...rows, ...gaps],
    empty: "Nothing is kept by hand for it. “inputs” enters a number.",
  });
}

/** Beside figures: what is kept by hand is in none of them. */
export const manualNotices = (inputs: readonly ManualInput[]): Notice[] =>
  inputs.length === 0 ? [] : [notice("What is kept by hand is marked manual and is in none of the figures.")];
