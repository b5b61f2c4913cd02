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

function within(window: Window, after: Place | null): string {
  const until = `SystemModstamp < ${window.until}`;
  if (after !== null)
    return `(SystemModstamp > ${after.stamp} OR (SystemModstamp = ${after.stamp} AND Id > ${soqlText(after.id)})) AND ${until}`;
  return window.from === null ? until : `SystemModstamp >= ${window.from} AND ${until}`;
}

export const countQuery = (object: string, window: Window): string =>
  `SELECT COUNT() FROM ${object} WHERE ${within(window, null)}`;

/** In the order of stamp and id, so that a reading that was cut off goes on where it stood. */
export const pageQuery = (object: string, fields: readonly string[], window: Window, after: Place | null): string =>
  `SELECT ${fields.join(", ")} FROM ${object} WHERE ${within(window, after)} ORDER BY SystemModstamp, Id`;

/** For Bulk: the job's own order holds, since its results are read by job and locator. */
export const bulkQuery = (object: string, fields: readonly string[], window: Window): string =>
  `SELECT ${fields.join(", ")} FROM ${object} WHERE ${within(window, null)}`;

export const idQuery = (object: string): string => `SELECT Id FROM ${object}`;

export const idCountQuery = (object: string): string => `SELECT COUNT() FROM ${object}`;

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
