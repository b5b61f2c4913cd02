import { z } from "zod";
import { type Call, type Endpoint, scope } from "./http.js";
import type { CloudParts } from "./parts.js";
import { invalidArgument, refusal } from "./refusal.js";

/** What was measured on one day, broken down as far as it can be. */
export interface Measured {
  /** YYYY-MM-DD */
  readonly date: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, number>>;
}

export interface PropertyInput {
  /** As in "123456789". */
  readonly id: string;
  readonly timeZone?: string;
  readonly sharedWith?: readonly string[];
  readonly rows: readonly Measured[];
}

/** A Google Analytics property. */
export class Property {
  readonly id: string;
  readonly timeZone: string;
  readonly sharedWith: Set<string>;
  rows: Measured[];
  /** Requests that may still be made, and the span the quota is counted by. */
  quota: { left: number; per: "hour" | "day" } | null = null;

  constructor({ id, timeZone = "America/Chicago", sharedWith = [], rows }: PropertyInput) {
    this.id = id;
    this.timeZone = timeZone;
    this.sharedWith = new Set(sharedWith);
    this.rows = [...rows];
  }

  get dimensions(): Set<string> {
    return new Set(["date", ...this.rows.flatMap(({ dimensions = {} }) => Object.keys(dimensions))]);
  }

  get metrics(): Set<string> {
    return new Set(this.rows.flatMap(({ metrics }) => Object.keys(metrics)));
  }
}

const named = z.array(z.strictObject({ name: z.string() }));
const day = z.string().regex(/^(\d{4}-\d{2}-\d{2}|today|yesterday|\d+daysAgo)$/);
const whole = z.union([z.string().regex(/^\d+$/), z.number().int().nonnegative()]).transform(Number);
const reportSchema = z.strictObject({
  dateRanges: z
    .array(z.strictObject({ startDate: day, endDate: day }))
    .min(1)
    .max(4),
  dimensions: named.max(9).default([]),
  metrics: named.min(1).max(10),
  limit: whole.default(10_000),
  offset: whole.default(0),
  keepEmptyRows: z.boolean().default(false),
  returnPropertyQuota: z.boolean().default(false),
  orderBys: z.array(z.unknown()).default([]),
});
const MOST_ROWS = 250_000;

function dayOf(text: string, now: number): string {
  if (/^\d{4}/.test(text)) return text;
  const back = text === "today" ? 0 : text === "yesterday" ? 1 : Number(text.replace("daysAgo", ""));
  return new Date(now - back * 86_400_000).toISOString().slice(0, 10);
}

function spend(property: Property): void {
  if (property.quota === null) return;
  if (property.quota.left <= 0) {
    const { per } = property.quota;
    throw refusal(
      429,
      "RESOURCE_EXHAUSTED",
      `Exhausted property tokens per ${per}. These quota tokens will return in under ${per === "hour" ? "one hour" : "24 hours"}.`,
    );
  }
  property.quota = { ...property.quota, left: property.quota.left - 1 };
}

function unknownField(name: string, kind: "dimension" | "metric") {
  return invalidArgument(
    `Field ${name} is not a valid ${kind}. For a list of valid dimensions and metrics, see https://developers.google.com/analytics/devguides/reporting/data/v1/api-schema`,
  );
}

function runReport(property: Property, body: unknown, now: number): unknown {
  const parsed = reportSchema.safeParse(body);
  if (!parsed.success) throw invalidArgument(parsed.error.issues[0]?.message ?? "Invalid JSON payload received.");
  const { dateRanges, dimensions, metrics, limit, offset } = parsed.data;
  for (const { name } of dimensions) if (!property.dimensions.has(name)) throw unknownField(name, "dimension");
  for (const { name } of metrics) if (!property.metrics.has(name)) throw unknownField(name, "metric");
  if (limit > MOST_ROWS) throw invalidArgument(`The limit must be at most ${MOST_ROWS}.`);
  spend(property);
  const sums = new Map<string, { values: string[]; totals: number[] }>();
  for (const row of property.rows) {
    const isAsked = dateRanges.some(
      ({ startDate, endDate }) => row.date >= dayOf(startDate, now) && row.date <= dayOf(endDate, now),
    );
    if (!isAsked) continue;
    const values = dimensions.map(({ name }) =>
      name === "date" ? row.date.replaceAll("-", "") : (row.dimensions?.[name] ?? "(not set)"),
    );
    const sum = sums.get(values.join("\n")) ?? { values, totals: metrics.map(() => 0) };
    metrics.forEach(({ name }, place) => {
      sum.totals[place] = (sum.totals[place] ?? 0) + (row.metrics[name] ?? 0);
    });
    sums.set(values.join("\n"), sum);
  }
  const all = [...sums.values()];
  const rows = all.slice(offset, offset + limit).map(({ values, totals }) => ({
    dimensionValues: values.map((value) => ({ value })),
    metricValues: totals.map((total) => ({ value: String(total) })),
  }));
  return {
    dimensionHeaders: dimensions,
    metricHeaders: metrics.map(({ name }) => ({ name, type: "TYPE_INTEGER" })),
    ...(rows.length === 0 ? {} : { rows }),
    ...(all.length === 0 ? {} : { rowCount: all.length }),
    metadata: { currencyCode: "USD", timeZone: property.timeZone },
    kind: "analyticsData#runReport",
  };
}

/** Analytics Data API v1beta: `runReport`. */
export const analyticsEndpoints = (cloud: CloudParts): readonly Endpoint[] => [
  {
    method: "POST",
    path: /^\/v1beta\/properties\/(?<id>\d+):runReport$/,
    scopes: [scope("analytics.readonly"), scope("analytics")],
    run({ bearer, parts, body }: Call) {
      const property = cloud.properties.get(parts.id ?? "");
      if (property === undefined || !property.sharedWith.has(bearer.email))
        throw refusal(
          403,
          "PERMISSION_DENIED",
          "User does not have sufficient permissions for this property. To learn more about Property ID, see https://developers.google.com/analytics/devguides/reporting/data/v1/property-id.",
        );
      return runReport(property, body, cloud.clock());
    },
  },
];
