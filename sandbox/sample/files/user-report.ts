import { addDays } from "../calendar.js";
import type { Cast, SampleFile, SheetCell } from "./model.js";
import type { PathfulUser, PathfulUsers } from "./pathful-users.js";

const HEADER = [
  "UserAuthId",
  "SignUpRole",
  "Name",
  "LoginEmail",
  "NotificationEmail",
  "School",
  "District or Company",
  "JobTitle",
  "GradeCluster",
  "Skills",
  "Affiliations",
  "City",
  "State",
  "PostalCode",
  "JoinDate",
  "LastLoginDate",
  "LoginCount",
  "CountOfDaysLoggedInLast30Days",
  "LastSessionDate",
  "ActiveSubscriptionType",
  "ActiveSubscriptionName",
] as const;

/** The User Report: the same people with their addresses. */
export function userReport(cast: Cast, { educators, professionals, doubtful, strangers }: PathfulUsers): SampleFile {
  const users = [...educators, ...professionals, ...doubtful, ...strangers];
  const rows = users.flatMap((user, index) => (user.mail === null ? [] : [row(cast, user, user.mail, index)]));
  return {
    name: "Pathful User Report.xlsx",
    said: "The User Report from Pathful",
    rows: [HEADER, ...rows],
  };
}

function row({ today }: Cast, user: PathfulUser, mail: string, index: number): SheetCell[] {
  const { id, role, name, school, home, job } = user;
  const isTeacher = role === "Educator";
  const isPremium = index % 2 === 0;
  return [
    /^\d+$/.test(id) ? Number(id) : id,
    role,
    name,
    index % 3 === 0 ? mail.toUpperCase() : mail,
    mail,
    isTeacher ? school : "",
    home,
    job,
    isTeacher ? "Elementary" : null,
    isTeacher ? null : "Public Speaking; Engineering",
    null,
    "Kansas City",
    "MO",
    "64111",
    { date: addDays(today, -700 + index) },
    { date: addDays(today, -index) },
    index,
    index % 12,
    index % 4 === 0 ? null : { date: addDays(today, -3 * index - 1) },
    isPremium ? "Premium" : null,
    isPremium ? "PREP-KC Connector" : null,
  ];
}
