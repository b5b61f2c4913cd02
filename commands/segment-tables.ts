import { column, type Notice, notice, showInstant, type Table, table } from "../src/reply/index.js";
import type { SegmentComparison, SegmentResult } from "../src/watch/index.js";

/** Segments named one by one in a sentence. */
const NAMED = 3;

const shown = (count: number): string => count.toLocaleString("en-US");
const wordOf = (segment: string | null): string => segment ?? "(blank)";

/** "events: 14 segments agree (1,204 rows); participations: 2 of 9 differ (Attended 3 fewer here)." */
export function segmentsSentence({ comparisons, unread }: SegmentResult): string {
  if (comparisons.length === 0)
    return unread.length === 0
      ? "There is nothing to compare."
      : `Nothing can be compared yet: no sync has read ${unread.join(", ")} to the end.`;
  return `${comparisons.map(clauseOf).join("; ")}.`;
}

function clauseOf({ label, segments, error }: SegmentComparison): string {
  if (error !== null) return `${label} could not be counted`;
  const differing = segments.filter(({ difference }) => difference !== 0);
  const rows = segments.reduce((sum, { source }) => sum + source, 0);
  const many = segments.length === 1 ? "one segment agrees" : `${shown(segments.length)} segments agree`;
  if (differing.length === 0) return `${label}: ${many} (${shown(rows)} rows)`;
  const named = differing
    .slice(0, NAMED)
    .map(
      ({ segment, difference }) =>
        `${wordOf(segment)} ${shown(Math.abs(difference))} ${difference < 0 ? "fewer" : "more"} here`,
    );
  const others = differing.length > NAMED ? ", …" : "";
  return `${label}: ${shown(differing.length)} of ${shown(segments.length)} segments differ (${named.join(", ")}${others})`;
}

/** What does not agree is an error, so that a script can tell. */
export function segmentsNotices({ comparisons, unread }: SegmentResult, timeZone: string): Notice[] {
  const inFlight = comparisons.filter((each) => each.inFlight > 0);
  const byMoment = comparisons.some(({ by }) => by === "month" || by === "school-year");
  return [
    ...comparisons.flatMap(({ label, object, segments, error }) => {
      if (error !== null) return [notice(`${label}: ${error}`, "error")];
      return segments.some(({ difference }) => difference !== 0)
        ? [notice(`Which rows of ${label} differ: reconcile ${object}`, "error")]
        : [];
    }),
    ...inFlight.map(({ label, inFlight: count, cutoff }) =>
      notice(
        `${shown(count)} of ${label} changed after ${showInstant(cutoff, timeZone)}; they are left for the next sync, and counted on neither side.`,
      ),
    ),
    ...(byMoment ? [notice("Months are those of UTC on both sides, as Salesforce counts them.")] : []),
    ...(comparisons.length > 0 && unread.length > 0 ? [notice(`Not read to the end yet: ${unread.join(", ")}.`)] : []),
  ];
}

export function segmentsTable({ comparisons }: SegmentResult): Table {
  return table({
    key: "segments",
    title: "By segment",
    columns: [
      column("object", "Object", "text", "open"),
      column("segment", "Segment", "text", "open"),
      column("source", "There", "integer", "open"),
      column("pool", "Here", "integer", "open"),
      column("explained", "Explained", "integer", "open"),
      column("difference", "Difference", "integer", "open"),
    ],
    rows: comparisons.flatMap(({ label, segments }) =>
      segments.map(({ segment, source, pool, explained, difference }) => [
        label,
        wordOf(segment),
        source,
        pool,
        explained,
        difference,
      ]),
    ),
    empty: "Nothing was counted.",
  });
}
