import sql, { join } from "sql-template-tag";
import type { Period } from "../domain/index.js";
import { computeMetrics, type DimensionId, type FigureRow, type Filters, type KeptRecord } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import { type Cell, type Column, column } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import { recordUrl } from "./events.js";
import { inPieces } from "./pieces.js";

/** What a list of volunteers says of one person, over all of their records. */
export interface ListedVolunteer {
  readonly name: string;
  readonly title: string | null;
  readonly link: string | null;
  /** Salesforce's own first-volunteer date: a roll-up that Polaris does not count by (domain row 17). */
  readonly salesforceFirst: string | null;
  /** Known to Pathful, by its user id or role. */
  readonly isConnector: boolean;
}

interface PersonRow {
  readonly person: number;
  readonly full_name: string;
  readonly title: string | null;
  readonly source: string;
  readonly source_id: string;
  readonly first_on: string | null;
  readonly connector: number;
}

/** As the index of the few says it. */
const SAYS_SO = sql`(k.pathful_user_id IS NOT NULL OR k.connector_role IS NOT NULL OR k.connector_active = TRUE)`;
const OF_PATHFUL = sql`SELECT u.contact_id FROM pathful_user u WHERE u.deleted_at IS NULL`;
const CONNECTOR = sql`(${SAYS_SO} OR k.id IN (${OF_PATHFUL}))`;

/** People by their person ids, described by the record that has the id and by what any of their records says. */
export async function listedVolunteers(
  reader: Reader,
  organization: Organization,
  ids: readonly number[],
): Promise<ReadonlyMap<number, ListedVolunteer>> {
  const found = new Map<number, ListedVolunteer>();
  const rows = await inPieces(ids, (piece) =>
    reader.query<PersonRow>(sql`
      SELECT c.id AS person, c.full_name, c.title, c.source, c.source_id, MIN(k.first_volunteer_on) AS first_on,
        MAX(CASE WHEN ${CONNECTOR} THEN 1 ELSE 0 END) AS connector
      FROM contact c JOIN contact k ON (k.person_id = c.id OR k.id = c.id) AND k.deleted_at IS NULL
      WHERE c.id IN (${join(piece)})
      GROUP BY c.id, c.full_name, c.title, c.source, c.source_id`),
  );
  for (const { person, full_name, title, source, source_id, first_on, connector } of rows)
    found.set(person, {
      name: full_name,
      title,
      link: recordUrl(organization, source, "Contact", source_id),
      salesforceFirst: first_on,
      isConnector: connector === 1,
    });
  return found;
}

/** Person ids of everybody whom Pathful knows. */
export async function connectorVolunteers(reader: Reader): Promise<readonly number[]> {
  const rows = await reader.query<{ person: number }>(sql`
    SELECT COALESCE(k.person_id, k.id) AS person FROM contact k WHERE k.deleted_at IS NULL AND ${SAYS_SO}
    UNION SELECT COALESCE(k.person_id, k.id) FROM contact k WHERE k.deleted_at IS NULL AND k.id IN (${OF_PATHFUL})`);
  return rows.map(({ person }) => person);
}

/** Holds figures to some people; to nobody where there are none. */
export const only = (people: readonly number[]): Filters => [
  { dimension: "volunteer", values: (people.length > 0 ? people : [-1]).map((key) => ({ key, label: String(key) })) },
];

/** The newest or the oldest record of each person, of records that come newest first. */
export function endOf(records: readonly KeptRecord[], which: "first" | "last"): ReadonlyMap<number, KeptRecord> {
  const ends = new Map<number, KeptRecord>();
  for (const record of records) {
    if (record.person === null || (which === "last" && ends.has(record.person))) continue;
    ends.set(record.person, record);
  }
  return ends;
}

/** Rows of some metrics by a dimension, without a total. */
export const rowsBy = async (
  reader: Reader,
  organization: Organization,
  asked: {
    readonly metrics: readonly string[];
    readonly by: DimensionId;
    readonly period: Period;
    readonly filters: Filters;
    readonly today: string;
  },
): Promise<readonly FigureRow[]> => {
  const { period, ...rest } = asked;
  return (await computeMetrics(reader, organization, { ...rest, periods: [period], rowsOnly: true })).rows;
};

export const figureOf = (row: FigureRow | undefined, id: string): number => Number(row?.figures[id]?.at(-1) ?? 0);

export const VOLUNTEER: readonly Column[] = [
  column("volunteer", "Volunteer", "text", "name"),
  column("title", "Title", "text", "name"),
  column("organisation", "Organisation", "text", "open"),
];
export const RECORD = column("record", "Record", "link", "open", { linkLabel: "volunteer" });

export const volunteerCells = (
  who: ListedVolunteer | undefined,
  record: KeptRecord | undefined,
  row: FigureRow,
): Cell[] => [who?.name ?? row.label, who?.title ?? null, record?.organisation ?? "Independent"];
