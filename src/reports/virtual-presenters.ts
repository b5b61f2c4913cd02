import sql, { join } from "sql-template-tag";
import type { Key } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";

/** Who came as a volunteer to one session, and for which organisations; people excluded from reports are in no list (ruling P3). */
export interface PresentedBy {
  readonly people: readonly string[];
  readonly organisations: readonly string[];
}

export interface Presenters {
  /** By the id of the session. */
  readonly at: ReadonlyMap<number, PresentedBy>;
  /** Organisations that each person was credited to at these sessions (ruling E5); none for the Independent. */
  readonly organisationsOf: ReadonlyMap<number, readonly string[]>;
}

interface Row {
  readonly event: number;
  readonly person: number;
  readonly name: string;
  readonly organisation: string | null;
}

const PIECE = 5_000;

/** Describes who presented at sessions, by their ids. */
export async function describePresenters(reader: Reader, keys: readonly Key[]): Promise<Presenters> {
  const ids = keys.filter((key) => typeof key === "number");
  const rows: Row[] = [];
  for (let from = 0; from < ids.length; from += PIECE)
    rows.push(
      ...(await reader.query<Row>(sql`
        SELECT p.event_id AS event, COALESCE(c.person_id, c.id) AS person, c.full_name AS name, o.name AS organisation
        FROM participation p JOIN contact c ON c.id = p.contact_id
        LEFT JOIN organization o ON o.id = p.credited_organization_id
        WHERE p.event_id IN (${join(ids.slice(from, from + PIECE))}) AND p.role = 'volunteer' AND p.counts = TRUE
          AND p.deleted_at IS NULL AND c.deleted_at IS NULL AND c.excluded = FALSE
        ORDER BY c.full_name, c.id`)),
    );
  return {
    at: gathered(
      rows,
      ({ event }) => event,
      (own) => ({
        people: distinct(own.map(({ name }) => name)),
        organisations: distinct(own.flatMap(({ organisation }) => organisation ?? [])),
      }),
    ),
    organisationsOf: gathered(
      rows,
      ({ person }) => person,
      (own) => distinct(own.flatMap(({ organisation }) => organisation ?? [])),
    ),
  };
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)].sort();

function gathered<Told>(
  rows: readonly Row[],
  keyOf: (row: Row) => number,
  tell: (own: readonly Row[]) => Told,
): ReadonlyMap<number, Told> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const own = groups.get(keyOf(row));
    if (own) own.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return new Map([...groups].map(([key, own]) => [key, tell(own)]));
}
