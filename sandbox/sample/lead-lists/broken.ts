import { type LeadSheet, leadFile, leadSheet } from "./deliveries.js";
import type { LeadFile, LeadList, LeadMonth } from "./model.js";

/** How a delivery can be broken. */
export const LEAD_BREAKS = [
  "renamed",
  "missing",
  "additional",
  "empty",
  "headers alone",
  "cut within a cell",
  "cut within a row",
  "mostly shifted",
  "half its size",
] as const;
export type LeadBreak = (typeof LEAD_BREAKS)[number];

/** A column of each list without which nothing can be done, the name that it may get, and where its rows may slip. */
export const LEAD_COLUMNS = {
  source_1: { needed: "Phone", renamed: "Phone Nbr", slips: "County" },
  source_2: { needed: "Address1", renamed: "Address Line 1", slips: "Primary Caregiver" },
  source_3: { needed: "Operation Name", renamed: "Name of Operation", slips: "County" },
} as const satisfies Record<LeadList, { needed: string; renamed: string; slips: string }>;
export const ADDITIONAL_COLUMN = "Inspector";

/** A delivery with one thing wrong; its name and month are those of the right one. */
export function brokenLeadFile(how: LeadBreak, list: LeadList, month: LeadMonth, today: string): LeadFile {
  const sheet = leadSheet(list, month, today);
  const whole = leadFile(BREAKS[how](sheet), `The list, ${how}`);
  if (how === "empty") return { ...whole, text: "" };
  if (how === "cut within a cell") return { ...whole, text: cutWithinCell(whole.text) };
  return how === "cut within a row" ? { ...whole, text: cutWithinRow(whole.text) } : whole;
}

const same = (sheet: LeadSheet): LeadSheet => sheet;

const BREAKS: Readonly<Record<LeadBreak, (sheet: LeadSheet) => LeadSheet>> = {
  renamed(sheet) {
    const { needed, renamed } = LEAD_COLUMNS[sheet.list];
    return { ...sheet, columns: sheet.columns.map((column) => (column === needed ? renamed : column)) };
  },
  missing(sheet) {
    const place = sheet.columns.indexOf(LEAD_COLUMNS[sheet.list].needed);
    return {
      ...sheet,
      columns: sheet.columns.toSpliced(place, 1),
      rows: sheet.rows.map((cells) => cells.toSpliced(place, 1)),
    };
  },
  additional: (sheet) => ({
    ...sheet,
    columns: [...sheet.columns, ADDITIONAL_COLUMN],
    rows: sheet.rows.map((cells) => [...cells, "R. Okonkwo"]),
  }),
  empty: same,
  "headers alone": (sheet) => ({ ...sheet, rows: [] }),
  "cut within a cell": same,
  "cut within a row": same,
  "mostly shifted"(sheet) {
    const place = sheet.columns.indexOf(LEAD_COLUMNS[sheet.list].slips);
    return {
      ...sheet,
      rows: sheet.rows.map((cells, index) => (index % 4 === 0 ? cells : cells.toSpliced(place, 0, ""))),
    };
  },
  "half its size": (sheet) => ({ ...sheet, rows: sheet.rows.slice(0, Math.floor(sheet.rows.length * 0.4)) }),
};

/** The first half of the text, up to the middle of a cell in quotation marks: the download broke off. */
function cutWithinCell(text: string): string {
  const half = text.indexOf(',"', Math.floor(text.length / 2));
  return text.slice(0, half + 6);
}

/** The first half of the text, up to a comma of a row. */
function cutWithinRow(text: string): string {
  const row = text.indexOf("\n", Math.floor(text.length / 2)) + 1;
  return text.slice(0, text.indexOf(",", row));
}
