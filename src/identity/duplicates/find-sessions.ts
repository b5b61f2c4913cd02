import sql from "sql-template-tag";
import { foldText } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import { type Breathe, field, inSlices, type Plan } from "../likeness/index.js";
import { type Keyed, looking } from "./find-model.js";

export interface SessionRecord extends Keyed {
  readonly title: string;
  /** Folded. */
  readonly titleKey: string;
  readonly localDate: string;
  /** HH:MM, in the organisation's zone. */
  readonly localTime: string;
  readonly school: { readonly id: number; readonly name: string } | null;
  readonly format: string;
  readonly pathfulSession: string | null;
  /** Person → name. */
  readonly presenters: ReadonlyMap<number, string>;
}

async function readSessions(reader: Reader, _: unknown, breathe: Breathe): Promise<SessionRecord[]> {
  const rows = await reader.query<{
    id: number;
    source: string;
    source_id: string;
    title: string;
    local_date: string;
    local_time: string;
    school_id: number | null;
    school: string | null;
    format: string;
    pathful_session_id: string | null;
  }>(sql`
    SELECT e.id, e.source, e.source_id, e.title, e.local_date, e.local_time, e.school_id, s.name AS school, e.format, e.pathful_session_id
    FROM event e LEFT JOIN school s ON s.id = e.school_id
    WHERE e.deleted_at IS NULL ORDER BY e.id`);
  await breathe();
  const presenters = await reader.query<{ id: number; person: number; name: string }>(sql`
    SELECT COALESCE(p.recorded_event_id, p.event_id) AS id, COALESCE(c.person_id, c.id) AS person, MIN(c.full_name) AS name
    FROM participation p JOIN contact c ON c.id = p.contact_id
    WHERE p.role = 'volunteer' AND p.deleted_at IS NULL AND c.deleted_at IS NULL GROUP BY 1, 2 ORDER BY 1, 2`);
  const byEvent = new Map<number, Map<number, string>>();
  for (const { id, person, name } of presenters) byEvent.set(id, (byEvent.get(id) ?? new Map()).set(person, name));
  await breathe();
  const record = (row: (typeof rows)[number]): SessionRecord => ({
    id: row.id,
    source: row.source,
    sourceId: row.source_id,
    title: row.title,
    titleKey: foldText(row.title),
    localDate: row.local_date,
    localTime: row.local_time,
    school: row.school_id === null ? null : { id: row.school_id, name: row.school ?? "" },
    format: row.format,
    pathfulSession: row.pathful_session_id,
    presenters: byEvent.get(row.id) ?? new Map(),
  });
  return inSlices(rows, record, breathe);
}

/**
 * How sessions are compared (ruling EV1): one local date, one title and a common presenter or school make a candidate; two Pathful session ids are two
 * sessions, whatever else they share. Nothing is learned, since that rule and no likeness decides what is proposed.
 */
export const sessionPlan: Plan<SessionRecord> = {
  learns: false,
  fields: [
    field({
      name: "title",
      read: (record: SessionRecord) => record,
      text: ({ title }) => title,
      levels: [{ name: "exact", holds: (a, b) => a.titleKey === b.titleKey, m: 0.95, u: 0.015 }],
    }),
    field({
      name: "date",
      read: ({ localDate }: SessionRecord) => localDate,
      text: (date) => date,
      levels: [{ name: "exact", holds: (a, b) => a === b, m: 0.98, u: 0.002 }],
    }),
    field({
      name: "time",
      read: ({ localTime }: SessionRecord) => localTime || null,
      text: (time) => time,
      levels: [{ name: "exact", holds: (a, b) => a === b, m: 0.8, u: 0.15 }],
    }),
    field({
      name: "school",
      read: ({ school }: SessionRecord) => school,
      text: ({ name }) => name,
      levels: [{ name: "exact", holds: (a, b) => a.id === b.id, m: 0.85, u: 0.05 }],
    }),
    field({
      name: "format",
      read: ({ format }: SessionRecord) => format,
      text: (format) => format,
      levels: [{ name: "exact", holds: (a, b) => a === b, m: 0.97, u: 0.6 }],
    }),
    field({
      name: "presenter",
      read: ({ presenters }: SessionRecord) => (presenters.size === 0 ? null : presenters),
      text: (presenters) => [...presenters.values()].join(", "),
      levels: [{ name: "exact", holds: haveCommonPresenter, m: 0.7, u: 0.005 }],
    }),
  ],
  blocks: [
    {
      name: "date and title",
      fields: ["date", "title"],
      keys: ({ localDate, titleKey }) => (titleKey === "" ? [] : [`${localDate} ${titleKey}`]),
    },
  ],
  isSure: (level) => ["title", "date", "time", "presenter"].every((name) => level(name) === "exact"),
  conflict: (a, b) => {
    if (a.pathfulSession !== null && b.pathfulSession !== null) return "two Pathful sessions";
    if (a.localDate !== b.localDate || a.titleKey !== b.titleKey) return "another date or title";
    const isAtOneSchool = a.school !== null && a.school.id === b.school?.id;
    return isAtOneSchool || haveCommonPresenter(a.presenters, b.presenters) ? null : "nothing in common";
  },
};

function haveCommonPresenter(a: ReadonlyMap<number, string>, b: ReadonlyMap<number, string>): boolean {
  return [...a.keys()].some((person) => b.has(person));
}

export const sessions = looking<SessionRecord>({ read: readSessions, plan: () => sessionPlan });
