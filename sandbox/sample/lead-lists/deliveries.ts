import { LEAD_LISTS, LEAD_MONTHS, type LeadFile, type LeadList, type LeadMonth, type Listing } from "./model.js";
import { REGISTERS } from "./registers.js";
import { LISTINGS, saidOf } from "./story.js";

/** A file as it is laid out, before it is text: what breaks one can break it here. */
export interface LeadSheet {
  readonly list: LeadList;
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** "2026-09", "2026-10", "2026-11" for a day of November: the last delivery is of the month that the day is in. */
export function leadMonths(today: string): readonly [string, string, string] {
  const [year = 0, month = 0] = today.split("-").map(Number);
  const back = (months: number): string => {
    const count = year * 12 + month - 1 - months;
    return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, "0")}`;
  };
  return [back(2), back(1), back(0)];
}

/** Each list says in its own way of which month it is. */
const NAMES: Readonly<Record<LeadList, (year: string, month: string) => string>> = {
  source_1: (year, month) => `source_1_${year}-${month}-01.csv`,
  source_2: (year, month) => `source_2_${year}${month}01.csv`,
  source_3: (year, month) => `source_3_${month}-${year}.csv`,
};

/** The delivery of a list in a month, as a sheet. */
export function leadSheet(list: LeadList, month: LeadMonth, today: string): LeadSheet {
  const [year = "", ofYear = ""] = leadMonths(today)[month - 1]?.split("-") ?? [];
  const { columns } = REGISTERS[list];
  const listed = LISTINGS.filter((each) => each.list === list && each.months.includes(month));
  const again = listed.filter((each) => each.again !== null);
  return {
    list,
    name: NAMES[list](year, ofYear),
    columns,
    rows: [
      ...listed.map((listing) => cellsOf(listing, month)),
      ...again.map((listing) => cellsOf({ ...listing, says: [...listing.says, [1, listing.again ?? {}]] }, month)),
    ],
  };
}

/** The columns from the contract number on are those of a later block of the list, where rows slip. */
const SLIPS_AT = "Subsidy Contract Number";

function cellsOf(listing: Listing, month: LeadMonth): readonly string[] {
  const { columns, cellsOf: written } = REGISTERS[listing.list];
  const cells = written(listing, saidOf(listing, month)).map(
    (cell, place) => listing.cells[columns[place] ?? ""] ?? cell,
  );
  return listing.shifted.includes(month) ? cells.toSpliced(columns.indexOf(SLIPS_AT), 0, "") : cells;
}

/** The file that a sheet is delivered as. A quotation mark within a cell is left as it is, as some lists do. */
export function leadFile({ list, name, columns, rows }: LeadSheet, said: string): LeadFile {
  const end = list === "source_3" ? "\r\n" : "\n";
  const lines = [columns, ...rows].map((cells) => cells.map(quoted).join(","));
  return { list, name, said, text: `${list === "source_3" ? "\uFEFF" : ""}${lines.join(end)}${end}` };
}

const quoted = (cell: string): string => (/^"|[,\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** The nine deliveries, month after month. */
export function leadFiles(today: string): readonly LeadFile[] {
  return LEAD_MONTHS.flatMap((month) =>
    LEAD_LISTS.map((list) =>
      leadFile(leadSheet(list, month, today), `The list of ${leadMonths(today)[month - 1]} (${list})`),
    ),
  );
}
