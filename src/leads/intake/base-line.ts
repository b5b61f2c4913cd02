import type { Value } from "../../pool/index.js";
import { builtFile } from "../../runtime/index.js";
import type { LeadLine, LeadTable } from "../../sources/index.js";
import { recordValues } from "./record-columns.js";

/** A row of a file on its way into base. */
export interface BaseLine extends Pick<LeadLine, "line" | "cells" | "hash" | "shiftedFrom"> {
  /** Its cells as they came, and what they say; made when it is first asked for, as most rows of a full refresh are known by their hash. */
  wording(): readonly Value[];
}

export function baseLine(read: LeadLine): BaseLine {
  const { line, cells, hash, shiftedFrom } = read;
  return { line, cells, hash, shiftedFrom, wording: () => [JSON.stringify(cells), ...recordValues(read.record)] };
}

/** A row as it crosses from the thread that read it: as texts, of which a page is held and thrown away more easily than of all its values. */
type LineParts = readonly [line: number, hash: string, shiftedFrom: number | null, cells: string, values: string];

/** Called in that thread. */
export function pack({ line, hash, cells, record, shiftedFrom }: LeadLine): LineParts {
  return [line, hash, shiftedFrom, JSON.stringify(cells), JSON.stringify(recordValues(record))];
}

function fromAside([line, hash, shiftedFrom, cellsText, values]: LineParts): BaseLine {
  let cells: LeadLine["cells"] | undefined;
  return {
    line,
    hash,
    shiftedFrom,
    get cells() {
      cells ??= JSON.parse(cellsText) as LeadLine["cells"];
      return cells;
    },
    wording: () => [cellsText, ...(JSON.parse(values) as Value[])],
  };
}

/**
 * The rows of a file, a page at a time.
 * @param allNew whether every wording will be asked for: then a second thread makes them while this one stores, where the file is a text
 */
export async function* linesOf(table: LeadTable, allNew: boolean): AsyncGenerator<readonly BaseLine[], undefined> {
  if (allNew && table.aside !== null) {
    const thisModule = builtFile("src/leads/intake/base-line.js");
    for await (const page of table.aside<LineParts>(thisModule)) yield page.map(fromAside);
  } else {
    for await (const page of table.pages()) yield page.map(baseLine);
  }
}
