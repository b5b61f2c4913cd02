import { defineCommand, take } from "../src/command/index.js";
import { traceAnything } from "../src/people/index.js";
import { column, counted, reply, table } from "../src/reply/index.js";
import { footerOf } from "./footer.js";

export const trace = defineCommand({
  name: "trace",
  family: "data",
  summary: "Says why a person, event or organisation is, or is not, where you look for it.",
  examples: ["trace Victor", 'trace "Career Day at Central"', "trace 0035f00000JU4opAAD"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  args: {
    what: take.text({
      label: "Name, title or Salesforce id",
      positional: "rest",
      required: true,
    }),
    as: take.choice(take.plainChoices(["xlsx", "csv"]), { label: "As a file" }),
  },
  async run({ what }, context) {
    const { found, total } = await traceAnything(context.pool, what);
    const cut = total > found.length ? `; the first ${found.length} of them are listed` : "";
    const others = found.filter((each) => !each.isStudent);
    const students = found.filter((each) => each.isStudent);
    const row = (each: (typeof found)[number]) => [
      each.what,
      each.name,
      each.state,
      each.why,
      each.since,
      each.sourceId,
    ];
    // A student's row is kept back whole: each of its cells says something of one student.
    const columns = (sensitivity: "name" | "student", otherwise: "open" | "student") => [
      column("what", "What", "text", otherwise),
      column("name", "Name", "text", sensitivity),
      column("state", "State", "text", otherwise),
      column("why", "Why", "text", sensitivity),
      column("since", "Since", "instant", otherwise),
      column("id", "Salesforce id", "text", otherwise),
    ];
    const nothing =
      "Searched people, events, organisations, schools, districts and the rows that wait. Try a Salesforce id, or a shorter part of the name.";
    return reply({
      title: "Trace",
      text:
        found.length === 0
          ? `Nothing is known of “${what}”.`
          : `${counted(total, "record")} found for “${what}”${cut}.`,
      sensitivity: "name",
      openText: `${counted(total, "record")} found${cut}.`,
      tables: [
        table({
          key: "trace",
          title: "What is known",
          columns: columns("name", "open"),
          rows: others.map(row),
          empty: nothing,
        }),
        ...(students.length === 0
          ? []
          : [
              table({
                key: "students",
                title: "Students",
                columns: columns("student", "student"),
                rows: students.map(row),
                empty: nothing,
              }),
            ]),
      ],
      files: [{ key: "trace", kind: "xlsx", name: "trace.xlsx" }],
      provenance: await footerOf(context),
    });
  },
});
