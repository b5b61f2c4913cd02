import { defineCommand, take } from "../src/command/index.js";
import { column, counted, notice, reply, table } from "../src/reply/index.js";

export const sync = defineCommand({
  name: "sync",
  family: "data",
  summary: "Brings the pool up to date with Salesforce now.",
  examples: ["sync salesforce", "sync salesforce --full"],
  allow: ["admin", "staff"],
  effect: "write",
  submit: "Sync now",
  args: {
    source: take.choice([{ value: "salesforce", label: "Salesforce" }], {
      label: "Source",
      positional: "one",
      main: true,
    }),
    full: take.flag({ label: "Read everything again", bare: ["--full"] }),
  },
  async run({ full }, context) {
    const summary = await context.services.syncSalesforce(
      { full: full ?? false, startedBy: context.request.actor.id },
      { progress: (state) => context.progress(state), signal: context.signal },
    );
    const changed = summary.objects.reduce((sum, o) => sum + o.inserted + o.updated + o.deleted, 0);
    const waiting = summary.objects.reduce((sum, o) => sum + o.quarantined, 0);
    const state = { finished: "finished", partly: "finished in part", failed: "failed" }[summary.status];
    return reply({
      title: "Salesforce sync",
      text: `The sync ${state} in ${summary.seconds.toFixed(1)} s: ${counted(changed, "record")} changed${waiting > 0 ? `, ${counted(waiting, "row")} set aside` : ""}.`,
      sensitivity: "open",
      notices: [
        ...(summary.status === "finished"
          ? []
          : [notice(`The sync ${state}: figures rest on what was read before.`, "error")]),
        ...summary.notes.map((text) => notice(text)),
        ...summary.objects.flatMap(({ object, problem }) =>
          problem === null ? [] : [notice(`${object}: ${problem}`, "error")],
        ),
      ],
      tables: [
        table({
          key: "objects",
          title: "What was read",
          columns: [
            column("object", "Object", "text", "open"),
            column("read", "Read", "integer", "open"),
            column("inserted", "New", "integer", "open"),
            column("updated", "Changed", "integer", "open"),
            column("unchanged", "Unchanged", "integer", "open"),
            column("deleted", "Deleted", "integer", "open"),
            column("quarantined", "Set aside", "integer", "open"),
            column("skipped", "Skipped", "integer", "open"),
          ],
          rows: summary.objects.map((o) => [
            o.object,
            o.read,
            o.inserted,
            o.updated,
            o.unchanged,
            o.deleted,
            o.quarantined,
            o.skipped,
          ]),
          empty: "Nothing was read.",
        }),
      ],
    });
  },
});
