import { daysBetween, leadFileDate, localDay } from "./domain/index.js";
import type { ReceivedFile, Suites, SyncProgress } from "./intake/index.js";
import {
  dateOfSameBytes,
  importLeads,
  type LeadFileWay,
  type LeadImport,
  type LeadImportOptions,
  noteUnrecognised,
  proposeSameLeads,
} from "./leads/index.js";
import type { Pool } from "./pool/index.js";
import { counted } from "./reply/index.js";
import { asPolarisError, type Clock, type LeadSource, type Organization, PolarisError } from "./runtime/index.js";
import { type LeadTable, leadSourceByName } from "./sources/index.js";

export interface LeadFileParts {
  readonly pool: Pool;
  readonly organization: Organization;
  readonly clock: Clock;
  /** What is expected of the rows. Of the layers it is asked every night: they hold a million rows and more. */
  readonly expectations: Suites;
}

/** A file that may be a list of prospective leads. */
export interface ComingList {
  readonly file: ReceivedFile;
  /** The name of a source, where it is known. */
  readonly as: string | null;
  /** The day that it speaks of, where somebody said so. */
  readonly date: string | null;
  readonly way: LeadFileWay;
  readonly startedBy: string | null;
  readonly inside?: LeadImportOptions["inside"];
  /** Reads it as one of the sources. Null when it is none of them. @throws PolarisError when it nearly is */
  recognise(): Promise<LeadTable | null>;
}

interface Hooks {
  readonly progress: (progress: SyncProgress) => void;
  readonly signal: AbortSignal;
}

/**
 * Takes a list of prospective leads in; null when it is none. One whose columns changed is listed as stopped before its error goes on, where its
 * name or whoever sent it says of which source it is.
 * @throws PolarisError columns_changed, file_unreadable, already_running
 */
export async function importList(parts: LeadFileParts, list: ComingList, hooks: Hooks): Promise<LeadImport | null> {
  const { pool, organization, clock, expectations } = parts;
  const { file, way, startedBy } = list;
  const about = { pool, clock, file, way, startedBy, judge: expectations };
  let table: LeadTable | null;
  try {
    table = await list.recognise();
  } catch (thrown) {
    const source = sourceMeant(organization, list);
    if (source !== null)
      await noteUnrecognised({ ...about, source, fileDate: await dateOf(parts, source, list) }, thrown);
    throw thrown;
  }
  if (table === null) return null;
  const fileDate = await dateOf(parts, table.source, list);
  const today = localDay(clock.now(), organization.timeZone);
  if (daysBetween(today, fileDate) > MOST_AHEAD) {
    const refusal = aheadOf(today, fileDate, file.name);
    await noteUnrecognised({ ...about, source: table.source, fileDate: today }, refusal);
    throw refusal;
  }
  const { inside = async () => undefined } = list;
  const imported = await importLeads({ ...about, ...hooks, organization, table, fileDate, inside });
  if (imported.state !== "standing") return imported;
  const isSaid = list.date !== null || leadFileDate(file.name) !== null;
  const notices = [...(isSaid ? [] : [withoutDay(fileDate)]), ...(await lookForPairs(parts))];
  return { ...imported, notices: [...imported.notices, ...notices] };
}

/** What stands, stands: trouble with the pairs is a notice, and the next list finds those that were not found now. */
const lookForPairs = ({ pool, organization, clock }: LeadFileParts): Promise<readonly string[]> =>
  proposeSameLeads(pool, organization, clock).then(
    ({ opened }) => (opened === 0 ? [] : [`${counted(opened, "pair")} of leads may be one: see “leads review”.`]),
    (thrown: unknown) => [
      `Leads that may be one could not be looked for, and will be with the next list. ${asPolarisError(thrown).message}`,
    ],
  );

const withoutDay = (day: string): string =>
  `Its name says no day, so it counts as the list of ${day}, the day it came. If it is of another, import it again with date:.`;

/** The list of a month may come some days before it. Were a slip of the year taken as it stands, every later list would count as the older one. */
const MOST_AHEAD = 45;

const aheadOf = (today: string, day: string, name: string): PolarisError =>
  new PolarisError(
    "file_unreadable",
    `“${name}” would be the list of ${day}, and today is ${today}. Expected a day that has come, or at most ${MOST_AHEAD} days ahead. Correct the day in its name, or say it with date:. Nothing was taken in.`,
  );

/** The day a list speaks of: as somebody said, by its name, as it stands already, else today. */
async function dateOf(
  { pool, organization, clock }: LeadFileParts,
  source: LeadSource,
  { file, date }: ComingList,
): Promise<string> {
  const said = date ?? leadFileDate(file.name);
  if (said !== null) return said;
  const known = await dateOfSameBytes(pool, { source: source.name, checksum: file.checksum });
  return known ?? localDay(clock.now(), organization.timeZone);
}

function sourceMeant({ leadSources }: Organization, { as, file }: ComingList): LeadSource | null {
  return leadSources.find(({ name }) => name === as) ?? leadSourceByName(file.name, leadSources);
}
