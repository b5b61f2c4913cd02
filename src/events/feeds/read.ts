import sql from "sql-template-tag";
import { foldText, localDay } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import { cleanLine } from "../../reply/index.js";
import type { Organization } from "../../runtime/index.js";
import type { Feed, PublishedSession } from "./model.js";

/** "grandview-school-district" */
export const districtSlug = (name: string): string => foldText(name).split(" ").filter(Boolean).join("-");

interface Row {
  readonly source: string;
  readonly source_id: string;
  readonly title: string;
  readonly status: string;
  readonly starts_at: string;
  readonly ends_at: string | null;
  readonly duration_minutes: number | null;
  readonly local_date: string;
  readonly local_time: string;
  readonly career_cluster: string | null;
  readonly link: string | null;
  readonly changed_at: string;
  readonly decided_at: string | null;
}

const STATUSES: Readonly<Record<string, PublishedSession["status"]>> = {
  Confirmed: "confirmed",
  Published: "published",
  Cancelled: "cancelled",
};

/**
 * The connector sessions from today on that are confirmed or published, of all districts or of the one whose name or alias makes this slug; null for a slug
 * that no district has. A session called off stays, marked, until its day is over, so that calendars take it out: one that has a link to register was public.
 */
export async function publicFeed(
  reader: Reader,
  organization: Organization,
  { slug, now }: { readonly slug: string | null; readonly now: string },
): Promise<Feed | null> {
  const { name, timeZone, pathful } = organization;
  const district = slug === null ? null : await districtOf(reader, organization, slug);
  if (slug !== null && district === null) return null;
  const ofDistrict =
    district === null
      ? sql`TRUE`
      : sql`EXISTS (SELECT 1 FROM event_district ed WHERE ed.event_id = e.id AND ed.district_id = ${district.id})`;
  const rows = await reader.query<Row>(sql`
    SELECT f.* FROM (
      SELECT e.id, e.source, e.source_id, e.title, e.status, e.starts_at, e.ends_at, e.duration_minutes, e.local_date, e.local_time,
        e.career_cluster, COALESCE(e.registration_link, e.session_link) AS link, COALESCE(e.modified_at, e.first_seen_at) AS changed_at,
        (SELECT MAX(COALESCE(dc.reversed_at, dc.decided_at)) FROM decision dc
          WHERE dc.kind = 'event_status' AND dc.subject = 'event' AND dc.source = e.source AND dc.source_id = e.source_id) AS decided_at
      FROM event e
      WHERE e.deleted_at IS NULL AND e.same_as_id IS NULL AND e.format = 'virtual' AND e.local_date >= ${localDay(now, timeZone)} AND ${ofDistrict}
    ) f
    WHERE f.status IN ('Confirmed', 'Published') OR (f.status = 'Cancelled' AND f.link IS NOT NULL)
    ORDER BY f.starts_at, f.id`);
  return {
    organization: name,
    timeZone,
    district: district?.name ?? null,
    sessions: rows.map((row) => sessionOf(row, pathful.sessionMinutes)),
  };
}

function sessionOf(row: Row, usualMinutes: number): PublishedSession {
  const minutes = row.duration_minutes !== null && row.duration_minutes > 0 ? row.duration_minutes : usualMinutes;
  const hasEnd = row.ends_at !== null && row.ends_at > row.starts_at;
  const title = cleanLine(row.title);
  return {
    uid: `${row.source}-${row.source_id}@polaris`,
    title,
    status: STATUSES[row.status] ?? "confirmed",
    date: row.local_date,
    time: row.local_time,
    startsAt: row.starts_at,
    endsAt:
      hasEnd && row.ends_at !== null
        ? row.ends_at
        : new Date(Date.parse(row.starts_at) + minutes * 60_000).toISOString(),
    grades: gradesIn(title),
    careerCluster: row.career_cluster,
    link: publicLink(row.link),
    changedAt: row.decided_at !== null && row.decided_at > row.changed_at ? row.decided_at : row.changed_at,
  };
}

const GRADES = /^((?:pre-?k|k|\d{1,2}(?:st|nd|rd|th)?)(?:\s*[-–]\s*\d{1,2}(?:st|nd|rd|th)?)?(?:\s+grades?)?)\s*:/i;

/** Titles begin with the grades that a session is for: "K-2: …", "1st Grade: …", "4-5 Grade: …". */
export const gradesIn = (title: string): string | null => GRADES.exec(title)?.[1] ?? null;

/** A web address that may stand on a public page; nothing else does. */
function publicLink(link: string | null): string | null {
  if (link === null || !/^https?:\/\//i.test(link) || !URL.canParse(link)) return null;
  const url = new URL(link);
  return url.username === "" && url.password === "" ? url.href : null;
}

async function districtOf(
  reader: Reader,
  { districtAliases }: Organization,
  slug: string,
): Promise<{ readonly id: number; readonly name: string } | null> {
  const districts = await reader.query<{ id: number; name: string }>(
    sql`SELECT id, name FROM district WHERE deleted_at IS NULL ORDER BY id`,
  );
  const byName = districts.find(({ name }) => districtSlug(name) === slug);
  const byAlias = districts.find(({ name }) =>
    (districtAliases[name] ?? []).some((alias) => districtSlug(alias) === slug),
  );
  return byName ?? byAlias ?? null;
}
