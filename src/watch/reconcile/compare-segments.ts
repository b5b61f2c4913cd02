import { present, schoolYearLabel, schoolYearOf } from "../../domain/index.js";
import { readCheckpoint } from "../../intake/index.js";
import type { Reader } from "../../pool/index.js";
import { asPolarisError, type Organization, PolarisError } from "../../runtime/index.js";
import type { SalesforceObject, SalesforceSource } from "../../sources/index.js";
import { PoolSide } from "./pool-side.js";
import { SEGMENTATIONS, type Segmentation, type SegmentName } from "./segments.js";

export interface SegmentRow {
  /** As Salesforce writes it, or else as the pool does; null is blank. */
  readonly segment: string | null;
  readonly source: number;
  readonly pool: number;
  /** Not in the pool for a reason that is known: in quarantine, skipped by rule. */
  readonly explained: number;
  /** Here beside what should be here: below 0 rows are missing, above 0 there are too many. */
  readonly difference: number;
}

/** One object, counted by one kind of segment, there and here. */
export interface SegmentComparison {
  readonly object: string;
  readonly label: string;
  readonly by: SegmentName;
  readonly segments: readonly SegmentRow[];
  /** Rows stamped at or after this are in flight, and counted nowhere. */
  readonly cutoff: string;
  readonly inFlight: number;
  /** Why it could not be counted. */
  readonly error: string | null;
}

export interface SegmentResult {
  readonly comparisons: readonly SegmentComparison[];
  /** Objects that no sync has read to its end: nothing to compare yet. */
  readonly unread: readonly string[];
}

export interface SegmentOptions {
  readonly pool: Reader;
  readonly source: SalesforceSource;
  readonly organization: Organization;
  readonly by: SegmentName;
  /** By the source's name for it; left out: all that have such segments. */
  readonly object?: string;
  readonly signal?: AbortSignal;
}

const MINUTE = 60_000;
/** More rows in flight than this are a sync's business, not a comparison's. */
const MOST_IN_FLIGHT = 20_000;

/**
 * Counts of Salesforce beside counts of the pool, segment by segment: one question an object, and one for the ids of rows in flight. Reads
 * alone, and keeps nothing.
 * @throws PolarisError argument_invalid for an object that has no such segments, and what keeps from asking Salesforce
 */
export async function compareSegments(options: SegmentOptions): Promise<SegmentResult> {
  const { pool, source, organization, by, signal } = options;
  const asked = segmented(options);
  const unread: string[] = [];
  const known = [];
  for (const each of asked) {
    const { highWater, schema } = await readCheckpoint(pool, source.name, each.object.name);
    if (highWater === null) unread.push(each.object.label);
    else
      known.push({ ...each, highWater, isOffered: schema === null || each.segmentation.there.field in schema.fields });
  }
  if (known.length === 0) return { comparisons: [], unread };
  const { now } = await source.open(organization.salesforce.apiBudget);
  const youngest = new Date(Date.parse(now) - organization.reconcile.minAgeMinutes * MINUTE).toISOString();
  const comparisons: SegmentComparison[] = [];
  for (const { object, segmentation, highWater, isOffered } of known) {
    signal?.throwIfAborted();
    const cutoff = youngest < highWater ? youngest : highWater;
    const about = { object: object.name, label: object.label, by, cutoff };
    try {
      if (!isOffered) throw notRead(object, segmentation);
      comparisons.push({ ...about, ...(await compareOne(options, object, segmentation, cutoff)), error: null });
    } catch (failure) {
      const error = asPolarisError(failure);
      if (!OF_ONE_OBJECT.has(error.code)) throw failure;
      comparisons.push({ ...about, segments: [], inFlight: 0, error: error.message });
    }
  }
  return { comparisons, unread };
}

const OF_ONE_OBJECT = new Set([
  "salesforce_permission_missing",
  "salesforce_query_refused",
  "salesforce_answer_broken",
]);

const notRead = ({ label }: SalesforceObject, { there }: Segmentation) =>
  new PolarisError(
    "salesforce_permission_missing",
    `${there.field} of ${label} is not read, so that there is nothing to hold its counts against.`,
  );

