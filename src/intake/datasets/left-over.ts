import sql from "sql-template-tag";
import type { Reader } from "../../pool/index.js";
import { TICKET } from "../tickets/model.js";

/** What of an import did not go in, in the words of the person who sent the file. */
export interface LeftOver {
  /** Open questions that its rows wait for, or that it asked first. */
  readonly tickets: number;
  /** Rows that wait for an answer. */
  readonly asking: number;
  readonly notices: readonly string[];
}

interface Row {
  readonly reason: string;
  readonly waits_for_object: string | null;
  readonly waits_for_id: string | null;
  readonly detail: string;
  readonly rows: number;
}

/** By the kind of question: what somebody has to say. */
const ANSWERS: Readonly<Record<string, string>> = {
  school: "a school to be named",
  teacher: "a teacher to be recognised",
  volunteer: "a volunteer to be recognised",
  organization: "an organisation to be named",
  session_date: "the day of a session",
  session_twin: "a session to be chosen",
};
const MOST_SENTENCES = 5;
const MOST_LINES = 5;

/** Rows of a run that wait in quarantine, grouped by what they wait for or what is wrong with them. */
export async function leftOverOf(reader: Reader, runId: number, source: string, startedAt: string): Promise<LeftOver> {
  const rows = await reader.query<Row>(sql`
    SELECT q.reason, q.waits_for_object, q.waits_for_id, q.detail, COUNT(*) AS rows
    FROM quarantine q JOIN sync_batch b ON b.id = q.batch_id
    WHERE b.run_id = ${runId} AND q.resolved_at IS NULL
    GROUP BY q.reason, q.waits_for_object, q.waits_for_id, q.detail ORDER BY MIN(q.id)`);
  const asking = rows.filter(({ waits_for_object }) => waits_for_object === TICKET);
  const orphans = rows.filter(({ reason }) => reason === "missing_parent");
  const refused = rows.filter((row) => row.waits_for_object !== TICKET && row.reason !== "missing_parent");
  return {
    tickets: await openAmong(reader, source, new Set(asking.map(({ waits_for_id }) => waits_for_id)), startedAt),
    asking: sumOf(asking),
    notices: [...asked(asking), ...waiting(orphans), ...refusals(refused)],
  };
}

async function openAmong(
  reader: Reader,
  source: string,
  waited: ReadonlySet<string | null>,
  startedAt: string,
): Promise<number> {
  const open = await reader.query<{ name: string; opened_at: string }>(
    sql`SELECT kind || ':' || ticket_key AS name, opened_at FROM ticket WHERE source = ${source} AND state = 'open'`,
  );
  return open.filter(({ name, opened_at }) => waited.has(name) || opened_at === startedAt).length;
}

/** "182 rows wait for a school to be named, 12 for a teacher to be recognised: open the questions." */
function asked(rows: readonly Row[]): string[] {
  const counts = new Map<string, number>();
  for (const { waits_for_id, rows: count } of rows) {
    const kind = waits_for_id?.split(":", 1)[0] ?? "";
    counts.set(kind, (counts.get(kind) ?? 0) + count);
  }
  const parts = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([kind, count], place) => {
      const subject = place === 0 ? `${counted(count)} ${count === 1 ? "waits" : "wait"}` : shown(count);
      return `${subject} for ${ANSWERS[kind] ?? "an answer"}`;
    });
  return parts.length === 0 ? [] : [`${parts.join(", ")}: open the questions.`];
}

function waiting(rows: readonly Row[]): string[] {
  const count = sumOf(rows);
  if (count === 0) return [];
  const first = rows[0]?.detail ?? "";
  const goes = count === 1 ? "It goes in by itself when that comes." : "They go in by themselves when those come.";
  const verb = count === 1 ? "waits" : "wait";
  return [
    `${counted(count)} ${verb} for what is not in the pool yet${count === 1 ? `: ${first}` : `, first: ${first}`} ${goes}`,
  ];
}

/** "2 rows were refused. Line 3: “Email” is blank. Lines 4, 7 and 9: “Email” is no e-mail address." */
function refusals(rows: readonly Row[]): string[] {
  const count = sumOf(rows);
  if (count === 0) return [];
  const lines = new Map<string, string[]>();
  for (const { detail } of rows) {
    const [, line, sentence = detail] = /^Line (\d+): (.*)$/s.exec(detail) ?? [];
    const known = lines.get(sentence) ?? [];
    lines.set(sentence, line === undefined ? known : [...known, line]);
  }
  const sentences = [...lines]
    .map(([sentence, numbers]) => [sentence, numbers.sort((a, b) => Number(a) - Number(b))] as const)
    .sort(([, [a]], [, [b]]) => Number(a ?? 0) - Number(b ?? 0))
    .map(([sentence, numbers]) => `${at(numbers)}${sentence}`);
  const more = sentences.length - MOST_SENTENCES;
  const rest = more > 0 ? [`And ${shown(more)} other ${more === 1 ? "reason" : "reasons"}: open the queue.`] : [];
  const were = count === 1 ? "was" : "were";
  return [`${counted(count)} ${were} refused. ${[...sentences.slice(0, MOST_SENTENCES), ...rest].join(" ")}`];
}

function at(lines: readonly string[]): string {
  if (lines.length === 0) return "";
  if (lines.length === 1) return `Line ${lines[0]}: `;
  const named = lines.slice(0, MOST_LINES);
  const more = lines.length - named.length;
  if (more > 0) return `Lines ${named.join(", ")} and ${shown(more)} more: `;
  return `Lines ${named.slice(0, -1).join(", ")} and ${named.at(-1)}: `;
}

const shown = (count: number): string => count.toLocaleString("en-US");
const counted = (count: number): string => (count === 1 ? "1 row" : `${shown(count)} rows`);
const sumOf = (rows: readonly Row[]): number => rows.reduce((sum, row) => sum + row.rows, 0);
