import { type CommandContext, defineCommand, take } from "../src/command/index.js";
import { localDay, recordUrl } from "../src/domain/index.js";
import { type AttemptLine, type Difference, differences, proposedAssignments } from "../src/events/index.js";
import { type Cell, column, counted, reply, sortedRows, table } from "../src/reply/index.js";
import { FIELDS, linkTo, WHAT_DIFFERS } from "./decisions-words.js";

const SIZE = 10;

const COLUMNS = [
  column("what", "What", "text", "open"),
  column("about", "Record", "text", "open", { linkLabel: "link" }),
  column("date", "Of the day", "date", "open"),
  column("enter", "Enter", "text", "name"),
  column("now", "There now", "text", "open"),
  column("field", "Field", "text", "open"),
  column("record", "Id", "text", "open"),
  column("since", "Since", "date", "open"),
  column("link", "In Salesforce", "link", "open"),
];

export const decisionsEnter = defineCommand({
  name: "decisions enter",
  family: "data",
  summary: "Lists what people decided or proposed here and nobody has entered in Salesforce yet; as a file too.",
  examples: ["decisions enter", "decisions enter as:csv"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  args: take.listing({ sort: ["what", "about", "date", "since"], as: ["csv", "xlsx"] }),
  async run({ sort, page, asOf }, context) {
    const { pool, request } = context;
    const decided = (await differences(pool)).filter(({ source }) => source === "salesforce");
    const proposed = await proposedAssignments(pool, request.now);
    const rows = sortedRows(
      COLUMNS,
      [...decided.map((each) => ofDecision(each, context)), ...proposed.map((each) => ofProposal(each, context))],
      sort,
    );
    return reply({
      title: "To enter in Salesforce",
      text:
        rows.length === 0
          ? "Nothing waits to be entered in Salesforce."
          : `${counted(rows.length, "entry", "entries")} to enter in Salesforce: ${decided.length} decided, ${proposed.length} proposed more than three days ago. Each leaves by itself once Salesforce says the same.`,
      sensitivity: "open",
      tables: [
        table({
          key: "enter",
          title: "To enter",
          columns: COLUMNS,
          rows,
          empty:
            "Looked for: cancellation reasons, schools, districts, numbers of students, and proposals older than three days.",
        }),
      ],
      files: [
        { key: "enter", kind: "csv", name: "to-enter-in-salesforce.csv" },
        { key: "enter", kind: "xlsx", name: "to-enter-in-salesforce.xlsx" },
      ],
      page: { number: page, size: SIZE, line: context.line, ...(asOf === null ? {} : { since: asOf }) },
    });
  },
});

const ofDecision = (each: Difference, { organization }: CommandContext): Cell[] => [
  WHAT_DIFFERS[each.what],
  each.about,
  each.date,
  each.ours,
  each.theirs ?? "nothing",
  FIELDS[each.what],
  each.sourceId,
  localDay(each.at, organization.timeZone),
  linkTo(organization, each),
];

/** Ruling W3: whom a person proposed counts nowhere until the participation comes. */
const ofProposal = ({ contact, event, on }: AttemptLine, { organization }: CommandContext): Cell[] => [
  "Volunteer at the event",
  event?.title ?? null,
  event?.date ?? null,
  contact.name,
  "nothing",
  "Session_Participant__c",
  event?.sourceId ?? null,
  on,
  event?.source === "salesforce" ? recordUrl(organization.salesforce.recordUrl, "Session__c", event.sourceId) : null,
];
