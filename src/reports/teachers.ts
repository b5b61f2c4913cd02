import sql from "sql-template-tag";
import { type Period, schoolYearLabel } from "../domain/index.js";
import {
  attendedUnlisted,
  type Circumstances,
  type FilterValue,
  type Progress,
  teacherProgress,
  type UnlistedTeacher,
} from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import { countWithShare, fact, type Notice, notice, type Reply, reply } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import { footing } from "./footing.js";
import { progressChart, schoolTable, type TeacherSort, teacherTable, unlistedTable } from "./teachers-tables.js";
import { inPeriod, listed, many, toDateNotices } from "./words.js";

export interface TeachersAsked extends Circumstances {
  readonly district: FilterValue;
  /** Only these schools; none named: all. */
  readonly schools: readonly FilterValue[];
  /** The roster's school year by its first calendar year. */
  readonly schoolYear: number;
  /** The days that count: the school year, or a part of it. */
  readonly period: Period;
  /** Which table stands first. */
  readonly by: "school" | "teacher";
  readonly sort?: TeacherSort;
}

/** How far the teachers of a district's roster are towards their goal (ruling A5), by school and by teacher, and who attended without being on it. */
export async function teachersReport(reader: Reader, organization: Organization, asked: TeachersAsked): Promise<Reply> {
  const { district, schools, schoolYear, period, by, sort, now } = asked;
  const scope = {
    schoolYear,
    period,
    now,
    districts: [district.key],
    ...(schools.length === 0 ? {} : { schools: schools.map(({ key }) => key) }),
  };
  const progress = await teacherProgress(reader, scope);
  const unlisted = await attendedUnlisted(reader, scope);
  const rosters = progress.total.teachers > 0 ? [] : await rosterYears(reader, district);
  const tables = [schoolTable(progress, whole(asked)), teacherTable(progress, organization, whole(asked), sort)];
  return reply({
    title: `${district.label}: progress of its teachers, ${period.label}`,
    text: progress.total.teachers === 0 ? nobody(asked, rosters) : sentence(progress, asked),
    sensitivity: "open",
    facts: progress.total.teachers === 0 ? [] : facts(progress),
    tables: [...(by === "teacher" ? tables.reverse() : tables), unlistedTable(unlisted, organization, whole(asked))],
    charts: progressChart(progress, whole(asked)),
    ...(await footing(reader, organization, {
      ...asked,
      filters: {
        district: district.label,
        ...(schools.length === 0 ? {} : { school: schools.map(({ label }) => label).join(" or ") }),
      },
      counts: { excluded: progress.excluded, "teachers without a record": progress.total.unlinked },
      notices: notices(progress, unlisted, asked),
    })),
  });
}

/** "KCK", "School A of KCK". */
const whole = ({ district, schools }: TeachersAsked): string =>
  schools.length === 0 ? district.label : `${listed(schools.map(({ label }) => label))} of ${district.label}`;

function sentence({ total }: Progress, asked: TeachersAsked): string {
  const { teachers, achieved, in_progress, needs_review, not_started } = total;
  const others = [
    `${in_progress} ${in_progress === 1 ? "is" : "are"} in progress`,
    `${needs_review} ${needs_review === 1 ? "needs" : "need"} review`,
    `${not_started} ${not_started === 1 ? "has" : "have"} not started`,
  ];
  return `${whole(asked)}: ${countWithShare(achieved, teachers)} of ${many(teachers, "teacher")} on the roster ${achieved === 1 ? "has" : "have"} achieved the goal, ${listed(others)}, ${inPeriod(asked.period)}.`;
}

function nobody(asked: TeachersAsked, rosters: readonly number[]): string {
  const year = schoolYearLabel(asked.schoolYear);
  const others = rosters.filter((known) => known !== asked.schoolYear).map(schoolYearLabel);
  const where = whole(asked);
  if (rosters.includes(asked.schoolYear))
    return `No teacher of ${where} is on the roster of ${year}, though the district has one. Try another school, or leave it out.`;
  return others.length > 0
    ? `There is no roster of ${where} for ${year}. There is one for ${listed(others)}: try that year, or import this one.`
    : `There is no roster of ${where} for ${year}, nor for any other year. Import the district's roster, or connect its sheet.`;
}

function facts({ total, schools }: Progress) {
  const share = (count: number) => countWithShare(count, total.teachers).replace(/^[\d,]+ \((.*)\)$/, "$1");
  const status = (key: "achieved" | "in_progress" | "needs_review" | "not_started", label: string) =>
    fact(key, label, total[key], "integer", "open", { note: share(total[key]) });
  return [
    fact("teachers", "Teachers on the roster", total.teachers, "integer", "open"),
    fact("schools", "Schools", schools.length, "integer", "open"),
    status("achieved", "Achieved"),
    status("in_progress", "In progress"),
    status("needs_review", "Needs review"),
    status("not_started", "Not started"),
  ];
}

/** School years for which the district has a roster, the latest first. */
async function rosterYears(reader: Reader, { key }: FilterValue): Promise<number[]> {
  const ofDistrict = key === null ? sql`r.district_id IS NULL` : sql`r.district_id = ${key}`;
  const rows = await reader.query<{ school_year: number }>(
    sql`SELECT DISTINCT r.school_year FROM roster_entry r WHERE r.is_active = TRUE AND r.deleted_at IS NULL AND ${ofDistrict} ORDER BY r.school_year DESC`,
  );
  return rows.map(({ school_year }) => school_year);
}

function notices(
  { total, excluded }: Progress,
  unlisted: readonly UnlistedTeacher[],
  { period, schoolYear }: TeachersAsked,
): Notice[] {
  const said: Notice[] = [];
  if (total.unlinked > 0)
    said.push(
      notice(
        `No record is known yet of ${many(total.unlinked, "teacher")} on the roster: whatever they attended is not counted. "quality flags" lists them.`,
        "warning",
      ),
    );
  if (total.needs_review > 0)
    said.push(
      notice(
        `${many(total.needs_review, "teacher")} ${total.needs_review === 1 ? "needs" : "need"} review: a session that they signed up for is over, and nobody has said whether they came.`,
      ),
    );
  if (excluded > 0)
    said.push(
      notice(
        `${many(excluded, "teacher")} of the roster ${excluded === 1 ? "is" : "are"} excluded from reports and not counted.`,
      ),
    );
  if (unlisted.length > 0)
    said.push(notice(`${many(unlisted.length, "teacher")} attended without being on a roster, and are not counted.`));
  if (period.kind !== "school_year" && total.teachers > 0)
    said.push(
      notice(
        `The goal is that of the whole of ${schoolYearLabel(schoolYear)}; only ${period.label} counts towards it here.`,
      ),
    );
  said.push(...toDateNotices(period));
  return said;
}
