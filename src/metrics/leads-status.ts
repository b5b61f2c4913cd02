import sql, { empty, type Sql } from "sql-template-tag";
import { addDays, instantOf, weekdayOf } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import { askedOf, type LeadScope } from "./leads.js";
import { all } from "./window.js";

/*
 * The status of Salesforce leads over time, from what each sync saw (`lead_status`): how long leads stay in a status, what share was in each at the end of a
 * week, and where they stand in outreach. Nothing is known of the days before the first sync that kept it.
 */

const DAY = 86_400_000;

/** Spells in a status that began and ended within the same minutes. */
export interface Spells {
  readonly status: string;
  /** ISO-8601 UTC to the minute: "2026-11-15T06:00". */
  readonly began: string;
  /** Null while it is so. */
  readonly ended: string | null;
  readonly leads: number;
}

/** Those of Salesforce's leads that are leads of the sources and states asked for; without either, every lead of Salesforce. */
function ofLeads(id: Sql, asked: Omit<LeadScope, "period">): Sql {
  const conditions = askedOf("lead", asked);
  return conditions.length === 0
    ? empty
    : sql`AND ${id} IN (SELECT l.salesforce_id FROM lead l WHERE l.salesforce_id IS NOT NULL AND ${all(conditions)})`;
}

/**
 * Every spell there is, alike ones together. The history has a row for each stage of outreach too: a lead that reaches another stage stays in its status,
 * and one that was gone in between begins anew.
 */
export async function leadSpells(reader: Reader, asked: Omit<LeadScope, "period">): Promise<Spells[]> {
  const rows = await reader.query<Spells>(sql`
    SELECT s.status, substr(s.from_at, 1, 16) AS began, substr(s.to_at, 1, 16) AS ended, COUNT(*) AS leads
    FROM lead_status s WHERE TRUE ${ofLeads(sql`s.source_id`, asked)}
    GROUP BY s.status, substr(s.from_at, 1, 16), substr(s.to_at, 1, 16)`);
  // Turns are few: looked up apart, so that not every row has to be put in the order of its lead.
  const turns = await reader.query<Turn>(sql`
    SELECT s.source_id AS id, s.status, s.from_at AS began, s.to_at AS turned, n.to_at AS ended
    FROM lead_status s JOIN lead_status n
      ON n.source = s.source AND n.source_id = s.source_id AND n.from_at = s.to_at AND n.status = s.status
    WHERE s.to_at > s.from_at ${ofLeads(sql`s.source_id`, asked)}`);
  const spells = turns.length === 0 ? rows : joined(rows, turns);
  return [...spells].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** A lead that reached another stage of outreach and stayed in its status: two rows of the history that follow each other. */
interface Turn {
  readonly id: string;
  readonly status: string;
  readonly began: string;
  readonly turned: string;
  readonly ended: string | null;
}

const keyOf = ({ status, began, ended }: Omit<Spells, "leads">): string => [status, began, ended ?? "~"].join("\n");

/** The same rows, of which those of one lead that are one spell count as one. */
function joined(rows: readonly Spells[], turns: readonly Turn[]): Spells[] {
  const spells = new Map(rows.map((each) => [keyOf(each), each]));
  const count = (status: string, from: string, to: string | null, leads: number): void => {
    const spell = { status, began: from.slice(0, 16), ended: to?.slice(0, 16) ?? null };
    spells.set(keyOf(spell), { ...spell, leads: (spells.get(keyOf(spell))?.leads ?? 0) + leads });
  };
  const place = (id: string, at: string): string => `${id} ${at}`;
  const onwards = new Map(turns.map((turn) => [place(turn.id, turn.began), turn]));
  const reached = new Set(turns.map(({ id, turned }) => place(id, turned)));
  const endOf = ({ id, turned, ended }: Turn): string | null => {
    const next = onwards.get(place(id, turned));
    return next === undefined ? ended : endOf(next);
  };
  for (const turn of turns) {
    const { id, status, began, turned, ended } = turn;
    count(status, turned, ended, -1);
    if (reached.has(place(id, began))) continue;
    count(status, began, turned, -1);
    count(status, began, endOf(turn), 1);
  }
  return [...spells.values()].filter(({ leads }) => leads > 0);
}

/** How long some spells lasted, in days; those that are not over yet, so far. */
export interface Lasted {
  readonly leads: number;
  readonly median: number;
  readonly mean: number;
}

export interface TimeInStatus {
  readonly status: string;
  /** Null where no lead has left it yet. */
  readonly over: Lasted | null;
  /** Null where no lead is in it now. */
  readonly open: Lasted | null;
}

/** Time in each status, spells that are over and those that go on apart, as these would make it shorter than it is. */
export function timeInStatus(spells: readonly Spells[], now: string): TimeInStatus[] {
  const days = ({ began, ended }: Spells): number =>
    (Date.parse(`${ended ?? now.slice(0, 16)}Z`) - Date.parse(`${began}Z`)) / DAY;
  const lasted = (some: readonly Spells[]): Lasted | null =>
    some.length === 0 ? null : lastedOf(some.map((each) => ({ days: days(each), leads: each.leads })));
  return statusesIn(spells).map((status) => {
    const own = spells.filter((each) => each.status === status);
    return {
      status,
      over: lasted(own.filter(({ ended }) => ended !== null)),
      open: lasted(own.filter(({ ended }) => ended === null)),
    };
  });
}

/** Statuses by how many leads were ever in them, the most first. */
export function statusesIn(spells: readonly Spells[]): string[] {
  const sums = new Map<string, number>();
  for (const { status, leads } of spells) sums.set(status, (sums.get(status) ?? 0) + leads);
  return [...sums].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)).map(([status]) => status);
}

