import { z } from "zod";
import type { GoogleConnection } from "./connection.js";

export interface EngagementAsked {
  /** As in "123456789". */
  readonly property: string;
  readonly measures: readonly string[];
  /** Broken down by this too, as in pagePath. */
  readonly detail?: string | undefined;
  /** YYYY-MM-DD, both included. */
  readonly from: string;
  readonly to: string;
}

/** One figure of one day. */
export interface EngagementFigure {
  readonly localDate: string;
  readonly channel: "google_analytics";
  readonly measure: string;
  /** What it is broken down by; empty for the whole. */
  readonly detail: string;
  readonly value: number;
}

const ROWS_A_PAGE = 10_000;
/** More in one report are refused. */
const MEASURES_A_REPORT = 10;

const valued = z.array(z.object({ value: z.string() }));
const reportShape = z.object({
  rows: z.array(z.object({ dimensionValues: valued, metricValues: valued })).default([]),
  rowCount: z.number().int().nonnegative().default(0),
});

/** Every figure of the days asked for, page by page. */
export async function engagement(connection: GoogleConnection, asked: EngagementAsked): Promise<EngagementFigure[]> {
  const figures: EngagementFigure[] = [];
  for (let at = 0; at < asked.measures.length; at += MEASURES_A_REPORT) {
    const measures = asked.measures.slice(at, at + MEASURES_A_REPORT);
    for (let offset = 0, all = 1; offset < all; offset += ROWS_A_PAGE) {
      const { rows, rowCount } = await page(connection, asked, measures, offset);
      all = rowCount;
      figures.push(...rows.flatMap((row) => figuresOf(row, measures)));
    }
  }
  return figures;
}

function page(connection: GoogleConnection, asked: EngagementAsked, measures: readonly string[], offset: number) {
  const dimensions = ["date", ...(asked.detail === undefined ? [] : [asked.detail])];
  return connection.ask(
    { kind: "property", name: asked.property },
    ({ analytics }) =>
      analytics.properties.runReport({
        property: `properties/${asked.property}`,
        requestBody: {
          dateRanges: [{ startDate: asked.from, endDate: asked.to }],
          dimensions: dimensions.map((name) => ({ name })),
          metrics: measures.map((name) => ({ name })),
          limit: String(ROWS_A_PAGE),
          offset: String(offset),
        },
      }),
    reportShape,
  );
}

type Row = z.infer<typeof reportShape>["rows"][number];

function figuresOf({ dimensionValues, metricValues }: Row, measures: readonly string[]): EngagementFigure[] {
  const date = (dimensionValues[0]?.value ?? "").replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3");
  const detail = dimensionValues[1]?.value ?? "";
  return measures.map((measure, place) => ({
    localDate: date,
    channel: "google_analytics",
    measure,
    detail,
    value: Number(metricValues[place]?.value ?? 0),
  }));
}
