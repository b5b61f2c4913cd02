import { type FigureRow, metricOf } from "../metrics/index.js";
import { type Cell, type Column, column } from "../reply/index.js";
import { rosterStudents, virtualStudents } from "./organization-facts.js";

const LABELS: Readonly<Record<string, string>> = {
  X62: "In person",
  X61: "Virtual",
  X60: "Sessions",
  M20: "Volunteers",
  M91: "Local",
  M30: "Hours",
  X13: "Students reached",
  M10: "Unique students",
  X12: "Interactions",
  M73: "Virtual students (estimate)",
  M63: "Cancelled",
  X23: "No-shows",
  X24: "Volunteer cancellations",
  X26: "First activity",
  X27: "Last activity",
};

/** What a figure is called at the head of a column, where its name would be too long. */
export const labelOf = (id: string): string => LABELS[id] ?? metricOf(id).name;

/** The same figure by itself, where no table says that its sessions were held. */
const ALONE: Readonly<Record<string, string>> = {
  X62: "Sessions held in person",
  X61: "Sessions held virtually",
  X60: "Sessions held",
};
export const factLabelOf = (id: string): string => ALONE[id] ?? labelOf(id);

export const metricColumn = (id: string): Column => column(id, labelOf(id), metricOf(id).type, "open");

/** What is not known is a gap, not 0. */
const KNOWN: Readonly<Record<string, (row: FigureRow) => Cell>> = { M73: virtualStudents, M10: rosterStudents };

export function figure(row: FigureRow, id: string): Cell {
  const known = KNOWN[id];
  return known ? known(row) : (row.figures[id]?.at(-1) ?? null);
}

export const figures = (row: FigureRow, ids: readonly string[]): Cell[] => ids.map((id) => figure(row, id));
