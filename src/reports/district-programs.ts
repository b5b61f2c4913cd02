import { eventTypeLabel } from "../domain/index.js";
import type { FigureRow, Figures, FilterClause } from "../metrics/index.js";
import { type Cell, column, type Table, table } from "../reply/index.js";
import type { Ask, DistrictFigures } from "./district-figures.js";
import { count, figure } from "./figure-table.js";

/** A line of the program breakdown, as staff speak of programs. */
interface Program {
  readonly key: string;
  readonly label: string;
  readonly types: readonly string[];
  /** Unique students of schools of this level alone; how many attended in all is then not kept. */
  readonly level?: "High";
  /** Only its events are counted. */
  readonly eventsOnly?: boolean;
}

const PROGRAMS: readonly Program[] = [
  { key: "career_jumping", label: "Career Jumping", types: ["career_jumping"] },
  { key: "career_speaker", label: "Career Speaker", types: ["career_speaker"] },
  {
    key: "fairs",
    label: "Career and college fairs (high-school students)",
    types: ["career_fair", "college_application_fair"],
    level: "High",
  },
  { key: "healthstart", label: "HealthStart", types: ["healthstart"] },
  { key: "bfi", label: "BFI", types: ["bfi"] },
  { key: "dia", label: "DIA (Data in Action)", types: ["dia", "dia_classroom_speaker"] },
  { key: "sla", label: "SLA", types: ["sla"] },
  { key: "client_connected_project", label: "Client Connected Project", types: ["client_connected_project"] },
  { key: "p2t", label: "P2T", types: ["p2t"] },
  { key: "p2gd", label: "P2GD", types: ["p2gd"] },
  { key: "math_relays", label: "Math Relays", types: ["math_relays"], eventsOnly: true },
];

const PEOPLE = ["M20", "M30", "M10"];
const PER_TYPE = ["X60", "X61", "X10", ...PEOPLE];

/**
 * Programs side by side: events held, students in total and unique, volunteers and hours. A program of several event types counts each person once; what a
 * program does not keep is a gap, never 0.
 */
export async function programTable(ask: Ask, { whole: { total } }: Pick<DistrictFigures, "whole">): Promise<Table> {
  const [byType, byFormat] = await Promise.all([ask(PER_TYPE, { by: "event_type" }), ask(PEOPLE, { by: "format" })]);
  const programs = await Promise.all(PROGRAMS.map((program) => linesOf(program, byType, ask)));
  return table({
    key: "programs",
    title: "By program",
    columns: [
      column("program", "Program", "text", "open"),
      column("X60", "Sessions held", "integer", "open"),
      column("X10", "Students, total", "integer", "open"),
      column("M10", "Students, unique", "integer", "open"),
      column("M20", "Volunteers", "integer", "open"),
      column("M30", "Hours", "hours", "open"),
      column("M70", "Teachers engaged", "integer", "open"),
      column("M80", "Experiences", "integer", "open"),
    ],
    rows: [
      inPersonCells(total, inRows(byFormat, "in_person")),
      ...programs.flat(),
      ...unnamedIn(byType).map((row) => cellsOf({ label: row.label }, row)),
      virtualCells(total, inRows(byFormat, "virtual")),
    ],
    empty: "",
  });
}

/** A program's figures: of its one type, or counted again over its types. Whoever's level is not known is a line of its own (ruling E7). */
async function linesOf(program: Program, byType: Figures, ask: Ask): Promise<Cell[][]> {
  const { types, level, label } = program;
  const [only, ...others] = types.flatMap((type) => inRows(byType, type) ?? []);
  if (only === undefined || (others.length === 0 && level === undefined)) return [cellsOf(program, only)];
  const filters = [ofTypes(types)];
  const [{ total }, students] = await Promise.all([
    others.length === 0 ? { total: only } : ask(PER_TYPE, { filters }),
    level === undefined ? null : ask(["M10"], { by: "home_level", filters }),
  ]);
  if (level === undefined || students === null) return [cellsOf(program, total)];
  const ofLevel = (key: string | null) => students.rows.find((row) => row.key === key)?.figures.M10 ?? [0];
  const line = cellsOf(program, { ...total, figures: { ...total.figures, M10: ofLevel(level) } });
  const unknown = Number(ofLevel(null).at(-1) ?? 0);
  return unknown === 0
    ? [line]
    : [line, [`${label}: school level not known`, null, null, unknown, null, null, null, null]];
}

/** Event types that belong to no program, under their own names, so that nothing is lost. Those held virtually alone have a line already. */
function unnamedIn({ rows }: Figures): FigureRow[] {
  const known = new Set(PROGRAMS.flatMap(({ types }) => types));
  const isVirtual = (row: FigureRow) => count(row, "X60") > 0 && count(row, "X60") === count(row, "X61");
  return rows.filter((row) => row.key !== null && !known.has(String(row.key)) && !isVirtual(row));
}

function cellsOf(
  { label, level, eventsOnly = false }: Pick<Program, "label" | "level" | "eventsOnly">,
  row: FigureRow | undefined,
): Cell[] {
  const kept = (value: Cell, isKept = !eventsOnly): Cell => (isKept ? value : null);
  return [
    label,
    count(row, "X60"),
    kept(count(row, "X10"), !eventsOnly && level === undefined),
    kept(count(row, "M10")),
    kept(count(row, "M20")),
    kept(figure(row, "M30") ?? 0),
    null,
    null,
  ];
}

const inPersonCells = (total: FigureRow, people: FigureRow | undefined): Cell[] => [
  "All in person",
  count(total, "X62"),
  count(total, "X10"),
  count(people, "M10"),
  count(people, "M20"),
  figure(people, "M30") ?? 0,
  null,
  null,
];

/** Students at virtual sessions are not tracked (ruling A4). */
const virtualCells = (total: FigureRow, people: FigureRow | undefined): Cell[] => [
  "Virtual sessions",
  count(total, "X61"),
  null,
  null,
  count(people, "M20"),
  figure(people, "M30") ?? 0,
  count(total, "M70"),
  count(total, "M80"),
];

const inRows = ({ rows }: Figures, key: string): FigureRow | undefined => rows.find((row) => row.key === key);

const ofTypes = (types: readonly string[]): FilterClause => ({
  dimension: "event_type",
  values: types.map((key) => ({ key, label: eventTypeLabel(key) })),
});
