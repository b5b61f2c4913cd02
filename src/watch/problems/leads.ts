import sql from "sql-template-tag";
import { addDays, daysBetween, localDay } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import { counted } from "../../reply/index.js";
import type { Organization } from "../../runtime/index.js";
import type { Problem } from "../model.js";
import type { Check } from "./check.js";

/** How many files of a source say how large one usually is. */
const USUAL_OF = 3;
/** A file with so many times its usual rows is told as one with too few is. */
const LARGEST_SHARE = 3;

interface File {
  readonly id: number;
  readonly source: string;
  readonly name: string;
  readonly file_date: string;
  readonly rows: number;
  readonly received_at: string;
}

interface StoppedFile extends Pick<File, "id" | "source" | "name" | "file_date"> {
  readonly stopped_why: string | null;
}

/**
 * The monthly files of prospective leads: one that was stopped, or whose import broke off, until a later one of its source stands; one with far fewer
 * or far more rows than its source usually has; two of one day of which the earlier counts; and a source that has sent none for too long. Sources that
 * were taken out of the configuration are not looked at.
 */
export const leadProblems: Check = {
  name: "leads",
  async find(reader, organization, now): Promise<Problem[]> {
    const { leadSources, leads, timeZone } = organization;
    if (leadSources.length === 0) return [];
    const stopped = await stoppedFiles(reader);
    const unfinished = await unfinishedFiles(reader, now);
    const standing = await newestFiles(reader);
    const today = localDay(now, timeZone);
    return leadSources.flatMap(({ name, label }) => {
      const files = standing.filter(({ source }) => source === name);
      return [
        ...stopped.filter(({ source }) => source === name).map((file) => stoppedProblem(file, label)),
        ...unfinished.filter(({ source }) => source === name).map((file) => unfinishedProblem(file, label)),
        ...sameDayProblems(files, label),
        ...rowProblems(files, label, leads),
        ...staleProblems(files, label, today, leads),
      ];
    });
  },
};

/** The newest stopped file of each source, where no file of that day or a later one stands since, nor the same file under another day. */
const stoppedFiles = (reader: Reader): Promise<StoppedFile[]> =>
  reader.query<StoppedFile>(sql`
    SELECT s.id, s.source, s.name, s.file_date, s.stopped_why FROM (
      SELECT f.*, ROW_NUMBER() OVER (PARTITION BY f.source ORDER BY f.file_date DESC, f.received_at DESC, f.id DESC) AS place
      FROM lead_file f WHERE f.state = 'stopped'
    ) s
    WHERE s.place = 1 AND NOT EXISTS (
      SELECT 1 FROM lead_file n WHERE n.source = s.source AND n.state = 'standing'
        AND (n.file_date > s.file_date OR n.checksum = s.checksum OR (n.file_date = s.file_date AND n.received_at >= s.received_at)))
    ORDER BY s.source`);

/** No import takes so long. */
const UNFINISHED_AFTER = 60 * 60_000;

/** The newest file of each source of which the import broke off long ago, where no file of that day or a later one stands since. */
const unfinishedFiles = (reader: Reader, now: string): Promise<StoppedFile[]> =>
  reader.query<StoppedFile>(sql`
    SELECT s.id, s.source, s.name, s.file_date, s.stopped_why FROM (
      SELECT f.*, ROW_NUMBER() OVER (PARTITION BY f.source ORDER BY f.file_date DESC, f.received_at DESC, f.id DESC) AS place
      FROM lead_file f WHERE f.state = 'reading' AND f.received_at < ${new Date(Date.parse(now) - UNFINISHED_AFTER).toISOString()}
    ) s
    WHERE s.place = 1 AND NOT EXISTS (
      SELECT 1 FROM lead_file n WHERE n.source = s.source AND n.state = 'standing'
        AND (n.file_date > s.file_date OR (n.file_date = s.file_date AND n.received_at >= s.received_at)))
    ORDER BY s.source`);

/** The newest standing files of each source, newest first: one to look at, and those before it that say what is usual. */
const newestFiles = (reader: Reader): Promise<File[]> =>
  reader.query<File>(sql`
    SELECT s.id, s.source, s.name, s.file_date, s.rows, s.received_at FROM (
      SELECT f.*, ROW_NUMBER() OVER (PARTITION BY f.source ORDER BY f.file_date DESC, f.checksum DESC) AS place
      FROM lead_file f WHERE f.state = 'standing'
    ) s
    WHERE s.place <= CAST(${USUAL_OF + 1} AS INTEGER) ORDER BY s.source, s.place`);

