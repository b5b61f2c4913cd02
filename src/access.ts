import type { Access, Role } from "./command/index.js";
import type { SlackPerson } from "./doors/index.js";
import type { Pool } from "./pool/index.js";
import type { Organization } from "./runtime/index.js";

const RANK: Readonly<Record<Role, number>> = { admin: 4, staff: 3, coordinator: 2, district: 1, none: 0 };
const NOBODY: Access = { role: "none", districts: [] };

/**
 * The highest role any source gives this person, asked anew for every request: user groups and names in
 * organization.yml, and the roles table; whether they may have rows of students besides is said in organization.yml alone. Guests and people of other workspaces are at most district viewers, and only
 * when named one by one; whoever's account was deactivated is nobody.
 */
export async function accessOf(pool: Pool, { slack }: Organization, person: SlackPerson): Promise<Access> {
  if (person.isGone) return NOBODY;
  const row = await pool.db.roleAssignment.findUnique({ where: { user_id: person.userId } });
  const named: Access[] = [
    ...(row ? [{ role: roleOf(row.role), districts: namesIn(row.districts) }] : []),
    ...(slack.districtViewers[person.userId]
      ? [{ role: "district" as const, districts: slack.districtViewers[person.userId] ?? [] }]
      : []),
  ];
  if (person.isGuest || person.isForeign) return highest(named.filter(({ role }) => role === "district"));
  const byGroup = (person.groups ?? []).flatMap((group) => slack.roleGroups[group] ?? []);
  const asAdmin: Role[] = slack.admins.includes(person.userId) ? ["admin"] : [];
  const access = highest([...named, ...[...byGroup, ...asAdmin].map((role): Access => ({ role, districts: [] }))]);
  const readsStudents = slack.studentReaders.includes(person.userId) && READS_STUDENTS.has(access.role);
  return readsStudents ? { ...access, readsStudents } : access;
}

/** Whom `studentReaders` can name: a district viewer sees no student, whoever names them. */
const READS_STUDENTS: ReadonlySet<Role> = new Set(["admin", "staff", "coordinator"]);

/** The highest of them; who is a district viewer twice over sees the districts of both. */
function highest(given: readonly Access[]): Access {
  const { role } = given.reduce((best, each) => (RANK[each.role] > RANK[best.role] ? each : best), NOBODY);
  const districts = given.filter((each) => each.role === role).flatMap((each) => each.districts);
  return { role, districts: role === "district" ? [...new Set(districts)] : [] };
}

const roleOf = (text: string): Role => (Object.hasOwn(RANK, text) ? (text as Role) : "none");

function namesIn(json: string): string[] {
  const names: unknown = JSON.parse(json);
  return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
}
