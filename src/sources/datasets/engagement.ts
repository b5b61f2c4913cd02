import { foldText } from "../../domain/index.js";
import { isBad, numberCell, textCell } from "../grid/cells.js";
import { headerKey } from "../grid/headers.js";
import type { GridCell } from "../grid/model.js";
import type { IncomingRow } from "../model.js";
import { type RowCells, Unreadable } from "./cells.js";
import type { Dataset, DatasetRow, DatasetRules } from "./model.js";
import { passed, readRow } from "./row.js";

/** Words in a file's name that say which channel it is of. */
const CHANNELS: readonly (readonly [word: string, channel: string])[] = [
  ["instagram", "instagram"],
  ["facebook", "facebook"],
  ["linkedin", "linkedin"],
  ["twitter", "x"],
  ["youtube", "youtube"],
  ["tiktok", "tiktok"],
  ["mailchimp", "mailchimp"],
  ["analytics", "google_analytics"],
  ["ga4", "google_analytics"],
];

/** Measures that channels are wont to export: a wide table is recognised by them. */
const MEASURES = "Reach,Impressions,Views,Followers,Likes,Clicks,Engagements,Visits,Sessions,Users".split(",");

const OWN: Dataset["columns"] = [
  { key: "date", names: ["Date", "Day"], required: true },
  { key: "channel", names: ["Channel", "Source", "Network", "Platform"], required: false },
  { key: "measure", names: ["Measure", "Metric"], required: false },
  { key: "value", names: ["Value", "Count"], required: false },
  { key: "detail", names: ["Detail", "Page", "Breakdown"], required: false },
];
const OWN_HEADERS = new Set(OWN.flatMap(({ names }) => names.map(headerKey)));

/** Web and social figures by day: one figure a row, or one column a measure. */
export const engagement: Dataset = {
  name: "engagement",
  label: "Web and social figures",
  describe: "Figures of the web site and of social channels by day: one figure a row, or one column a measure.",
  columns: [...OWN, ...MEASURES.map((name) => ({ key: name.toLowerCase(), names: [name], required: false }))],
  readsAnyColumn: true,
  key: ["date", "channel", "measure", "detail"],
  isLikely: (_, places) =>
    ("measure" in places && "value" in places) || MEASURES.some((name) => name.toLowerCase() in places),
  read(row, rules) {
    const isLong = row.cells.measure !== undefined && row.cells.value !== undefined;
    return isLong ? [readFigure(row, rules, OF_ITS_ROW)] : readWide(row, rules);
  },
};

interface Figure {
  measure(cells: RowCells): string;
  value(cells: RowCells): number;
}

const OF_ITS_ROW: Figure = {
  measure: (cells) => cells.needed("measure"),
  value: (cells) => figureOf(cells.cell("value"), cells.label("value")),
};

function readFigure(row: DatasetRow, rules: DatasetRules, figure: Figure): IncomingRow {
  const about = (cells: RowCells) => ({
    localDate: cells.neededDay("date"),
    channel: channelOf(cells, rules),
    measure: figure.measure(cells),
    detail: cells.text("detail") ?? "",
  });
  const keyOf = (cells: RowCells): string => {
    const { localDate, channel, measure, detail } = about(cells);
    return [localDate, channel, foldText(measure), ...(detail === "" ? [] : [detail])].join(" ");
  };
  return readRow(row, rules, engagement.columns, keyOf, (cells) => ({
    record: { kind: "engagement", origin: rules.origin, ...about(cells), value: figure.value(cells) },
  }));
}

/** Every column that is none of ours is a measure; a blank says nothing. */
function readWide(row: DatasetRow, rules: DatasetRules): IncomingRow[] {
  const figures = Object.entries(row.raw).filter(
    ([header, cell]) => !OWN_HEADERS.has(headerKey(header)) && textCell(cell) !== null,
  );
  if (figures.length === 0) return [passed(row, rules, "nothing_recorded")];
  return figures.map(([measure, cell]) =>
    readFigure(row, rules, { measure: () => measure, value: () => figureOf(cell, measure) }),
  );
}

function channelOf(cells: RowCells, { origin }: DatasetRules): string {
  const named = cells.text("channel");
  if (named !== null) return foldText(named).replaceAll(" ", "_");
  const file = foldText(origin);
  const known = CHANNELS.find(([word]) => file.includes(word));
  if (known === undefined)
    throw new Unreadable("missing_required", "neither a column nor the file's name says which channel it is.");
  return known[1];
}

/** 1,250 and "12 %" are numbers. */
function figureOf(cell: GridCell, label: string): number {
  const number = numberCell(typeof cell === "string" ? cell.replace(/\s*%$/, "") : cell);
  if (number === null || isBad(number)) throw new Unreadable("bad_value", `“${label}” is no number.`);
  return number;
}
