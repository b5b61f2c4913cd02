import sql from "sql-template-tag";
import { splitEventSkills } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import type { MatchAsk } from "./model.js";

/** "5th Grade:", "K-2:", "9-12": for whom a title says an event is. */
const GRADE = /\b(?:pre-?k|k|\d{1,2}(?:st|nd|rd|th)?)\s*[-–]\s*\d{1,2}(?:th)?\b|\b\d{1,2}(?:st|nd|rd|th)\s+grade\b/iu;

export const gradeIn = (title: string): string | null => GRADE.exec(title)?.[0] ?? null;

/** What an event asks for; null when it is no longer there. */
export async function askOfEvent(reader: Reader, id: number): Promise<MatchAsk | null> {
  const [row] = await reader.query<EventRow>(sql`
    SELECT e.id, e.source, e.source_id, e.title, e.description, e.additional_information, e.type, e.format, e.status, e.local_date, e.local_time,
      e.starts_at, e.ends_at, e.duration_minutes, e.school_id, s.name AS school, e.series, e.career_cluster, e.skills_raw
    FROM event e LEFT JOIN school s ON s.id = e.school_id WHERE e.id = ${id} AND e.deleted_at IS NULL`);
  if (row === undefined) return null;
  const places = await reader.query<{ kind: string; value: string }>(sql`
    SELECT 'district' AS kind, CAST(district_id AS TEXT) AS value FROM event_district WHERE event_id = ${id}
    UNION ALL SELECT 'pathway' AS kind, pathway AS value FROM event_pathway WHERE event_id = ${id}`);
  const valuesOf = (kind: string) => [
    ...new Set(places.filter((each) => each.kind === kind).map(({ value }) => value)),
  ];
  return {
    title: row.title,
    description: [row.description, row.additional_information].filter((text) => text !== null).join(" ") || null,
    type: row.type,
    format: row.format === "virtual" ? "virtual" : "in_person",
    pathways: valuesOf("pathway"),
    grade: gradeIn(row.title),
    cluster: row.career_cluster,
    tags: splitEventSkills(row.skills_raw)
      .filter(({ group }) => group === null || group === "Skill" || group === "Pathway")
      .map(({ name }) => name),
    event: {
      id: row.id,
      source: row.source,
      sourceId: row.source_id,
      status: row.status,
      date: row.local_date,
      time: row.local_time,
      startsAt: row.starts_at,
      endsAt: row.ends_at,
      durationMinutes: row.duration_minutes,
      schoolId: row.school_id,
      school: row.school,
      districtIds: valuesOf("district").map(Number),
      series: row.series,
    },
  };
}

interface EventRow {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly title: string;
  readonly description: string | null;
  readonly additional_information: string | null;
  readonly type: string;
  readonly format: string;
  readonly status: string;
  readonly local_date: string;
  readonly local_time: string;
  readonly starts_at: string;
  readonly ends_at: string | null;
  readonly duration_minutes: number | null;
  readonly school_id: number | null;
  readonly school: string | null;
  readonly series: string | null;
  readonly career_cluster: string | null;
  readonly skills_raw: string | null;
}
