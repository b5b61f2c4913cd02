import { localDay, type Period, printDates, schoolYear } from "../domain/index.js";
import {
  PROGRESS_STATUSES,
  sessionsOfTeacher,
  type TeacherProgress,
  type TeacherSession,
  teacherProgress,
} from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";
import { linkOf, type TeacherLink } from "./teacher-links.js";
import { type OwnRemark, remarksOfTeacher } from "./teacher-links-remarks.js";

/** All that a teacher's own page shows: theirs, and nobody else's. */
export interface TeacherPage {
  readonly link: TeacherLink;
  readonly organization: string;
  readonly timeZone: string;
  readonly progress: TeacherProgress;
  /** "Achieved". */
  readonly status: string;
  readonly period: Pick<Period, "label"> & { readonly dates: string };
  readonly sessions: readonly TeacherSession[];
  readonly remarks: readonly OwnRemark[];
  readonly asOf: string;
}

/** The page that a token opens; null alike for whatever opens none, and where the teacher is on the roster no more (T6). */
export async function teacherPage(
  reader: Reader,
  organization: Organization,
  token: string,
  now: string,
): Promise<TeacherPage | null> {
  const link = await linkOf(reader, token, now);
  return link === null ? null : pageOf(reader, organization, link, now);
}

/** What a link shows at an instant. */
export async function pageOf(
  reader: Reader,
  { name, timeZone, schoolYearStartMonth }: Organization,
  link: TeacherLink,
  now: string,
): Promise<TeacherPage | null> {
  const period = schoolYear(link.schoolYear, { today: localDay(now, timeZone), schoolYearStartMonth });
  const { teachers } = await teacherProgress(reader, { schoolYear: link.schoolYear, period, email: link.email, now });
  const [progress] = teachers;
  if (progress === undefined) return null;
  const { person } = progress;
  return {
    link,
    organization: name,
    timeZone,
    progress,
    status: PROGRESS_STATUSES[progress.status],
    period: { label: period.label, dates: printDates(period) },
    sessions: person === null ? [] : await sessionsOfTeacher(reader, { person, period, now }),
    remarks: await remarksOfTeacher(reader, link),
    asOf: now,
  };
}
