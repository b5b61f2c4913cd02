/** A text as SOQL writes it: the backslash first, then the quote. */
export function soqlText(text: string): string {
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll("'", "\\'")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
  return `'${escaped}'`;
}

/** Where a reading by REST goes on: after this row. */
export interface Place {
  readonly stamp: string;
  readonly id: string;
}

/** Rows whose SystemModstamp lies in [from, until); `from` null is from the beginning. */
export interface Window {
  readonly from: string | null;
  readonly until: string;
}

/** What a query is about: an object, and which of its rows are wanted at all. */
export interface Subject {
  readonly name: string;
  readonly condition?: string;
}

/**
 * The wanted rows of a window. One that begins at a stamp asks for the others too: a row that has ceased to be wanted says so only once,
 * and skips itself when it is read.
 */
function within({ condition }: Subject, window: Window, after: Place | null): string {
  const rows = between(window, after);
  return condition === undefined || window.from !== null ? rows : `${condition} AND ${rows}`;
}

function between(window: Window, after: Place | null): string {
  const until = `SystemModstamp < ${window.until}`;
  if (after !== null)
    return `(SystemModstamp > ${after.stamp} OR (SystemModstamp = ${after.stamp} AND Id > ${soqlText(after.id)})) AND ${until}`;
  return window.from === null ? until : `SystemModstamp >= ${window.from} AND ${until}`;
}

export const countQuery = (object: Subject, window: Window): string =>
  `SELECT COUNT() FROM ${object.name} WHERE ${within(object, window, null)}`;

/** In the order of stamp and id, so that a reading that was cut off goes on where it stood. */
export const pageQuery = (object: Subject, fields: readonly string[], window: Window, after: Place | null): string =>
  `SELECT ${fields.join(", ")} FROM ${object.name} WHERE ${within(object, window, after)} ORDER BY SystemModstamp, Id`;

/** For Bulk: the job's own order holds, since its results are read by job and locator. */
export const bulkQuery = (object: Subject, fields: readonly string[], window: Window): string =>
  `SELECT ${fields.join(", ")} FROM ${object.name} WHERE ${within(object, window, null)}`;

const wanted = ({ condition }: Subject): string => (condition === undefined ? "" : ` WHERE ${condition}`);

export const idQuery = (object: Subject): string => `SELECT Id FROM ${object.name}${wanted(object)}`;

export const idCountQuery = (object: Subject): string => `SELECT COUNT() FROM ${object.name}${wanted(object)}`;

/** The rows that hang on any of these parents. */
export function childrenQuery(
  object: string,
  fields: readonly string[],
  parentFields: readonly string[],
  parents: readonly string[],
): string {
  const list = parents.map(soqlText).join(", ");
  return `SELECT ${fields.join(", ")} FROM ${object} WHERE ${parentFields.map((field) => `${field} IN (${list})`).join(" OR ")}`;
}

/** Live wanted rows before `until` by the UTC day of their stamp; an answer holds at most 2,000 days, so it is asked from a day on. */
export const stampsByDayQuery = (object: Subject, window: { readonly from: string; readonly until: string }): string =>
  `SELECT DAY_ONLY(SystemModstamp) stampDay, COUNT(Id) stamped, MAX(SystemModstamp) latest FROM ${object.name} WHERE ${object.condition === undefined ? "" : `${object.condition} AND `}${between(window, null)} GROUP BY DAY_ONLY(SystemModstamp)`;

/** How many live wanted rows there are, and the first stamp among them. */
export const firstStampQuery = (object: Subject): string =>
  `SELECT COUNT(Id) stamped, MIN(SystemModstamp) earliest FROM ${object.name}${wanted(object)}`;

/** What rows are counted by: what a field says, or the month of the moment that it holds. */
export interface Grouping {
  readonly field: string;
  readonly grain: "value" | "month";
}

/**
 * Live wanted rows stamped before `until`, by group. Parts of a date and time are those of UTC: without convertTimezone, which would be the
 * asking user's zone.
 */
export function groupQuery(object: Subject, { field, grain }: Grouping, until: string): string {
  const parts =
    grain === "value"
      ? [[field, "said"]]
      : [
          [`CALENDAR_YEAR(${field})`, "ofYear"],
          [`CALENDAR_MONTH(${field})`, "ofMonth"],
        ];
  const asked = parts.map((part) => part.join(" ")).join(", ");
  const groups = parts.map(([part]) => part).join(", ");
  const rows = within(object, { from: null, until }, null);
  return `SELECT ${asked}, COUNT(Id) counted FROM ${object.name} WHERE ${rows} GROUP BY ${groups}`;
}

/** The ids of rows stamped at `from` or later, of those too that have ceased to be wanted. */
export const changedQuery = (object: Subject, from: string): string =>
  `SELECT Id FROM ${object.name} WHERE SystemModstamp >= ${from}`;
