import { createHash } from "node:crypto";
import { normalizeEmail } from "../../domain/index.js";
import type { Dataset, DatasetRow } from "../datasets/model.js";
import { dayCell, isBad, textCell } from "../grid/cells.js";
import type { Cells, DatasetColumn, GridCell } from "../grid/model.js";
import { countOf, idOf } from "./cells.js";

const offered = (key: string, ...names: string[]): DatasetColumn => ({ key, names, required: false });
const needed = (key: string, ...names: string[]): DatasetColumn => ({ key, names, required: true });

/** Pathful's User Report: one line is one user. */
export const pathfulUsers: Dataset = {
  name: "pathful-users",
  label: "Pathful User Report",
  describe: "Users of Pathful with their addresses, schools and companies: they help to tell who is who.",
  columns: [
    needed("userId", "UserAuthId"),
    needed("role", "SignUpRole"),
    needed("name", "Name"),
    offered("loginEmail", "LoginEmail"),
    offered("notificationEmail", "NotificationEmail"),
    offered("school", "School"),
    offered("place", "District or Company"),
    offered("jobTitle", "JobTitle"),
    offered("gradeCluster", "GradeCluster"),
    offered("skills", "Skills"),
    offered("affiliations", "Affiliations"),
    offered("city", "City"),
    offered("state", "State"),
    offered("zip", "PostalCode"),
    offered("joined", "JoinDate"),
    offered("lastLogin", "LastLoginDate"),
    offered("loginCount", "LoginCount"),
    offered("recentLoginDays", "CountOfDaysLoggedInLast30Days"),
    offered("lastSession", "LastSessionDate"),
    offered("subscriptionType", "ActiveSubscriptionType"),
    offered("subscriptionName", "ActiveSubscriptionName"),
  ],
  key: ["userId"],
  // Users are stored beside the contacts they are, where they are taken in.
  read: () => [],
};

const ROLES = ["teacher", "volunteer", "student", "parent", "other"] as const;

export interface PathfulUser {
  readonly userId: string;
  readonly roleRaw: string | null;
  readonly role: (typeof ROLES)[number];
  readonly name: string;
  readonly loginEmail: string | null;
  readonly notificationEmail: string | null;
  readonly school: string | null;
  readonly place: string | null;
  readonly jobTitle: string | null;
  readonly gradeCluster: string | null;
  readonly skills: string | null;
  readonly affiliations: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly zip: string | null;
  readonly joinedOn: string | null;
  readonly lastLoginOn: string | null;
  readonly lastSessionOn: string | null;
  readonly loginCount: number | null;
  readonly recentLoginDays: number | null;
  readonly subscriptionType: string | null;
  readonly subscriptionName: string | null;
}

export type UserReading =
  | { readonly kind: "user"; readonly user: PathfulUser; readonly payload: string }
  | {
      readonly kind: "refused";
      readonly key: string;
      readonly payload: string;
      readonly detail: string;
    };

const ROLE_WORDS: Readonly<Record<string, PathfulUser["role"]>> = {
  educator: "teacher",
  teacher: "teacher",
  professional: "volunteer",
  student: "student",
  parent: "parent",
};

/** A user without an id or a name is refused: the id is what tells users apart. */
export function readUserLine({ cells, raw }: DatasetRow, timeZone: string): UserReading {
  const payload = JSON.stringify(raw);
  const userId = idOf(cells.userId);
  const name = textCell(cells.name);
  if (userId === null || name === null) {
    const key = userId ?? `line:${createHash("sha256").update(payload).digest("hex").slice(0, 16)}`;
    const lacking = userId === null ? "UserAuthId" : "Name";
    return { kind: "refused", key, payload, detail: `The user has no ${lacking}.` };
  }
  const roleRaw = textCell(cells.role);
  return { kind: "user", payload, user: { userId, name, roleRaw, ...rest(cells, roleRaw, timeZone) } };
}

function rest(
  cells: Cells,
  roleRaw: string | null,
  timeZone: string,
): Omit<PathfulUser, "userId" | "name" | "roleRaw"> {
  const day = (cell: GridCell | undefined): string | null => {
    const read = dayCell(cell, timeZone);
    return isBad(read) ? null : read;
  };
  return {
    role: ROLE_WORDS[roleRaw?.toLowerCase() ?? ""] ?? "other",
    loginEmail: normalizeEmail(textCell(cells.loginEmail)),
    notificationEmail: normalizeEmail(textCell(cells.notificationEmail)),
    school: textCell(cells.school),
    place: textCell(cells.place),
    jobTitle: textCell(cells.jobTitle),
    gradeCluster: textCell(cells.gradeCluster),
    skills: textCell(cells.skills),
    affiliations: textCell(cells.affiliations),
    city: textCell(cells.city),
    state: textCell(cells.state),
    zip: idOf(cells.zip),
    joinedOn: day(cells.joined),
    lastLoginOn: day(cells.lastLogin),
    lastSessionOn: day(cells.lastSession),
    loginCount: countOf(cells.loginCount),
    recentLoginDays: countOf(cells.recentLoginDays),
    subscriptionType: textCell(cells.subscriptionType),
    subscriptionName: textCell(cells.subscriptionName),
  };
}
