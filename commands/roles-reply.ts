import { type CommandContext, sayersOf } from "../src/command/index.js";
import { column, counted, type Reply, reply, table } from "../src/reply/index.js";

/** Who has which role; `done` is the sentence about a change just made. */
export async function rolesReply(context: CommandContext, done: string | null): Promise<Reply> {
  const { pool, organization } = context;
  const assigned = await pool.db.roleAssignment.findMany({ orderBy: { user_id: "asc" } });
  const { admins } = organization.slack;
  const whose = await sayersOf([...admins, ...assigned.flatMap(({ user_id, set_by }) => [user_id, set_by])], context);
  const rows = [
    ...admins.map((id) => [whose(id), id, "admin", "", "organization.yml"]),
    ...assigned.map(({ user_id, role, districts, set_by }) => [
      whose(user_id),
      user_id,
      role,
      districtNames(districts),
      whose(set_by),
    ]),
  ];
  return reply({
    title: "Roles",
    text:
      done ??
      `${counted(rows.length, "person", "people")} named one by one; everyone else has the role of their user group, or none.`,
    sensitivity: "open",
    tables: [
      table({
        key: "roles",
        title: "Roles",
        columns: [
          column("name", "Who", "text", "name"),
          column("person", "Slack user", "text", "name"),
          column("role", "Role", "text", "name"),
          column("districts", "Districts", "text", "name"),
          column("set_by", "Set by", "text", "name"),
        ],
        rows,
        empty: "Nobody has been named.",
      }),
    ],
  });
}

const districtNames = (json: string): string => {
  const names: unknown = JSON.parse(json);
  return Array.isArray(names) ? names.join(", ") : "";
};
