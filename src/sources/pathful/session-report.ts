import { foldText, readEventStatus } from "../../domain/index.js";
import type { Dataset, DatasetRow, DatasetRules } from "../datasets/model.js";
import { isBad, textCell } from "../grid/cells.js";
import type { DatasetColumn } from "../grid/model.js";
import { countOf, idOf, timeOf } from "./cells.js";
import { type LineReading, readRole, type SignUp } from "./sign-up.js";

const needed = (key: string, ...names: string[]): DatasetColumn => ({ key, names, required: true });
const offered = (key: string, ...names: string[]): DatasetColumn => ({ key, names, required: false });

/** Pathful's Session Report: one line is one person in one session; what is said of the session repeats on each. */
export const pathfulSessions: Dataset = {
  name: "pathful-sessions",
  label: "Pathful Session Report",
  describe: "Virtual sessions of Pathful with everybody who signed up for them.",
  columns: [
    needed("sessionId", "Session ID"),
    needed("title", "Title"),
    needed("date", "Date"),
    needed("status", "Status"),
    offered("duration", "Duration"),
    offered("userId", "User Auth Id"),
    needed("name", "Name"),
    needed("role", "SignUp Role"),
    offered("school", "School"),
    offered("place", "District or Company"),
    offered("partner", "Partner"),
    offered("state", "State"),
    offered("registeredStudents", "Registered Student Count"),
    offered("attendedStudents", "Attended Student Count"),
    offered("registeredEducators", "Registered Educator Count"),
    offered("attendedEducators", "Attended Educator Count"),
    offered("careerCluster", "Career Cluster"),
    offered("workBasedLearning", "Work Based Learning"),
    offered("series", "Series or Event Title"),
  ],
  key: ["sessionId", "userId"],
  // A line means nothing alone: lines are grouped by session, and people are looked for, where they are taken in.
  read: () => [],
};

/** @param partner rows of other partners are left out; a file without the column is all of one partner */
export function readSessionLine({ cells }: DatasetRow, rules: DatasetRules, partner: string): LineReading {
  const host = textCell(cells.partner);
  if (host !== null && foldText(host) !== foldText(partner)) return { kind: "skipped", reason: "other_partner" };
  const role = readRole(textCell(cells.role));
  if (role === "skipped") return { kind: "skipped", reason: "student_or_parent" };
  const start = timeOf(cells.date, rules.timeZone);
  const isDated = start !== null && !isBad(start);
  const signUp: SignUp = {
    sessionId: idOf(cells.sessionId),
    title: textCell(cells.title) ?? "",
    day: isDated ? start.day : null,
    time: isDated ? start.time : null,
    status: textCell(cells.status),
    minutes: countOf(cells.duration) || null,
    userId: idOf(cells.userId),
    name: textCell(cells.name),
    role: role === "unknown" ? null : role,
    school: textCell(cells.school),
    place: textCell(cells.place),
    host: host ?? partner,
    registeredStudents: countOf(cells.registeredStudents),
    attendedStudents: countOf(cells.attendedStudents),
    registeredEducators: countOf(cells.registeredEducators),
    attendedEducators: countOf(cells.attendedEducators),
    careerCluster: textCell(cells.careerCluster),
    workBasedLearning: textCell(cells.workBasedLearning),
    series: textCell(cells.series),
    information: null,
    link: null,
  };
  const refused = (reason: "bad_value" | "missing_required", detail: string): LineReading => ({
    kind: "refused",
    reason,
    detail,
    signUp,
  });
  if (role === "unknown")
    return refused("bad_value", "SignUp Role is none of Educator, Professional, Student and Parent.");
  if (signUp.title === "") return refused("missing_required", "The session has no Title.");
  if (signUp.name === null && signUp.userId === null)
    return refused("missing_required", "The line has neither Name nor User Auth Id.");
  if (isBad(start))
    return refused("bad_value", "Date is no date. Expected one as in 2026-01-15 10:00:00 or 01/15/2026.");
  return { kind: "sign_ups", signUps: [signUp] };
}

/** A draft without a date is no session yet. */
export function isDraft(status: string | null): boolean {
  return readEventStatus(status).status === "Draft";
}
