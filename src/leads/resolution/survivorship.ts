import { LEAD_COLUMNS, type LeadColumn } from "./model.js";
import { type ValueOrigin, writeProvenance } from "./provenance.js";

export type LeadValues = { readonly [Column in LeadColumn]: string | number | null };

/** A row of staging with what it says. */
export interface LeadRowValues extends LeadValues {
  readonly source: string;
  readonly row_key: string;
  readonly lead_key: string;
  readonly first_file_id: number;
  readonly first_date: string;
  readonly last_file_id: number;
  readonly last_date: string;
  readonly is_current: boolean | 0 | 1;
  readonly problem_count: number;
  readonly filled: number;
}

/** What one lead is by all of its rows. */
export interface Survived {
  readonly key: string;
  /** In the order of `LEAD_COLUMNS`. */
  readonly values: readonly (string | number | null)[];
  readonly provenance: string;
  readonly sources: string;
  readonly source_count: number;
  readonly first_source: string;
  readonly first_file_id: number;
  readonly first_date: string;
  readonly last_date: string;
  readonly is_current: boolean;
  /** Of the row with the fewest problems: what another row makes good is none. */
  readonly problem_count: number;
}

/** Fields that come from one row together, by the one that leads them: half an address of each of two rows would be the address of nobody. */
const TOGETHER: readonly (readonly [LeadColumn, ...LeadColumn[]])[] = [
  ["company_key", "company"],
  ["person", "person_role"],
  ["phone", "phone_extension"],
  ["line1", "line2", "city", "state", "zip", "county", "address_key"],
  ["licence", "licence_type", "licence_status", "licensed_on", "expires_on"],
];
const leaderOf = new Map(TOGETHER.flatMap(([leader, ...rest]) => rest.map((column) => [column, leader] as const)));

/** Newest file first, then the row that says most; what is left is settled by names, so that it is always the same. */
const inOrder = (one: LeadRowValues, other: LeadRowValues): number =>
  compare(other.last_date, one.last_date) ||
  other.filled - one.filled ||
  compare(one.source, other.source) ||
  compare(one.row_key, other.row_key);

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const originOf = ({ source, last_file_id }: LeadRowValues): ValueOrigin => ({ source, file_id: last_file_id });

/** The columns each with the one that leads it. */
const LED: readonly (readonly [column: LeadColumn, leader: LeadColumn])[] = LEAD_COLUMNS.map((column) => [
  column,
  leaderOf.get(column) ?? column,
]);

const hasFirst = (one: LeadRowValues, other: LeadRowValues): boolean =>
  (compare(one.first_date, other.first_date) ||
    compare(one.source, other.source) ||
    compare(one.row_key, other.row_key)) < 0;

/** Puts the rows of one lead together, field by field with where each value comes from. Called for every lead of several rows. @throws Error without a row */
export function surviving(rows: readonly LeadRowValues[]): Survived {
  const ordered = [...rows].sort(inOrder);
  const [top] = ordered;
  if (top === undefined) throw new Error("a lead without rows");
  const values: (string | number | null)[] = [];
  const others: (readonly [LeadColumn, ValueOrigin])[] = [];
  for (const [column, leader] of LED) {
    const row = giving(ordered, leader) ?? giving(ordered, column);
    values.push(row?.[column] ?? null);
    if (row !== null && row !== top) others.push([column, originOf(row)]);
  }
  let [first, fewest, isCurrent, standing] = [top, top.problem_count, false, null as LeadRowValues | null];
  const sources = new Set<string>();
  for (const row of ordered) {
    if (hasFirst(row, first)) first = row;
    if (row.problem_count < fewest) fewest = row.problem_count;
    if (row.is_current) isCurrent = true;
    if (standing === null && row.phone !== null && row.address_key !== null) standing = row;
    sources.add(row.source);
  }
  return {
    key: (standing ?? top).lead_key,
    values,
    provenance: writeProvenance(originOf(top), others),
    sources: `,${[...sources].sort(compare).join(",")},`,
    source_count: sources.size,
    first_source: first.source,
    first_file_id: first.first_file_id,
    first_date: first.first_date,
    last_date: top.last_date,
    is_current: isCurrent,
    problem_count: fewest,
  };
}

/** The first row that says something in a column. */
function giving(ordered: readonly LeadRowValues[], column: LeadColumn): LeadRowValues | null {
  for (const row of ordered) if (row[column] !== null) return row;
  return null;
}
