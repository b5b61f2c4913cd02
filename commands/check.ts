import { defineCommand } from "../src/command/index.js";
import { column, counted, reply, table } from "../src/reply/index.js";

export const check = defineCommand({
  name: "check",
  family: "admin",
  summary: "Checks configuration, permissions and connections, one line each.",
  examples: ["check"],
  allow: ["admin"],
  effect: "read",
  args: {},
  async run(_args, { services }) {
    const checks = await services.check();
    const bad = checks.filter((each) => !each.ok).length;
    return reply({
      title: "Check",
      text: bad === 0 ? `All ${checks.length} checks passed.` : `${counted(bad, "check")} of ${checks.length} failed.`,
      sensitivity: "open",
      tables: [
        table({
          key: "checks",
          title: "Checks",
          columns: [
            column("what", "What", "text", "open"),
            column("ok", "Fine", "boolean", "open"),
            column("text", "Found", "text", "open"),
          ],
          rows: checks.map((each) => [each.what, each.ok, each.text]),
          empty: "There is nothing to check.",
        }),
      ],
    });
  },
});
