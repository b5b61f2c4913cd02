import { type CommandContext, defineCommand, lineOf, sayersOf, take } from "../src/command/index.js";
import { OBJECT_OF, PAIR_KINDS, type SalesforceMerge, salesforceMerges } from "../src/identity/index.js";
import { column, counted, notice, reply, table } from "../src/reply/index.js";
import { KIND_WORDS, linkOf } from "./duplicate-words.js";
import { footerOf } from "./footer.js";

const SIZE = 10;

export const duplicatesWork = defineCommand({
  name: "duplicates work",
  family: "people",
  summary:
    "Lists what is to be merged in Salesforce, with links and a CSV; what was merged there leaves the list by itself.",
  examples: ["duplicates work", "duplicates work kind:organization", "duplicates work as:csv"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  args: {
    kind: take.choice(
      PAIR_KINDS.map((value) => ({ value, label: KIND_WORDS[value].many, also: [KIND_WORDS[value].one] })),
      { label: "Records of", main: true },
    ),
    page: take.page(),
    as: { ...take.choice(take.plainChoices(["csv", "xlsx"]), { label: "As a file" }), isFilter: false },
    asOf: take.instant("As of"),
  },
  async run({ kind, page, as, asOf }, context) {
    const { pool, request } = context;
    const merges = await salesforceMerges(pool, kind === null ? PAIR_KINDS : [kind], request.now);
    const decided = merges.filter(({ basis }) => basis === "decided").length;
    const whose = await sayersOf(
      merges.map(({ decidedBy }) => decidedBy),
      context,
    );
    const students = merges.filter((each) => each.kind === "student");
    const others = merges.filter((each) => each.kind !== "student");
    return reply({
      title: "To merge in Salesforce",
      text:
        merges.length === 0
          ? "Nothing is to be merged in Salesforce."
          : `${counted(merges.length, "pair is", "pairs are")} to be merged in Salesforce: ${decided} decided by a person, ${merges.length - decided} certain and not decided yet.`,
      sensitivity: "open",
      notices:
        merges.length === 0
          ? []
          : [
              notice(
                "Keep the record named first. Salesforce merges contacts and accounts, up to three at a time, and moves what is tied to them: open one, choose View Duplicates (in Classic: Merge Contacts, Merge Accounts), and take the record to keep as the master. Sessions it cannot merge: move the participants over, then delete the other one.",
              ),
              notice(
                "The CSV has one line per pair: MasterRecordId is the record to keep, MergedRecordId the one that goes into it, Object what they are. Data Loader itself cannot merge. Contacts and accounts: give the file to a tool that merges through Salesforce’s API, which takes these two ids. Sessions: export the participants of MergedRecordId, put MasterRecordId in their Session__c, update them with Data Loader, then delete the other sessions.",
              ),
            ],
      // As a file for Data Loader it holds nothing but what that reads.
      tables:
        as === "csv"
          ? [loaderTable(merges)]
          : [
              ...(kind === "student" ? [] : [workTable("work", others, whose, context)]),
              ...(students.length > 0 || kind === "student" ? [workTable("students", students, whose, context)] : []),
              ...(as === null ? [] : [loaderTable(merges)]),
            ],
      actions:
        merges.length === 0
          ? [{ label: "Open pairs", line: "duplicates", does: "run", sensitivity: "open" }]
          : [
              {
                label: "Data Loader CSV",
                line: lineOf("duplicates work", { kind, as: "csv" }),
                does: "run",
                sensitivity: "open",
              },
              { label: "Open pairs", line: "duplicates", does: "run", sensitivity: "open" },
            ],
      files: [
        { key: "loader", kind: "csv", name: "salesforce-merges.csv" },
        { key: "work", kind: "xlsx", name: "salesforce-merges.xlsx" },
      ],
      page: { number: page, size: SIZE, line: context.line, ...(asOf === null ? {} : { since: asOf }) },
      provenance: as === "csv" ? null : await footerOf(context, { figures: "none", filters: context.filters }),
    });
  },
});

const loaderTable = (merges: readonly SalesforceMerge[]) =>
  table({
    key: "loader",
    title: "For Data Loader",
    columns: [
      column("master", "MasterRecordId", "text", "name"),
      column("merged", "MergedRecordId", "text", "name"),
      column("object", "Object", "text", "open"),
    ],
    rows: merges.map(({ kind, master, merged }) => [master, merged, OBJECT_OF[kind]]),
    empty: "Nothing is to be merged in Salesforce.",
  });

function workTable(
  key: "work" | "students",
  merges: readonly SalesforceMerge[],
  whose: (id: string | null) => string,
  context: CommandContext,
) {
  const names = key === "students" ? "student" : "name";
  const link = (kind: SalesforceMerge["kind"], sourceId: string) =>
    linkOf(kind, { source: "salesforce", sourceId }, context);
  return table({
    key,
    title: key === "students" ? "Students to merge in Salesforce" : "To merge in Salesforce",
    columns: [
      column("object", "Object", "text", "open"),
      column("keep", "Keep", "text", names),
      column("keep_link", "Keep, in Salesforce", "link", "name"),
      column("goes", "Goes into it", "text", names),
      column("goes_link", "Goes, in Salesforce", "link", "name"),
      column("why", "Why", "text", "open"),
      column("by", "Decided by", "text", "name"),
      column("number", "Decision or pair", "text", "open"),
      column("keep_id", "Id to keep", "text", "name"),
      column("goes_id", "Id that goes", "text", "name"),
    ],
    rows: merges.map(
      ({ kind, names: [keep, goes], master, merged, basis, decidedBy, decidedAt, decisionId, pairId }) => [
        OBJECT_OF[kind],
        keep,
        link(kind, master),
        goes,
        link(kind, merged),
        basis === "certain" ? "certain, not decided yet" : `decided on ${(decidedAt ?? "").slice(0, 10)}`,
        basis === "certain" ? null : whose(decidedBy),
        decisionId === null ? (pairId === null ? null : `pair ${pairId}`) : `decision ${decisionId}`,
        master,
        merged,
      ],
    ),
    empty: "Nothing is to be merged in Salesforce: every merge that was decided is done there.",
  });
}