/** The objects that are asked for, with the segments that are. */
function segmented({ source, by, object }: SegmentOptions) {
  const found = source.objects.flatMap((each) => {
    const segmentation = SEGMENTATIONS[each.name]?.find(({ name }) => name === by);
    return segmentation === undefined || (object !== undefined && each.name !== object)
      ? []
      : [{ object: each, segmentation }];
  });
  if (found.length > 0) return found;
  const one = source.objects.find(({ name }) => name === object);
  const names = one === undefined ? [] : (SEGMENTATIONS[one.name] ?? []).map(({ name }) => name);
  throw new PolarisError(
    "argument_invalid",
    names.length > 0
      ? `${one?.label ?? object} are counted by: ${names.join(", ")}.`
      : `${one?.label ?? object} have no segments: compare them row by row, with \`reconcile ${object}\`.`,
  );
}

async function compareOne(
  { pool, source, organization }: SegmentOptions,
  object: SalesforceObject,
  segmentation: Segmentation,
  cutoff: string,
): Promise<Pick<SegmentComparison, "segments" | "inFlight">> {
  const side = new PoolSide({ reader: pool, source: source.name, object: object.name, origin: null });
  const tally = new SegmentTally(segmentation, organization);
  for (const { said, rows } of await source.groups(object, segmentation.there, cutoff)) tally.there(said, rows);
  const inFlight = new Set<string>();
  for await (const ids of source.changedSince(object, cutoff)) {
    for (const id of ids) inFlight.add(id);
    if (inFlight.size > MOST_IN_FLIGHT)
      throw new PolarisError(
        "salesforce_query_refused",
        `More than ${MOST_IN_FLIGHT.toLocaleString("en-US")} ${object.label} were changed since the last sync: sync Salesforce first.`,
      );
  }
  const leftOut = [...inFlight];
  for (const { source_id, payload } of await side.waitingCopies()) {
    if (inFlight.has(source_id)) continue;
    leftOut.push(source_id);
    tally.waits(payload);
  }
  for (const { said, rows } of await side.groups(segmentation.here, cutoff)) tally.here(said, rows);
  // A row in flight may be here with its former stamp, and one that waits with its last good version.
  for (const { said, rows } of await side.groupsAmong(leftOut, segmentation.here, cutoff)) tally.here(said, -rows);
  return { segments: tally.rows, inFlight: inFlight.size };
}

/** Counts of both sides by segment; what differs in case and blanks alone is one segment. */
class SegmentTally {
  readonly #segments = new Map<string, { segment: string | null; source: number; pool: number; waiting: number }>();
  readonly #segmentation: Segmentation;
  readonly #startMonth: number;

  constructor(segmentation: Segmentation, { schoolYearStartMonth }: Organization) {
    this.#segmentation = segmentation;
    this.#startMonth = schoolYearStartMonth;
  }

  there(said: string | null, rows: number): void {
    this.#of(said).source += rows;
  }

  here(said: string | null, rows: number): void {
    this.#of(said).pool += rows;
  }

  waits(payload: string): void {
    const record: unknown = JSON.parse(payload);
    const { field, grain } = this.#segmentation.there;
    const cell = typeof record === "object" && record !== null ? (record as Record<string, unknown>)[field] : null;
    const text = cell === null || cell === undefined ? null : String(cell);
    this.#of(grain === "month" ? (text?.slice(0, 7) ?? null) : text).waiting += 1;
  }

  get rows(): SegmentRow[] {
    const { skipped = [] } = this.#segmentation;
    return [...this.#segments.entries()]
      .filter(([, { source, pool }]) => source !== 0 || pool !== 0)
      .map(([key, { segment, source, pool, waiting }]) => {
        const explained = skipped.includes(key) ? source : waiting;
        return { segment, source, pool, explained, difference: pool + explained - source };
      })
      .sort((one, other) => (one.segment ?? "￿").localeCompare(other.segment ?? "￿"));
  }

  #of(said: string | null) {
    const text = present(said);
    const segment =
      text !== null && this.#segmentation.asSchoolYears
        ? schoolYearLabel(schoolYearOf(`${text}-01`, this.#startMonth))
        : text;
    const key = segment?.toLowerCase() ?? "";
    const known = this.#segments.get(key) ?? { segment, source: 0, pool: 0, waiting: 0 };
    this.#segments.set(key, known);
    return known;
  }
}
