import sql, { empty, join, type Sql } from "sql-template-tag";
import { eventTypeLabel, schoolYearLabel } from "../domain/index.js";
import { PERSON } from "./columns.js";
import type { DimensionId, Key } from "./model.js";

/** How a record is put into buckets of a dimension, and how it is asked for. */
export interface Dimension {
  readonly id: DimensionId;
  readonly label: string;
  /** Other words that name it. */
  readonly also: readonly string[];
  /** What the bucket of records without a value is called; null where every record has one. */
  readonly unknown: string | null;
  /** Rows in order of the key (time), or the largest first. */
  readonly order: "key" | "size";
  readonly sensitivity: "open" | "name";
  /** Whether commands offer it. */
  readonly offered: boolean;
  /** Read from the event alone, or from one participation. */
  readonly of: "event" | "volunteer participation";
  /** Joins that the key and label need, from e (event), and p, c (participation, contact). */
  readonly joins: Sql;
  readonly key: Sql;
  readonly labelled: Sql | null;
  /** The label of a bucket; `text` is what `labelled` gave. */
  readonly name: (key: Exclude<Key, null>, text: string | null) => string;
  /** Holds when a record has any of the values. */
  readonly has: (values: readonly Key[]) => Sql;
  /** An event may be in several buckets (district): found by EXISTS, never by a join. */
  readonly many: boolean;
}

export const anyOf = (expression: Sql, values: readonly Key[]): Sql => {
  const known = values.filter((value) => value !== null);
  const parts = known.length > 0 ? [sql`${expression} IN (${join(known)})`] : [];
  if (known.length < values.length) parts.push(sql`${expression} IS NULL`);
  return parts.length === 1 ? sql`${parts[0]}` : sql`(${join(parts, " OR ")})`;
};

const plain = (key: Exclude<Key, null>, text: string | null): string => text ?? String(key);

type Given = Pick<Dimension, "id" | "label" | "key"> & Partial<Dimension>;
const dimension = (given: Given): Dimension => ({
  also: [],
  unknown: null,
  order: "size",
  sensitivity: "open",
  offered: true,
  of: "event",
  joins: empty,
  labelled: null,
  name: plain,
  has: (values) => anyOf(given.key, values),
  many: false,
  ...given,
});

const district = dimension({
  id: "district",
  label: "District",
  also: ["districts"],
  unknown: "Unknown",
  joins: sql`LEFT JOIN event_district ed ON ed.event_id = e.id LEFT JOIN district d ON d.id = ed.district_id`,
  key: sql`ed.district_id`,
  labelled: sql`d.name`,
  many: true,
  has(values) {
    const known = values.filter((value) => value !== null);
    const parts: Sql[] = [];
    if (known.length > 0) {
      parts.push(
        sql`EXISTS (SELECT 1 FROM event_district x WHERE x.event_id = e.id AND x.district_id IN (${join(known)}))`,
      );
    }
    if (known.length < values.length)
      parts.push(sql`NOT EXISTS (SELECT 1 FROM event_district x WHERE x.event_id = e.id)`);
    return sql`(${join(parts, " OR ")})`;
  },
});

const school = dimension({
  id: "school",
  label: "School",
  also: ["schools"],
  unknown: "Unknown",
  joins: sql`LEFT JOIN school s ON s.id = e.school_id`,
  key: sql`e.school_id`,
  labelled: sql`s.name`,
});

const schoolYear = dimension({
  id: "school_year",
  label: "School year",
  also: ["year", "years", "school-year", "schoolyear", "sy"],
  order: "key",
  key: sql`e.school_year`,
  name: (key) => schoolYearLabel(Number(key)),
});

const month = dimension({
  id: "month",
  label: "Month",
  also: ["months"],
  order: "key",
  key: sql`substr(e.local_date, 1, 7)`,
});

const eventType = dimension({
  id: "event_type",
  label: "Event type",
  also: ["type", "types", "event-type"],
  key: sql`e.type`,
  name: (key) => eventTypeLabel(String(key)),
});

const format = dimension({
  id: "format",
  label: "Format",
  also: ["formats"],
  key: sql`e.format`,
  name: (key) => formatLabel(String(key)),
});

const event = dimension({
  id: "event",
  label: "Event",
  offered: false,
  key: sql`e.id`,
  labelled: sql`e.title`,
});

/** Bucket of events at which no volunteer is recorded: not the same as one who is Independent. */
export const NOBODY = "";

/** The Bible's M40 compares names exactly; a name shared by two accounts is one organisation. */
const organisation = dimension({
  id: "organisation",
  label: "Organisation",
  also: ["org", "orgs", "organisations", "organization", "organizations", "company"],
  unknown: "Independent",
  of: "volunteer participation",
  joins: sql`LEFT JOIN organization o ON o.id = p.credited_organization_id`,
  key: sql`o.name`,
  name: (key) => (key === NOBODY ? "No volunteer recorded" : String(key)),
  labelled: sql`o.name`,
  has(values) {
    const known = values.filter((value) => value !== null);
    const parts: Sql[] = [];
    if (known.length > 0) {
      parts.push(sql`p.credited_organization_id IN (SELECT id FROM organization WHERE name IN (${join(known)}))`);
    }
    if (known.length < values.length) parts.push(sql`p.credited_organization_id IS NULL`);
    return parts.length === 1 ? sql`${parts[0]}` : sql`(${join(parts, " OR ")})`;
  },
});

const volunteer = dimension({
  id: "volunteer",
  label: "Volunteer",
  sensitivity: "name",
  offered: false,
  of: "volunteer participation",
  joins: sql`LEFT JOIN contact v ON v.id = ${PERSON}`,
  key: PERSON,
  labelled: sql`v.full_name`,
});

export const DIMENSION: Readonly<Record<DimensionId, Dimension>> = {
  district,
  school,
  school_year: schoolYear,
  month,
  event_type: eventType,
  format,
  organisation,
  volunteer,
  event,
};

export const formatLabel = (format: string): string => (format === "virtual" ? "Virtual" : "In person");

/** The dimension that a word names, as in by:year. */
export function dimensionNamed(word: string): Dimension | null {
  const folded = word.trim().toLowerCase().replaceAll(" ", "_");
  const found = Object.values(DIMENSION).find(
    ({ id, also }) => id === folded || also.includes(folded.replaceAll("_", "-")) || also.includes(folded),
  );
  return found ?? null;
}
