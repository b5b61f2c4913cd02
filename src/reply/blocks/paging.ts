import type { Reply, Table } from "../model.js";
import { showInteger } from "../numbers.js";
import type { Pressable } from "./actions.js";
import { MOST_ROWS_SHOWN, ROWS_PER_PAGE } from "./limits.js";
import type { TableWindow } from "./table.js";

/** The keys of a command line by which a reply asks for another part of itself. */
export const LINE_KEYS = { page: "page", since: "asOf", as: "as" } as const;

const QUOTED = /("(?:\\.|[^"\\])*")/;

/** The line with `key:value` at its end, in place of what it said for that key. */
export function lineWithKey(line: string, key: string, value: string): string {
  return `${lineWithoutKey(line, key)} ${key}:${value}`;
}

/** The line without what it said for a key; quoted text is left alone. */
export function lineWithoutKey(line: string, key: string): string {
  const said = new RegExp(`(^|\\s)${key}:\\S+`, "gi");
  return line
    .split(QUOTED)
    .map((piece, index) => (index % 2 === 1 ? piece : piece.replace(said, "")))
    .join("")
    .trim();
}

export interface Paging extends TableWindow {
  readonly number: number;
  readonly pages: number;
  /** "11–20 of 143"; empty when everything is shown. */
  readonly range: string;
}

/** Which rows of the shown table the reader sees; a page beyond the end is the last one. */
export function pagingOf(reply: Reply, table: Table): Paging {
  const isPartOfMore = reply.page?.of !== undefined && table.key === reply.tables[0]?.key;
  return isPartOfMore ? pagingOfPart(reply, reply.page?.of ?? 0, table.rows.length) : pagingOfWhole(reply, table);
}

/** All rows that the table holds are those of the page. */
function pagingOfPart(reply: Reply, total: number, held: number): Paging {
  const size = sizeOf(reply, total);
  const pages = Math.max(1, Math.ceil(total / size));
  const number = Math.min(Math.max(1, Math.floor(reply.page?.number ?? 1) || 1), pages);
  const before = (number - 1) * size;
  const range = total <= size ? "" : rangeOf(before + 1, before + held, total);
  return { number, pages, first: 0, end: held, range };
}

function pagingOfWhole(reply: Reply, table: Table): Paging {
  const total = table.rows.length;
  const size = sizeOf(reply, total);
  const pages = Math.max(1, Math.ceil(total / size));
  const number = Math.min(Math.max(1, Math.floor(reply.page?.number ?? 1) || 1), pages);
  const first = (number - 1) * size;
  const end = Math.min(first + size, total);
  const range = total <= size ? "" : rangeOf(first + 1, end, total);
  return { number, pages, first, end, range };
}

const rangeOf = (first: number, last: number, total: number): string =>
  `${showInteger(first)}–${showInteger(last)} of ${showInteger(total)}`;

function sizeOf(reply: Reply, total: number): number {
  if (reply.page) return Math.min(MOST_ROWS_SHOWN, Math.max(1, Math.floor(reply.page.size) || ROWS_PER_PAGE));
  return total <= MOST_ROWS_SHOWN ? MOST_ROWS_SHOWN : ROWS_PER_PAGE;
}

/** The line of page n: the same command, with the instant of page 1 so that a change since can be said; no file is made again. */
export function pageLine(reply: Reply, number: number): string {
  const since = reply.page?.since ?? reply.provenance?.asOf;
  const line = lineWithKey(lineWithoutKey(reply.page?.line ?? "", LINE_KEYS.as), LINE_KEYS.page, String(number));
  return since ? lineWithKey(line, LINE_KEYS.since, since) : line;
}

export function pageButtons(reply: Reply, table: string | undefined, { number, pages }: Paging): Pressable[] {
  if (!reply.page) return [];
  const to = (label: string, target: number): Pressable => ({
    verb: "page",
    label,
    line: pageLine(reply, target),
    ...(table === undefined ? {} : { table }),
    spoken: `${label}, page ${target} of ${pages}`,
  });
  return [...(number > 1 ? [to("Previous", number - 1)] : []), ...(number < pages ? [to("Next", number + 1)] : [])];
}

/** Said on a later page when a source was synced after page 1 was made. */
export function changedSincePageOne(reply: Reply): string {
  const since = reply.page?.since;
  if (since === undefined) return "";
  const newer = Object.values(reply.provenance?.freshness ?? {}).some((synced) => synced !== null && synced > since);
  return newer ? "The data changed since page 1 was made: rows may have moved." : "";
}
