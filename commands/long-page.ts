import type { CommandContext } from "../src/command/index.js";
import { type Notice, notice, type Page, showInteger } from "../src/reply/index.js";

const PAGE = 10;
const PAGE_AT_THE_TERMINAL = 100;
/** Rows of a file: more than that nobody reads, and Salesforce imports no more at once. */
const MOST_IN_A_FILE = 50_000;

/** Which rows of a list that is too long to be read whole are wanted. */
export interface LongPage {
  readonly skip: number;
  readonly most: number;
  readonly all: number;
  readonly isFile: boolean;
  /** What the reply says of it; nothing where every row is there. */
  readonly page: { readonly page?: Page };
}

/** A page of the list, or as much of it as a file holds; so too where rows are asked for by what stands in them. A page beyond the end is the last one. */
export function longPage(
  {
    page,
    as,
    asOf,
    where = null,
  }: {
    readonly page: number;
    readonly as: string | null;
    readonly asOf: string | null;
    readonly where?: object | null;
  },
  all: number,
  { line, request }: CommandContext,
): LongPage {
  const isFile = as !== null || request.takesFiles === true || where !== null;
  const since = asOf === null ? {} : { since: asOf };
  if (isFile)
    return { skip: 0, most: MOST_IN_A_FILE, all, isFile, page: { page: { number: page, size: PAGE, line, ...since } } };
  const size = request.place.kind === "terminal" ? PAGE_AT_THE_TERMINAL : PAGE;
  const number = Math.min(page, Math.max(1, Math.ceil(all / size)));
  return {
    skip: (number - 1) * size,
    most: size,
    all,
    isFile,
    page: { page: { number, size: PAGE, line, of: all, ...since } },
  };
}

/** What is not shown, where no button says so. */
export function partNotice({ skip, most, all, isFile }: LongPage, shown: number): Notice[] {
  if (isFile)
    return all > shown
      ? [
          notice(
            `The file holds the first ${showInteger(shown)} of ${showInteger(all)}. A filter, such as state: or since:, makes it whole.`,
            "warning",
          ),
        ]
      : [];
  if (most === PAGE || all <= shown) return [];
  return [
    notice(
      `Rows ${showInteger(skip + 1)}–${showInteger(skip + shown)} of ${showInteger(all)}; page:${skip / most + 2} shows the next, as:csv writes up to ${showInteger(MOST_IN_A_FILE)}.`,
    ),
  ];
}
