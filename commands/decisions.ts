import { defineCommand, lineOf, sayersOf, take } from "../src/command/index.js";
import { instantOf } from "../src/domain/index.js";
import { DECISION_KINDS, decisionKind, type ListedDecision, listDecisions } from "../src/events/index.js";
import { column, counted, reply, sortedRows, table } from "../src/reply/index.js";

const SIZE = 8;
const KINDS = Object.entries(DECISION_KINDS).map(([value, { label }]) => ({
  value,
  label,
  also: [value.replaceAll("_", " ")],
}));

const COLUMNS = [
  column("id", "No.", "integer", "open"),
  column("kind", "Decision", "text", "open"),
  column("about", "About", "text", "name"),
  column("date", "Of the day", "date", "open"),
  column("says", "What stands", "text", "name"),
  column("reason", "Reason or note", "text", "name"),
  column("by", "By", "text", "name"),
  column("when", "When", "instant", "open"),
  column("state", "State", "text", "open"),
  column("undone_by", "Taken back by", "text", "name"),
  column("record", "Record", "text", "open"),
];

export const decisions = defineCommand({
  name: "decisions",
  family: "data",
  summary: "Lists what people decided here, by whom and when, standing or taken back, each with Undo.",
  examples: [
    "decisions",
    "decisions kind:event_status",
    "decisions kind:local_status since:2026-11-01",
    "decisions standing:yes as:csv",
  ],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  args: {
    kind: take.choice(KINDS, { label: "Kind", main: true }),
    by: take.member({ label: "By", main: true }),
    since: take.day({ label: "Since", help: "The first day, as in 2026-11-01.", main: true, toward: "past" }),
    standing: take.flag({ label: "Only those that stand", main: true }),
    ...take.listing({ sort: ["when", "kind", "by", "about"], as: ["xlsx", "csv"] }),
  },
  async run({ kind, by, since, standing, sort, page, asOf }, context) {
    const { organization, pool } = context;
    const from = since === null ? null : instantOf(since, "00:00", organization.timeZone);
    const found = await listDecisions(pool, { kind, by: by?.id ?? null, since: from, standing: standing === true });
    const isFiltered = kind !== null || by !== null || since !== null || standing === true;
    const stand = found.filter(({ reversedAt }) => reversedAt === null).length;
    const whose = await sayersOf(
      found.flatMap(({ decidedBy, reversedBy }) => [decidedBy, reversedBy]),
      context,
    );
    const rows = sortedRows(
      COLUMNS,
      found.map((each) => rowOf(each, whose)),
      sort,
    );
    const shown = rows.slice((page - 1) * SIZE, page * SIZE).map(([id]) => id);
    const offered = found.filter(({ id, reversedAt }) => reversedAt === null && shown.includes(id));
    return reply({
      title: kind === null ? "What people decided" : `What people decided: ${decisionKind(kind).label}`,
      text:
        found.length === 0
          ? isFiltered
            ? "Nobody has decided anything of this kind here."
            : "Nobody has decided anything here yet."
          : `${counted(found.length, "decision")}: ${stand} ${stand === 1 ? "stands" : "stand"}, ${found.length - stand} taken back.`,
      sensitivity: "open",
      tables: [
        table({
          key: "decisions",
          title: "Decisions",
          columns: COLUMNS,
          rows,
          empty: `${isFiltered ? "Try without a filter. " : ""}What people exclude, cancel, place, promote or correct is listed here.`,
        }),
      ],
      actions: [
        ...offered.map(({ id }) => ({
          label: `Undo ${id}`,
          line: lineOf("undo", { id }),
          does: "run" as const,
          sensitivity: "open" as const,
        })),
        { label: "Differs from the source", line: "decisions differs", does: "run", sensitivity: "open" },
        { label: "To enter in Salesforce", line: "decisions enter", does: "run", sensitivity: "open" },
      ],
      files: [
        { key: "decisions", kind: "xlsx", name: "decisions.xlsx" },
        { key: "decisions", kind: "csv", name: "decisions.csv" },
      ],
      page: { number: page, size: SIZE, line: context.line, ...(asOf === null ? {} : { since: asOf }) },
    });
  },
});

function rowOf(each: ListedDecision, whose: (id: string | null) => string) {
  return [
    each.id,
    decisionKind(each.kind).label,
    each.about ?? "a record that is gone",
    each.date,
    decisionKind(each.kind).stands(each) + (each.valueName === null ? "" : `: ${each.valueName}`),
    each.reason,
    whose(each.decidedBy),
    each.decidedAt,
    each.reversedAt === null ? "stands" : "taken back",
    each.reversedAt === null ? null : whose(each.reversedBy),
    `${each.source} ${each.sourceId}`,
  ];
}
