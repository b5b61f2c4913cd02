import sql from "sql-template-tag";
import { localDay } from "../../domain/index.js";
import { type Finding, settleFlags } from "../../identity/index.js";
import type { Pool } from "../../pool/index.js";
import type { Organization } from "../../runtime/index.js";
import { allCapsName } from "./all-caps-name.js";
import { attendanceSheetDiffers } from "./attendance-sheet-differs.js";
import { cancelledWithoutReason } from "./cancelled-without-reason.js";
import { completedWithoutPresenter } from "./completed-without-presenter.js";
import type { Detector } from "./detector.js";
import { draftInPast } from "./draft-in-past.js";
import { eventWithoutSchoolOrDistrict } from "./event-without-school-or-district.js";
import { literalNone } from "./literal-none.js";
import {
  districtMergedWithTwoNumbers,
  personMergedWithTwoWords,
  schoolMergedWithTwoWords,
} from "./merged-with-two-words.js";
import { pathfulOverdue } from "./pathful-overdue.js";
import { schoolWithoutDistrict } from "./school-without-district.js";
import { titleTwice } from "./title-twice.js";
import { virtualAttendanceUnknown } from "./virtual-attendance-unknown.js";
import { virtualWithoutTeacher } from "./virtual-without-teacher.js";
import { volunteersWithoutPrimaryAffiliation } from "./volunteers-without-primary-affiliation.js";
import { WORDS_OF_OTHERS } from "./words.js";

/** Everything that is looked for over the whole pool. Other flags are raised where a row is read or something is derived. */
export const DETECTORS: readonly Detector[] = [
  volunteersWithoutPrimaryAffiliation,
  schoolWithoutDistrict,
  eventWithoutSchoolOrDistrict,
  titleTwice,
  draftInPast,
  completedWithoutPresenter,
  virtualWithoutTeacher,
  virtualAttendanceUnknown,
  cancelledWithoutReason,
  allCapsName,
  literalNone,
  attendanceSheetDiffers,
  pathfulOverdue,
  personMergedWithTwoWords,
  schoolMergedWithTwoWords,
  districtMergedWithTwoNumbers,
];

/** What each kind of flag means, and what to do, by kind. */
export const FLAG_WORDS: Readonly<Record<string, string>> = {
  ...WORDS_OF_OTHERS,
  ...Object.fromEntries(DETECTORS.map(({ kind, words }) => [kind, words])),
};

/** Flags of one kind: how many are open now, and what this look changed. */
export interface FlagCount {
  readonly kind: string;
  readonly open: number;
  readonly opened: number;
  readonly closed: number;
}

/** Looks for everything in the registry; opens what is new, closes what is gone, and leaves the rest as it is. */
export async function findFlags(pool: Pool, organization: Organization, now: string): Promise<FlagCount[]> {
  const circumstances = { organization, now, today: localDay(now, organization.timeZone) };
  const counts: FlagCount[] = [];
  for (const detector of DETECTORS) {
    const findings = await detector.find(pool, circumstances);
    const before = await openKeys(pool, detector.kind);
    await settleFlags(pool, detector, findings, now);
    const found = new Set(findings.map(keyOf));
    counts.push({
      kind: detector.kind,
      open: found.size,
      opened: [...found].filter((key) => !before.has(key)).length,
      closed: [...before].filter((key) => !found.has(key)).length,
    });
  }
  return counts;
}

const keyOf = ({ source, source_id }: Pick<Finding, "source" | "source_id">): string => `${source}:${source_id}`;

async function openKeys(pool: Pool, kind: string): Promise<Set<string>> {
  const rows = await pool.query<{ source: string; source_id: string }>(
    sql`SELECT source, source_id FROM flag WHERE kind = ${kind} AND resolved_at IS NULL`,
  );
  return new Set(rows.map(keyOf));
}
