import { defineCommand, ROLES, take } from "../src/command/index.js";
import { foldText } from "../src/domain/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { rolesReply } from "./roles-reply.js";

const MOST_OFFERED = 50;

export const rolesSet = defineCommand({
  name: "roles set",
  family: "admin",
  summary: "Gives a person a role, or takes it away with none.",
  examples: ["roles set @anne staff", 'roles set @drew district district:"Grandview School District"'],
  allow: ["admin"],
  effect: "write",
  args: {
    person: take.member({ label: "Person", positional: "one", required: true }),
    role: take.choice(take.plainChoices(ROLES), { label: "Role", positional: "one", required: true }),
    district: take.references("district", {
      label: "Districts",
      help: "For a district viewer: the districts they may see.",
      main: true,
      options: async (query, { pool }) => {
        const districts = await pool.db.district.findMany({ where: { deleted_at: null }, orderBy: { name: "asc" } });
        // Folded here rather than in SQL, where the engines fold differently.
        const typed = foldText(query);
        return districts
          .filter(({ name }) => foldText(name).includes(typed))
          .slice(0, MOST_OFFERED)
          .map(({ name }) => ({ value: name, label: name }));
      },
    }),
  },
  async run({ person, role, district }, context) {
    const asked = district.all.flat().map(({ text }) => text);
    const known = await context.pool.db.district.findMany({ where: { deleted_at: null, name: { in: asked } } });
    const unknown = asked.filter((name) => !known.some((each) => each.name === name));
    if (unknown.length > 0)
      throw new PolarisError(
        "not_found",
        `There is no district called “${unknown.join("”, “")}”. Expected its exact name.`,
      );
    if (role === "district" && asked.length === 0)
      throw new PolarisError(
        "argument_missing",
        'A district viewer needs at least one district, as in district:"Grandview School District".',
      );
    const values = {
      role,
      districts: JSON.stringify(asked),
      set_by: context.request.actor.id,
      set_at: context.request.now,
    };
    await context.pool.write(async (db) => {
      await db.roleAssignment.upsert({
        where: { user_id: person.id },
        create: { user_id: person.id, ...values },
        update: values,
      });
      await context.auditInside(db, { person: person.id, role, districts: asked });
    });
    return rolesReply(context, `${person.name ?? person.id} now has the role ${role}.`);
  },
});