function lastedOf(some: readonly { readonly days: number; readonly leads: number }[]): Lasted {
  const sorted = [...some].sort((a, b) => a.days - b.days);
  const leads = sorted.reduce((sum, each) => sum + each.leads, 0);
  const at = (place: number): number => {
    let before = 0;
    for (const each of sorted) {
      before += each.leads;
      if (place < before) return each.days;
    }
    return sorted.at(-1)?.days ?? 0;
  };
  const half = Math.floor(leads / 2);
  return {
    leads,
    median: leads % 2 === 1 ? at(half) : (at(half - 1) + at(half)) / 2,
    mean: sorted.reduce((sum, each) => sum + each.days * each.leads, 0) / leads,
  };
}

/** Where the leads stood at the end of one week. */
export interface WeekOfStatuses {
  /** The Sunday it ended on. */
  readonly sunday: string;
  /** Null before anything was kept, which is not nobody. */
  readonly leads: number | null;
  /** Status → leads. */
  readonly statuses: ReadonlyMap<string, number>;
}

/** The last weeks that are over, each ending on a Sunday, oldest first: a lead counts in the status it had when the Sunday ended. */
export function statusWeeks(
  spells: readonly Spells[],
  { today, timeZone, weeks }: { readonly today: string; readonly timeZone: string; readonly weeks: number },
): WeekOfStatuses[] {
  const last = addDays(today, -weekdayOf(today));
  const began = historySince(spells);
  return Array.from({ length: weeks }, (_, place) => {
    const sunday = addDays(last, -7 * (weeks - 1 - place));
    const end = instantOf(addDays(sunday, 1), "00:00", timeZone).slice(0, 16);
    const then = spells.filter((each) => each.began < end && (each.ended === null || each.ended >= end));
    const statuses = new Map<string, number>();
    for (const { status, leads } of then) statuses.set(status, (statuses.get(status) ?? 0) + leads);
    const isKnown = began !== null && began < end;
    return { sunday, leads: isKnown ? then.reduce((sum, { leads }) => sum + leads, 0) : null, statuses };
  });
}

/** When the first of them was seen; null when nothing was kept yet. */
export const historySince = (spells: readonly Spells[]): string | null =>
  spells.reduce<string | null>((first, { began }) => (first === null || began < first ? began : first), null);

/** Leads of Salesforce at one stage of outreach. */
export interface OutreachStage {
  /** Null is none. */
  readonly stage: string | null;
  readonly leads: number;
  readonly converted: number;
}

/** Where the leads of Salesforce stand in outreach now, the fullest stage first. */
export async function outreachFunnel(reader: Reader, asked: Omit<LeadScope, "period">): Promise<OutreachStage[]> {
  return reader.query<OutreachStage>(sql`
    SELECT s.outreach_stage AS stage, COUNT(*) AS leads, SUM(CASE WHEN s.is_converted = TRUE THEN 1 ELSE 0 END) AS converted
    FROM salesforce_lead s WHERE s.deleted_at IS NULL ${ofLeads(sql`s.source_id`, asked)}
    GROUP BY s.outreach_stage ORDER BY COUNT(*) DESC, CASE WHEN s.outreach_stage IS NULL THEN 1 ELSE 0 END, s.outreach_stage`);
}