const about = (source: string) => ({ check: "leads", object: source, field: null }) as const;

function stoppedProblem({ id, source, name, file_date, stopped_why }: StoppedFile, label: string): Problem {
  return {
    ...about(source),
    class: "stopped",
    title: `${label}: the file ${name} was stopped`,
    text: `${stopped_why ?? "No reason was recorded."} The leads are as they were before it. Put the file right where it comes from and send it again, or change config/lead-sources/${source}.yml.`,
    severity: "critical",
    count: 1,
    details: { fileId: id, fileDate: file_date },
  };
}

function unfinishedProblem({ id, source, name, file_date }: StoppedFile, label: string): Problem {
  return {
    ...about(source),
    class: "unfinished",
    title: `${label}: the import of ${name} broke off`,
    text: `Some of its rows lie in base and count for nothing: the leads are as they were before it. Import the file again to go on from there, or a corrected one in its place.`,
    severity: "warning",
    count: 1,
    details: { fileId: id, fileDate: file_date },
  };
}

/** Of two lists of the newest day the one that came last does not count as the newer: it may have been sent to correct the other. */
function sameDayProblems([newest, ...before]: readonly File[], label: string): Problem[] {
  const late = before.find(
    ({ file_date, received_at }) => file_date === newest?.file_date && received_at > newest.received_at,
  );
  if (newest === undefined || late === undefined) return [];
  return [
    {
      ...about(newest.source),
      class: "same_day",
      title: `${label}: two lists of ${newest.file_date}`,
      text: `${newest.name} counts as the newer, and ${late.name} came later. If that was sent to correct the other, import it once more with a later day (date:${addDays(newest.file_date, 1)}). It passes when a list of a later day stands.`,
      severity: "warning",
      count: 1,
      details: { fileId: newest.id, fileDate: newest.file_date, laterFileId: late.id },
    },
  ];
}

const WRONG_SIZE = {
  few: "It may have been cut off: leads that it lacks count as gone from the list.",
  many: "It may hold another list, or the same one several times.",
} as const;

function rowProblems(
  [newest, ...before]: readonly File[],
  label: string,
  { smallestShare }: Organization["leads"],
): Problem[] {
  if (newest === undefined || before.length === 0) return [];
  const usual = median(before.map(({ rows }) => rows));
  const share = usual === 0 ? 1 : newest.rows / usual;
  const isFew = share < smallestShare;
  if (!isFew && share <= LARGEST_SHARE) return [];
  const percent = Math.round(share * 100);
  return [
    {
      ...about(newest.source),
      class: isFew ? "few_rows" : "many_rows",
      title: `${label}: ${newest.name} has ${newest.rows} rows, ${percent}% of the usual ${usual}`,
      text: `${counted(newest.rows, "row")} came, where ${usual} are usual by ${before.length === 1 ? "the file" : `the ${before.length} files`} before it. ${WRONG_SIZE[isFew ? "few" : "many"]} Open the file, and ask whoever sends it how many rows there should be. Where another is right, send that with “import” and a later day (date:${addDays(newest.file_date, 1)}), so that it counts as the newer; where this one is, nothing is to be done. It passes when the next file has as many rows as usual.`,
      severity: "warning",
      count: Math.abs(newest.rows - usual),
      details: { fileId: newest.id, fileDate: newest.file_date, rows: newest.rows, usual },
    },
  ];
}

function staleProblems(
  [newest]: readonly File[],
  label: string,
  today: string,
  { staleDays }: Organization["leads"],
): Problem[] {
  const days = newest === undefined ? 0 : daysBetween(newest.file_date, today);
  if (newest === undefined || days <= staleDays) return [];
  return [
    {
      ...about(newest.source),
      class: "stale",
      title: `${label}: no new file for ${days} days`,
      text: `The newest is ${newest.name}; one is expected every ${staleDays} days. Ask whoever sends it, and bring it in with “import” or by dropping it in Slack.`,
      severity: "warning",
      count: days,
      details: { fileId: newest.id, fileDate: newest.file_date },
    },
  ];
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[Math.max(0, half - 1)] ?? 0, sorted[half] ?? 0];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}
