import { localDay } from "../../domain/index.js";
import type { Dataset, DatasetRow, DatasetRules } from "../datasets/model.js";
import { clockCell, isBad, textCell } from "../grid/cells.js";
import type { DatasetColumn } from "../grid/model.js";
import { schoolYearFrom, timeOf } from "./cells.js";
import type { LineReading, SignUp } from "./sign-up.js";

const offered = (key: string, ...names: string[]): DatasetColumn => ({ key, names, required: false });
const needed = (key: string, ...names: string[]): DatasetColumn => ({ key, names, required: true });

/** A line without a time took place in the morning. */
const USUAL_TIME = "09:00";

/** The sheet in which staff kept virtual sessions before Pathful: one line a teacher, presenters as a list. */
export const virtualLog: Dataset = {
  name: "virtual-log",
  label: "Virtual session log",
  settings: ["schoolYear"],
  describe: "Virtual sessions as staff kept them in a sheet: a line for each teacher, with the session's presenters.",
  columns: [
    needed("title", "Session Title"),
    needed("date", "Date"),
    needed("teacher", "Teacher Name"),
    offered("status", "Status"),
    offered("time", "Time"),
    offered("sessionType", "Session Type"),
    offered("school", "School Name"),
    offered("level", "School Level"),
    offered("district", "District"),
    offered("presenter", "Presenter", "Presenters"),
    offered("organization", "Organization", "Organisation"),
    offered("topic", "Topic/Theme", "Topic"),
    offered("link", "Session Link"),
  ],
  key: ["title", "date", "teacher"],
  // A line names several people; they are looked for where lines are taken in.
  read: () => [],
};

/** A line is its teacher and each of its presenters, or the session alone when it names nobody. */
export function readLogLine({ cells }: DatasetRow, rules: DatasetRules): LineReading {
  const title = textCell(cells.title);
  const schoolYear = schoolYearFrom(
    rules.defaults.schoolYear,
    localDay(rules.now, rules.timeZone),
    rules.schoolYearStartMonth,
  );
  const start = timeOf(cells.date, rules.timeZone, schoolYear);
  const isDated = start !== null && !isBad(start);
  const clock = clockCell(cells.time);
  const session: SignUp = {
    sessionId: null,
    title: title ?? "",
    day: isDated ? start.day : null,
    time: isDated ? (start.time ?? (isBad(clock) ? null : clock) ?? USUAL_TIME) : null,
    status: textCell(cells.status),
    minutes: null,
    userId: null,
    name: null,
    role: null,
    school: null,
    place: null,
    host: null,
    registeredStudents: null,
    attendedStudents: null,
    registeredEducators: null,
    attendedEducators: null,
    careerCluster: textCell(cells.topic),
    workBasedLearning: null,
    series: null,
    information: textCell(cells.sessionType),
    link: textCell(cells.link),
  };
  const teacherName = textCell(cells.teacher);
  const school = textCell(cells.school);
  const teacher: SignUp = { ...session, name: teacherName, role: "teacher", school, place: textCell(cells.district) };
  const refused = (reason: "bad_value" | "missing_required", detail: string): LineReading => ({
    kind: "refused",
    reason,
    detail,
    signUp: teacher,
  });
  if (title === null) return refused("missing_required", "The line has no Session Title.");
  if (isBad(start)) return refused("bad_value", "Date is no date. Expected one as in 1/15/2026.");
  const people = presentersOf(session, textCell(cells.presenter), textCell(cells.organization));
  if (teacherName !== null) people.unshift(teacher);
  return { kind: "sign_ups", signUps: people.length === 0 ? [session] : people };
}

/** One organisation is that of all presenters; as many as presenters are theirs one by one. */
function presentersOf(session: SignUp, presenters: string | null, organizations: string | null): SignUp[] {
  const names = listOf(presenters, BETWEEN_PEOPLE);
  const companies = listOf(organizations, BETWEEN_COMPANIES);
  return names.map((name, place) => ({
    ...session,
    name,
    role: "volunteer",
    place: companies.length === names.length ? (companies[place] ?? null) : organizations,
  }));
}

/** "Acme, Inc., Tech Corp" names two: what stands behind a company's comma may belong to it. */
const BETWEEN_COMPANIES = /;|\n|,(?!\s*(?:inc|llc|ltd|llp|co|corp|pc|pa)\b)/i;
const BETWEEN_PEOPLE = /[,;\n]/;

const listOf = (text: string | null, between: RegExp): string[] =>
  (text ?? "")
    .split(between)
    .map((part) => part.trim())
    .filter((part) => part !== "");
