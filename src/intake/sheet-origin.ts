const OF_SHEET = "sheet:";

/** Where the rows of a connected sheet come from, as batches and rows keep it: "sheet:Roster KCK". */
export const originOf = ({ name }: { readonly name: string }): string => `${OF_SHEET}${name}`;

/** The name of the sheet in such an origin; null for another one. */
export const sheetIn = (origin: string | null): string | null =>
  origin?.startsWith(OF_SHEET) ? origin.slice(OF_SHEET.length) : null;

/** A kind of rows, and which sheet of it: sheets of one kind are told apart. */
export const ofSheet = (kind: string, sheet: string | null): string => (sheet === null ? kind : `${kind} “${sheet}”`);

/** The same for people to read, files too: "sheet Roster KCK", "file roster.csv"; null where rows have no such origin. */
export const originInWords = (origin: string | null): string | null => origin?.replace(/^(file|sheet):/, "$1 ") ?? null;
