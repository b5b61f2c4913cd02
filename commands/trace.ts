import { defineCommand, sayersOf, take } from "../src/command/index.js";
import { type Searched, sourcesSearched, type Trace, traceAnything } from "../src/people/index.js";
import { column, counted, reply, showInstant, table } from "../src/reply/index.js";
import { sourceLabel } from "../src/sources/index.js";
import { footerOf } from "./footer.js";

export const trace = defineCommand({
  name: "trace",
  family: "data",
  summary: "Says why a person, session or company is, or is not, where you look for it, through every source.",
  examples: [
    "trace Victor",
    'trace "Snow day career fair"',
    'trace "Kaw Point High School"',
    "trace tobias.conrad@school.example",
  ],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  args: {
    what: take.text({
      label: "Name, title, e-mail address or id",
      help: "A person, session, company, school or pathway, by name or by the id that Salesforce or Pathful gives it.",
      positional: "rest",
      required: true,
    }),
    as: take.choice(take.plainChoices(["xlsx", "csv"]), { label: "As a file" }),
  },
  async run({ what }, context) {
    const { pool, calendar, organization } = context;
    const { found, total } = await traceAnything(pool, what, {
      calendar,
      organization,
      sayersOf: (people) => sayersOf(people, context),
    });
    const cut = total > found.length ? `; the first ${found.length} of them are listed` : "";
    const others = found.filter((each) => !each.isStudent);
    const students = found.filter((each) => each.isStudent);
    const nothing =
      found.length === 0
        ? searchedWords(await sourcesSearched(pool), organization.timeZone)
        : "All that was found is of students.";
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
          columns: columnsOf("name", "open"),
          rows: others.map(rowOf),
          empty: nothing,
        }),
        ...(students.length === 0
          ? []
          : [
              table({
                key: "students",
                title: "Students",
                columns: columnsOf("student", "student"),
                rows: students.map(rowOf),
                empty: nothing,
              }),
            ]),
      ],
      files: [{ key: "trace", kind: "xlsx", name: "trace.xlsx" }],
      provenance: await footerOf(context, { figures: "none" }),
    });
  },
});

const rowOf = ({ what, name, state, why, since, cameBy, source, sourceId }: Trace) => [
  what,
  name,
  state,
  why,
  since,
  cameBy,
  sourceLabel(source),
  sourceId,
];

/** A student's row is kept back whole: each of its cells says something of one student. */
const columnsOf = (sensitivity: "name" | "student", otherwise: "open" | "student") => [
  column("what", "What", "text", otherwise),
  column("name", "Name", "text", sensitivity),
  column("state", "State", "text", otherwise),
  column("why", "Why", "text", sensitivity),
  column("since", "Since", "instant", otherwise),
  // Whoever names a file may put a name into it.
  column("came_by", "Came by", "text", sensitivity),
  column("source", "Source", "text", otherwise),
  column("id", "Id", "text", otherwise),
];

/** What was searched, so that "not there" and "not read yet" are two answers. */
function searchedWords(sources: readonly Searched[], zone: string): string {
  const read = sources.flatMap(({ label, readAt }) =>
    readAt === null ? [] : [`${label} (last read ${showInstant(readAt, zone)})`],
  );
  const unread = sources.filter(({ readAt }) => readAt === null).map(({ label }) => label);
  return [
    read.length === 0
      ? "Nothing has been read in full yet."
      : `Searched ${read.join(", ")}, with the open questions and the rows that wait.`,
    unread.length === 0 ? "" : `Never read in full: ${unread.join(", ")}; what is only there is not known yet.`,
    "Try an id, or a shorter part of the name.",
  ]
    .filter(Boolean)
    .join(" ");
}
