import { defineCommand, sayersOf, take } from "../src/command/index.js";
import { differences } from "../src/events/index.js";
import { column, counted, reply, sortedRows, table } from "../src/reply/index.js";
import { linkTo, takingBack, WHAT_DIFFERS } from "./decisions-words.js";

const SIZE = 8;

const COLUMNS = [
  column("what", "What", "text", "open"),
  column("about", "About", "text", "open", { linkLabel: "link" }),
  column("date", "Of the day", "date", "open"),
  column("ours", "Here", "text", "open"),
  column("theirs", "In its source", "text", "open"),
  column("source", "Source", "text", "open"),
  column("by", "Decided by", "text", "name"),
  column("when", "When", "instant", "open"),
  column("id", "No.", "integer", "open"),
  column("link", "In Salesforce", "link", "open"),
];

export const decisionsDiffers = defineCommand({
  name: "decisions differs",
  family: "data",
  summary: "Lists where people decided something else than Salesforce or Pathful says, with what each of them says.",
  examples: ["decisions differs", "decisions differs as:csv"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  args: take.listing({ sort: ["when", "what", "about", "by"], as: ["xlsx", "csv"] }),
  async run({ sort, page, asOf }, context) {
    const { organization, pool } = context;
    const found = await differences(pool);
    const whose = await sayersOf(
      found.map(({ by }) => by),
      context,
    );
    const rows = sortedRows(
      COLUMNS,
      found.map((each) => [
        WHAT_DIFFERS[each.what],
        each.about,
        each.date,
        each.ours,
        each.theirs ?? "nothing",
        each.source === "salesforce" ? "Salesforce" : "Pathful",
        whose(each.by),
        each.at,
        each.takeBack.id,
        linkTo(organization, each),
      ]),
      sort,
    );
    return reply({
      title: "Differs from its source",
      text:
        found.length === 0
          ? "Nothing that people decided differs from what Salesforce and Pathful say."
          : `${counted(found.length, "decision")} ${found.length === 1 ? "says" : "say"} something else than Salesforce or Pathful; figures go by the decision.`,
      sensitivity: "open",
      tables: [
        table({
          key: "differs",
          title: "Here and there",
          columns: COLUMNS,
          rows,
          empty:
            "Compared: statuses, schools and cancellation reasons of events, districts of schools, numbers of students.",
        }),
      ],
      actions: sort === null ? found.slice((page - 1) * SIZE, page * SIZE).map(takingBack) : [],
      files: [
        { key: "differs", kind: "xlsx", name: "differs.xlsx" },
        { key: "differs", kind: "csv", name: "differs.csv" },
      ],
      page: { number: page, size: SIZE, line: context.line, ...(asOf === null ? {} : { since: asOf }) },
    });
  },
});
