import sql from "sql-template-tag";
import { PathwayNames, type PathwaysRead } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { wholeEvents } from "./districts.js";
import { type Finding, settleFlags } from "./flags.js";
import type { DerivePool, Rules } from "./model.js";
import { goneInto } from "./same-sessions.js";

/** Why an event belongs to a pathway; of several reasons the first of these is kept. */
export type PathwayBasis = "link" | "attendance" | "skill" | "cluster" | "topic" | "stem";

interface EventRow {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly skills_raw: string | null;
  readonly career_cluster: string | null;
  readonly series: string | null;
}
interface DetailRow {
  readonly event_id: number;
  readonly pathway: string | null;
  readonly is_stem: boolean | number;
}

/** Pathway → why, of one event. */
type Belonging = ReadonlyMap<string, PathwayBasis>;

const UNRESOLVED = { kind: "pathway_unresolved", entity: "event", severity: "warning" } as const;

/**
 * Says which pathways each event belongs to and why (ruling E8): by its pathway–session link, its attendance detail, a skill tag "PWY-…", its career
 * cluster or topic, and for STEM the STEM checkbox. Text that config/pathways.yml does not know raises a flag. @returns rows written
 */
export async function derivePathways(pool: DerivePool, rules: Rules): Promise<{ rows: number; flags: number }> {
  const names = new PathwayNames(rules.organization.pathways);
  const links = await readLinks(pool);
  const details = await readDetails(pool);
  const wanted = new Map<number, Belonging>();
  const unresolved: Finding[] = [];
  for (const event of await readEvents(pool)) {
    const read = readingsOf(event, links.get(event.id) ?? [], details.get(event.id), names);
    wanted.set(event.id, belongingOf(read));
    // A series is a title, which need not name a pathway.
    const unknown = [...new Set(read.flatMap(([basis, { unknown }]) => (basis === "topic" ? [] : unknown)))];
    if (unknown.length > 0)
      unresolved.push({
        source: event.source,
        source_id: event.source_id,
        detail: `config/pathways.yml has no pathway for: ${unknown.join(", ")}.`,
      });
  }
  // A session that is another, as people decided, answers for the one that stays where nothing is said of that itself.
  for (const [stays, gone] of await goneInto(pool)) {
    const own = wanted.get(stays);
    const others = gone.map((id) => wanted.get(id)).find((each) => each !== undefined && each.size > 0);
    if (others !== undefined && (own === undefined || own.size === 0)) wanted.set(stays, others);
    for (const id of gone) wanted.delete(id);
  }
  const rows = await store(pool, wanted);
  return { rows, flags: await settleFlags(pool, UNRESOLVED, unresolved, rules.now) };
}

function readingsOf(
  event: EventRow,
  links: readonly string[],
  detail: DetailRow | undefined,
  names: PathwayNames,
): (readonly [PathwayBasis, PathwaysRead])[] {
  return [
    ...links.map((name) => ["link", names.named(name)] as const),
    ["attendance", names.named(detail?.pathway ?? null)],
    ["skill", names.tagged(event.skills_raw)],
    ["cluster", names.clustered(event.career_cluster)],
    ["topic", names.clustered(event.series)],
    ...(detail?.is_stem ? [["stem", names.checked] as const] : []),
  ];
}

function belongingOf(read: readonly (readonly [PathwayBasis, PathwaysRead])[]): Belonging {
  const belonging = new Map<string, PathwayBasis>();
  for (const [basis, { pathways }] of read) {
    for (const pathway of pathways) if (!belonging.has(pathway)) belonging.set(pathway, basis);
  }
  return belonging;
}

function readEvents(reader: Reader): Promise<EventRow[]> {
  return reader.query<EventRow>(sql`
    SELECT id, source, source_id, skills_raw, career_cluster, series FROM event WHERE deleted_at IS NULL ORDER BY id`);
}

/** Names of the pathways that each event is linked to. */
async function readLinks(reader: Reader): Promise<ReadonlyMap<number, readonly string[]>> {
  const rows = await reader.query<{ event_id: number; name: string }>(sql`
    SELECT s.event_id, w.name FROM pathway_session s JOIN pathway w ON w.id = s.pathway_id
    WHERE s.deleted_at IS NULL AND w.deleted_at IS NULL ORDER BY w.name, w.id`);
  const links = new Map<number, string[]>();
  for (const { event_id, name } of rows) links.set(event_id, [...(links.get(event_id) ?? []), name]);
  return links;
}

/** The entry that stands for each event: human before sheet, then the newest (ruling E6). */
async function readDetails(reader: Reader): Promise<ReadonlyMap<number, DetailRow>> {
  const rows = await reader.query<DetailRow>(sql`
    SELECT event_id, pathway, is_stem FROM attendance_detail WHERE reversed_at IS NULL
    ORDER BY CASE entered_by_kind WHEN 'human' THEN 1 ELSE 0 END, entered_at, id`);
  return new Map(rows.map((row) => [row.event_id, row]));
}

const STAGE = {
  name: "stage_event_pathway",
  columns: [
    { name: "event_id", type: "integer" },
    { name: "pathway", type: "text" },
    { name: "basis", type: "text" },
    { name: "wanted", type: "boolean" },
  ],
} as const;

/** Writes the difference between what is wanted and what is there. */
async function store(pool: DerivePool, wanted: ReadonlyMap<number, Belonging>): Promise<number> {
  const there = await pool.query<{ event_id: number; pathway: string; basis: string }>(
    sql`SELECT event_id, pathway, basis FROM event_pathway`,
  );
  const known = new Map(there.map((row) => [`${row.event_id} ${row.pathway}`, row.basis]));
  const changed: (readonly [number, string, string, boolean])[] = [];
  for (const [event, belonging] of wanted) {
    for (const [pathway, basis] of belonging) {
      if (known.get(`${event} ${pathway}`) !== basis) changed.push([event, pathway, basis, true]);
    }
  }
  for (const { event_id, pathway, basis } of there) {
    if (wanted.get(event_id)?.has(pathway) !== true) changed.push([event_id, pathway, basis, false]);
  }
  for (const piece of wholeEvents(changed)) {
    await pool.transaction(async (tx) => {
      await tx.stage(STAGE, piece);
      await tx.run(sql`
        DELETE FROM event_pathway
        WHERE (event_id, pathway) IN (SELECT s.event_id, s.pathway FROM stage_event_pathway s WHERE NOT s.wanted)`);
      await tx.run(sql`
        INSERT INTO event_pathway (event_id, pathway, basis)
        SELECT s.event_id, s.pathway, s.basis FROM stage_event_pathway s WHERE s.wanted
        ON CONFLICT (event_id, pathway) DO UPDATE SET basis = excluded.basis`);
    });
  }
  return changed.length;
}
