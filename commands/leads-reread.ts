import { defineCommand } from "../src/command/index.js";
import { counted, notice, reply, showInteger } from "../src/reply/index.js";

export const leadsReread = defineCommand({
  name: "leads reread",
  family: "data",
  summary: "Reads every row of the monthly files of leads once more by today's rules, and settles all leads anew.",
  examples: ["leads reread"],
  allow: ["admin"],
  effect: "write",
  submit: "Read again",
  args: {},
  async run(_args, { services, progress, signal, auditInside }) {
    const { rows, changed, unconfigured, leads } = await services.rereadLeads(
      (tx, reread) =>
        auditInside(tx, {
          rows: reread.rows,
          changed: reread.changed,
          before: reread.leads.before,
          after: reread.leads.after,
        }),
      { progress, signal },
    );
    return reply({
      title: "Leads read again",
      text: `Read ${counted(rows, "row")} once more: ${showInteger(changed)} say something else by today's rules. There are ${counted(leads.after, "lead")} now; there were ${showInteger(leads.before)}.`,
      sensitivity: "open",
      notices: unconfigured.map((name) =>
        notice(`${name} has rows and is no source any more (config/lead-sources): its rows stay as they were read.`),
      ),
      actions: [{ label: "Show the new leads", line: "leads new", does: "run", sensitivity: "open" }],
    });
  },
});
