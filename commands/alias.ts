import { defineCommand, take } from "../src/command/index.js";
import { foldText } from "../src/domain/index.js";
import {
  findOrganization,
  organizationCalled,
  rememberOrganization,
  suggestOrganizations,
} from "../src/identity/index.js";
import { reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";

export const alias = defineCommand({
  name: "alias",
  family: "organisations",
  summary: "Remembers what staff call an organisation, so that the name is understood from now on.",
  examples: ['alias robotics means:"Center for Applied Robotics"'],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  args: {
    name: take.text({ label: "What you call it", positional: "rest", required: true }),
    means: take.reference("organization", {
      label: "Which organisation it is",
      required: true,
      options: async (query, { pool }) =>
        (await suggestOrganizations(pool, query, 50)).map((o) => ({ value: o.name, label: o.name })),
    }),
    show: take.text({ label: "Then run" }),
  },
  async run({ name, means, show }, context) {
    if (foldText(name) === "")
      throw new PolarisError("argument_invalid", `“${name}” is no name. Expected at least one letter or digit.`);
    const owner = await organizationCalled(context.pool, name);
    if (owner !== null)
      throw new PolarisError(
        "argument_invalid",
        `“${name}” is the name of an organisation already: ${owner.name}. Expected a name that is nobody's own.`,
      );
    const { found } = await findOrganization(
      context.pool,
      context.organization.organizationAliases,
      means.id ?? means.text,
    );
    if (found === null)
      throw new PolarisError(
        "not_found",
        `No single organisation is called “${means.text}”. Expected its name as in Salesforce.`,
      );
    await context.pool.transaction(async (tx) => {
      await rememberOrganization(tx, {
        text: name,
        organization: found,
        by: context.request.actor.id,
        now: context.request.now,
      });
      await context.auditInside(tx, { organization: found.sourceId });
    });
    return reply({
      title: "Name remembered",
      text: `From now on “${name}” means ${found.name.replace(/\.$/, "")}.`,
      sensitivity: "open",
      actions:
        show === null
          ? []
          : [{ label: "Show the report", line: show, does: "run", style: "primary", sensitivity: "open" }],
    });
  },
});
