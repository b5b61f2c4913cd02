import { defineCommand, take } from "../src/command/index.js";
import { type WaitingStudent, waitingStudents } from "../src/intake/index.js";
import { column, counted, notice, reply, showInteger, table } from "../src/reply/index.js";
import { footerOf } from "./footer.js";

/** Named as Salesforce names its fields: Data Loader and the Data Import Wizard match such headers by themselves. */
const TO_CREATE = [
  column("first_name", "FirstName", "text", "student"),
  column("last_name", "LastName", "text", "student"),
  column("type", "Contact_Type__c", "text", "student"),
  column("number", "Local_Student_ID__c", "text", "student"),
  column("school_id", "npsp__Primary_Affiliation__c", "text", "student"),
  column("school", "School", "text", "student"),
  column("pathway", "Pathway", "text", "student"),
];

const NEAR = [
  column("student", "Student", "text", "student"),
  column("number", "Number", "text", "student"),
  column("school", "School", "text", "student"),
  column("near", "Perhaps", "text", "student"),
  column("near_id", "Id", "text", "student"),
  column("why", "Why", "text", "student"),
];

export const studentsWaiting = defineCommand({
  name: "students waiting",
  family: "data",
  summary:
    "Counts the students of pathway rosters who are not in Salesforce yet, and makes the file to create them there.",
  examples: ["students waiting", "students waiting as:xlsx"],
  allow: ["admin", "staff"],
  effect: "read",
  args: { ...take.listing({ sort: [], as: ["xlsx", "csv"] }) },
  async run({ page }, context) {
    const waiting = await waitingStudents(context.pool, context.organization);
    const near = waiting.filter((each) => each.near !== null);
    const unnamed = waiting.filter((each) => each.near === null && each.lastName === null);
    const create = waiting.filter((each) => each.near === null && each.lastName !== null);
    return reply({
      title: "Students who wait for Salesforce",
      text: sentence(waiting.length, near.length, unnamed.length),
      sensitivity: "open",
      notices: create.some(({ schoolSourceId }) => schoolSourceId === null)
        ? [notice("Of some the school is not known by that name: teach it with `alias`, or fill its id in by hand.")]
        : [],
      tables: [
        table({
          key: "create",
          title: "To create in Salesforce",
          columns: TO_CREATE,
          rows: create.map((each) => [
            each.firstName,
            each.lastName,
            "Student",
            each.studentId,
            each.schoolSourceId,
            each.school,
            each.pathway,
          ]),
          empty: "Nobody is to be created.",
        }),
        table({
          key: "near",
          title: "Perhaps there already: look before you create",
          columns: NEAR,
          rows: near.map((each) => [
            [each.firstName, each.lastName].join(" "),
            each.studentId,
            each.school,
            each.near?.name ?? null,
            each.near?.sourceId ?? null,
            each.near?.why ?? null,
          ]),
          empty: "Nobody is like anybody there.",
        }),
        bySchool(waiting),
      ],
      actions: [
        { label: "Rows set aside", line: "quarantine dataset:pathway-roster", does: "run", sensitivity: "open" },
      ],
      files: [
        { key: "create", kind: "xlsx", name: "students-to-create.xlsx" },
        { key: "create", kind: "csv", name: "students-to-create.csv" },
      ],
      page: { number: page, size: 15, line: context.line },
      provenance: await footerOf(context, { figures: "none" }),
    });
  },
});

function sentence(all: number, near: number, unnamed: number): string {
  if (all === 0) return "No student of a pathway roster waits: all are in Salesforce.";
  const parts = [
    near === 0 ? "" : ` ${showInteger(near)} may be there already, under a like name.`,
    unnamed === 0 ? "" : ` ${showInteger(unnamed)} ${unnamed === 1 ? "has" : "have"} a number and no name.`,
  ].join("");
  return `${counted(all, "student")} of pathway rosters ${all === 1 ? "is" : "are"} not in Salesforce, and ${all === 1 ? "counts" : "count"} nowhere.${parts} Once Salesforce has them, the next sync matches them by itself.`;
}

function bySchool(waiting: readonly WaitingStudent[]) {
  const schools = new Map<string, WaitingStudent[]>();
  for (const each of waiting) {
    const school = each.school ?? "(blank)";
    schools.set(school, [...(schools.get(school) ?? []), each]);
  }
  return table({
    key: "schools",
    title: "By school",
    columns: [
      column("school", "School", "text", "open"),
      column("students", "Students", "integer", "open"),
      column("lines", "Lines of rosters", "integer", "open"),
      column("since", "Since", "instant", "open"),
    ],
    rows: [...schools].map(([school, those]) => [
      school,
      those.length,
      those.reduce((sum, { lines }) => sum + lines, 0),
      those.map(({ since }) => since).sort()[0] ?? null,
    ]),
    empty: "Nobody waits.",
  });
}
