import sql from "sql-template-tag";
import { localDay, placeKey, schoolYearLabel } from "../../domain/index.js";
import { markDirty, PlaceDirectory } from "../../identity/index.js";
import type { Stage } from "../../pool/index.js";
import type { DatasetRow, IncomingRow, RosterEntryRecord } from "../../sources/index.js";
import { settleFlags } from "../flags.js";
import { NO_COUNTS } from "../model.js";
import type { PageContext } from "../page-context.js";
import { isBelievableLoss } from "./aftermath.js";
import { readRows } from "./every-row.js";
import type { BatchCounts, ImportJob, ImportStrategy } from "./model.js";

const NOTHING: BatchCounts = { counts: NO_COUNTS, refused: 0 };
/** Why an entry is off when no person said so. */
const ABSENT = "import_diff";

interface Entry {
  readonly id: number;
  readonly source_id: string;
  readonly origin: string | null;
  readonly district_raw: string | null;
  readonly school_year: number;
  readonly name_raw: string;
  readonly is_active: boolean | number;
  readonly inactive_why: string | null;
}

/** A roster says who teaches in a district in a year: who is not on it any more is off, and who is back is on. */
export const takeRoster: ImportStrategy = async (job) => {
  const batch = await job.batch(job.dataset.name, job.dataset.label);
  const roll = new Roll();
  await batch.store(roll.hear(readRows(job.dataset, await withDistrictNames(job), job.rules)));

  const { present, refused } = roll;
  const unread = roll.namesOfUnread(job.rows);
  for (const { schoolYear, district } of roll.rosters.values()) {
    await batch.transaction(async (context) => {
      // Without a district nothing but the file or sheet says whose roster it is.
      const entries = (await entriesOf(context, schoolYear)).filter(
        (entry) =>
          placeKey(entry.district_raw ?? "") === placeKey(district ?? "") &&
          (district !== null || entry.origin === job.rules.origin),
      );
      const absent = entries.filter(
        ({ source_id, name_raw, is_active }) =>
          Boolean(is_active) && !present.has(source_id) && !unread.has(placeKey(name_raw)),
      );
      const active = entries.filter(({ is_active }) => Boolean(is_active)).length;
      const back = entries.filter(
        ({ source_id, is_active, inactive_why }) => !is_active && inactive_why === ABSENT && present.has(source_id),
      );
      const name = `${district ?? "the roster without a district"}, ${schoolYearLabel(schoolYear)}`;
      if (isBelievableLoss(absent.length, active)) {
        await switchOff(context, absent, localDay(job.rules.now, job.rules.timeZone));
        if (absent.length > 0)
          job.notice(
            `${name}: ${counted(absent.length)} not on it any more and ${absent.length === 1 ? "was" : "were"} deactivated.`,
          );
      } else
        job.notice(
          `${name}: ${absent.length} of ${active} active teachers are not on it. That looks like a part of the roster, so nobody was deactivated.`,
        );
      await switchOn(context, back);
      await flagHandDeactivated(
        context,
        entries.filter(({ source_id }) => !refused.has(source_id)),
        present,
      );
      if (back.length + absent.length > 0) await markDirty(context.tx);
      return NOTHING;
    });
  }
};

const counted = (teachers: number): string => (teachers === 1 ? "1 teacher is" : `${teachers} teachers are`);

/** A district is called by its account's name whatever the roster calls it, so that next year's roster meets this year's. */
export async function withDistrictNames({
  pool,
  organization,
  rows,
  rules,
}: Pick<ImportJob, "pool" | "organization" | "rules"> & { readonly rows: Iterable<DatasetRow> }): Promise<
  Iterable<DatasetRow>
> {
  const places = await PlaceDirectory.read(pool, organization);
  const names = new Map(
    (await pool.query<{ id: number; name: string }>(sql`SELECT id, name FROM district`)).map((row) => [
      row.id,
      row.name,
    ]),
  );
  const withName = (row: DatasetRow): DatasetRow => {
    const said = String(row.cells.district ?? "").trim() || (rules.defaults.district ?? "");
    const id = places.district(said === "" ? null : said);
    const name = id === null ? undefined : names.get(id);
    return name === undefined ? row : { ...row, cells: { ...row.cells, district: name } };
  };
  return eachOf(rows, withName);
}

function* eachOf(rows: Iterable<DatasetRow>, change: (row: DatasetRow) => DatasetRow): Generator<DatasetRow> {
  for (const row of rows) yield change(row);
}

/** Whom a file names, noted while its rows go by. */
class Roll {
  readonly present = new Set<string>();
  readonly refused = new Set<string>();
  readonly rosters = new Map<string, { readonly schoolYear: number; readonly district: string | null }>();
  readonly #taken = new Set<string>();

  *hear(rows: Iterable<IncomingRow>): Generator<IncomingRow> {
    for (const row of rows) {
      const reading = row.read();
      this.present.add(row.sourceId);
      if (reading.kind === "refused") this.refused.add(row.sourceId);
      if (reading.kind === "record" && reading.record.kind === "roster_entry") this.#note(reading.record);
      yield row;
    }
  }

  #note({ schoolYear, districtRaw, nameRaw }: RosterEntryRecord): void {
    this.rosters.set(`${schoolYear} ${placeKey(districtRaw ?? "")}`, { schoolYear, district: districtRaw });
    this.#taken.add(placeKey(nameRaw));
  }

  /** Teachers whose row could not be read are not absent. */
  namesOfUnread(rows: Iterable<DatasetRow>): Set<string> {
    const names = new Set<string>();
    for (const { cells } of rows) {
      const name = placeKey(String(cells.name ?? ""));
      if (name !== "" && !this.#taken.has(name)) names.add(name);
    }
    return names;
  }
}

function entriesOf({ tx, source }: PageContext, schoolYear: number): Promise<Entry[]> {
  return tx.query<Entry>(sql`
    SELECT id, source_id, origin, district_raw, school_year, name_raw, is_active, inactive_why FROM roster_entry
    WHERE source = ${source} AND school_year = CAST(${schoolYear} AS INTEGER) AND deleted_at IS NULL`);
}

const STAGE: Stage = { name: "stage_entry", columns: [{ name: "id", type: "integer" }] };

async function switchOff({ tx }: PageContext, entries: readonly Entry[], today: string): Promise<void> {
  if (entries.length === 0) return;
  await tx.stage(
    STAGE,
    entries.map(({ id }) => [id]),
  );
  await tx.run(sql`
    UPDATE roster_entry SET is_active = FALSE, inactive_since = ${today}, inactive_why = ${ABSENT} WHERE id IN (SELECT id FROM stage_entry)`);
}

async function switchOn({ tx }: PageContext, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.stage(
    STAGE,
    entries.map(({ id }) => [id]),
  );
  await tx.run(sql`
    UPDATE roster_entry SET is_active = TRUE, inactive_since = NULL, inactive_why = NULL WHERE id IN (SELECT id FROM stage_entry)`);
}

/** Whom a person took off stays off; that the roster has them still is for a person to look at. */
async function flagHandDeactivated(
  context: PageContext,
  entries: readonly Entry[],
  present: ReadonlySet<string>,
): Promise<void> {
  const byHand = entries.filter(({ is_active, inactive_why }) => !is_active && inactive_why !== ABSENT);
  await settleFlags(
    context,
    byHand
      .filter(({ source_id }) => present.has(source_id))
      .map(({ source_id }) => ({
        sourceId: source_id,
        kind: "roster_deactivated_by_hand",
        detail: "A person took this teacher off the roster, and the latest file has them still. They stay off.",
      })),
    entries.map(({ source_id }) => source_id),
  );
}
