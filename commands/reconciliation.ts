import { defineCommand, take } from "../src/command/index.js";
import { reply, showInstant } from "../src/reply/index.js";
import { lastReconciliation, sentenceOf } from "../src/watch/index.js";
import { noticesOf, tablesOf } from "./reconciliation-tables.js";

export const reconciliation = defineCommand({
  name: "reconciliation",
  family: "data",
  summary: "Shows what the last comparison with the sources found.",
  examples: ["reconciliation", "reconciliation as:xlsx"],
  allow: ["admin", "staff"],
  effect: "read",
  withoutData: true,
  args: { ...take.listing({ sort: ["object"], as: ["xlsx", "csv"] }) },
  async run({ page }, { pool, organization, line }) {
    const last = await lastReconciliation(pool);
    const again = { label: "Compare now", line: "reconcile", does: "run", sensitivity: "open" } as const;
    if (last === null)
      return reply({
        title: "Reconciliation",
        text: "Nothing has been compared yet.",
        sensitivity: "open",
        actions: [again],
      });
    return reply({
      title: "Reconciliation",
      text: `${showInstant(last.finishedAt, organization.timeZone)}: ${sentenceOf(last)}`,
      sensitivity: "open",
      notices: noticesOf(last).map((each) => (each.level === "error" ? { ...each, level: "warning" } : each)),
      tables: tablesOf(last),
      actions: [again],
      files: [{ key: "objects", kind: "xlsx", name: "reconciliation.xlsx" }],
      page: { number: page, size: 15, line },
    });
  },
});
