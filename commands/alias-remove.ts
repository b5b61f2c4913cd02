import { defineCommand, lineOf, take } from "../src/command/index.js";
import { forgetOrganization } from "../src/identity/index.js";
import { reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";

export const aliasRemove = defineCommand({
  name: "alias remove",
  family: "organisations",
  summary: "Forgets what staff call an organisation; alias says it again.",
  examples: ["alias remove kumed"],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  args: {
    name: take.text({ label: "What it was called", positional: "rest", required: true }),
  },
  async run({ name }, context) {
    const sourceId = await context.pool.transaction(async (tx) => {
      const forgotten = await forgetOrganization(tx, name);
      if (forgotten === null)
        throw new PolarisError(
          "not_found",
          `Nobody has given the name “${name}” here. Names in config/organization.yml are taken out there.`,
        );
      await context.auditInside(tx, { organization: forgotten });
      return forgotten;
    });
    return reply({
      title: "Name forgotten",
      text: `“${name}” no longer means an organisation.`,
      sensitivity: "open",
      actions: [
        {
          label: "Remember it again",
          line: lineOf("alias", { name, means: sourceId }),
          does: "run",
          sensitivity: "open",
        },
      ],
    });
  },
});
