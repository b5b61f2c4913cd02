import { type Circumstances, completenessNotices, type Metric, provenanceOf } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import {
  type Cell,
  type Column,
  column,
  type Fact,
  fact,
  metricFact,
  type Notice,
  notice,
  type Reply,
  reply,
  type Sensitivity,
  showCell,
  showDay,
  showInteger,
  type Table,
  table,
} from "../reply/index.js";
import { capital, type Organization } from "../runtime/index.js";
import type { SavedColumn, SavedReport } from "../sources/index.js";
import { prefixesIn, replyCell, replyColumn, sensitivityOf } from "./salesforce-report-columns.js";
import { type Against, type Comparison, comparison } from "./salesforce-report-compare.js";
import { columnsNaming, idsIn, type Kind, prefixes, recordsNamed } from "./salesforce-report-records.js";
import { inPeriod, many, unitOf } from "./words.js";

export interface SalesforceReportAsked extends Circumstances {
  readonly saved: SavedReport;
  /** Our figure to lay beside it; null for the report alone. */
  readonly against: Against | null;
  /** The local day of asking. */
  readonly today: string;
}

/** A saved report of Salesforce as it was run there, and where a figure of ours is named, both side by side, each difference with its reason. */
export async function salesforceReport(
  reader: Reader,
  organization: Organization,
  asked: SalesforceReportAsked,
): Promise<Reply> {
  const { saved, against, today } = asked;
  const known = await prefixes(reader);
  const columns = columnsNaming(saved, known);
  const students = await namesStudents(reader, saved, known);
  const reveals = (of: SavedColumn, place: number | null): Sensitivity => {
    const own = sensitivityOf(of, place === null ? NONE : prefixesIn(saved, place), known.get("event") ?? null);
    return students && (own !== "open" || place !== null) ? "student" : own;
  };
  const compared =
    against === null ? null : await comparison(reader, organization, saved, columns, { ...against, today });
  return reply({
    title: `Salesforce report: ${saved.name}`,
    text: sentence(saved, compared, against),
    sensitivity: "open",
    facts: factsOf(saved, compared, columns),
    tables: [
      ...(compared === null || compared.by === null ? [] : [differenceTable(compared, students)]),
      ...(saved.groupings.length === 0 ? [] : [groupTable(saved, (of) => reveals(of, null))]),
      rowTable(saved, reveals),
      filterTable(saved, (of) => reveals(of, null)),
    ],
    notices: [...(against === null ? [] : await completenessNotices(reader)), ...noticesOf(saved, compared, students)],
    provenance: await provenanceOf(reader, organization, {
      ...asked,
      period: against?.period ?? null,
      filters: { "Salesforce report": saved.id, ...compared?.filters },
      counts: compared?.counts ?? {},
    }),
  });
}

const NONE: ReadonlySet<string> = new Set();

/**
 * Whether any record that the report names, in whichever of its columns, is a student's, or its own filter asks for students: then its
 * rows are a student's too.
 */
async function namesStudents(reader: Reader, saved: SavedReport, known: ReadonlyMap<Kind, string>): Promise<boolean> {
  if (asksForStudents(saved)) return true;
  const named = [...new Set(saved.columns.flatMap((_, place) => idsIn(saved, place)))];
  for (const kind of ["participation", "contact"] as const) {
    const prefix = known.get(kind);
    const ids = prefix === undefined ? [] : named.filter((id) => id.startsWith(prefix));
    const found = await recordsNamed(reader, kind, ids);
    if ([...found.values()].some(({ facts }) => facts.role === "student" || facts.kind === "student")) return true;
  }
  return false;
}

/** As in “Participant Type is Student”: a report need not name a record for its rows to be of students. */
const asksForStudents = ({ filters }: SavedReport): boolean =>
  filters.some(
    ({ operator, value }) =>
      !/^not/i.test(operator) &&
      String(value ?? "")
        .split(",")
        .some((one) => /^students?$/i.test(one.trim())),
  );

const RECORDS: Readonly<Record<Kind, readonly [string, string]>> = {
  participation: ["participation", "participations"],
  contact: ["person", "people"],
  event: ["event", "events"],
};

const of = (metric: Metric): string => `${metric.id} ${metric.name.toLowerCase()}`;

function sentence(saved: SavedReport, compared: Comparison | null, against: Against | null): string {
  const rows = `“${saved.name}” has ${many(saved.rows.length, "row")}${saved.isWhole ? "" : " shown, and more that Salesforce does not hand out"}`;
  if (compared === null || against === null) return `${rows}.`;
  const ours = `${of(compared.metric)} is ${showCell(compared.figure, compared.metric.type)} ${inPeriod(against.period)}`;
  if (compared.by === null) return `${rows}; ${ours}. They cannot be laid side by side row by row.`;
  const [one, several] = RECORDS[compared.by];
  const count = (where: string) => showInteger(compared.differences.filter((each) => each.where === where).length);
  return `${rows}; ${ours}: ${many(compared.inBoth, one, several)} in both, ${count("only in Salesforce")} only in Salesforce, ${count("only here")} only here.`;
}

function factsOf(saved: SavedReport, compared: Comparison | null, columns: ReadonlyMap<Kind, number>): Fact[] {
  const whole = saved.groups[0]?.figures ?? [];
  const own =
    compared === null
      ? []
      : [
          metricFact(
            compared.metric.id,
            `${compared.metric.name} here`,
            compared.figure,
            compared.metric.type,
            "open",
            unitOf(compared.metric),
          ),
        ];
  const named = [...columns].map(([kind, place]) =>
    fact(
      `named_${kind}`,
      `Different ${RECORDS[kind][1] === "people" ? "contacts" : RECORDS[kind][1]} in it`,
      idsIn(saved, place).length,
      "integer",
      "open",
    ),
  );
  return [
    ...own,
    fact("rows", "Rows", saved.rows.length, "integer", "open", saved.isWhole ? {} : { note: "not all of them" }),
    ...saved.aggregates.map(({ label, type }, place) =>
      fact(`aggregate_${place + 1}`, label, whole[place] ?? null, type === "int" ? "integer" : "number", "open"),
    ),
    ...named,
    ...(compared === null || compared.by === null
      ? []
      : [
          fact("in_both", "In both", compared.inBoth, "integer", "open"),
          fact("only_there", "Only in Salesforce", counted(compared, "only in Salesforce"), "integer", "open"),
          fact("only_here", "Only here", counted(compared, "only here"), "integer", "open"),
        ]),
  ];
}

const counted = ({ differences }: Comparison, where: string): number =>
  differences.filter((each) => each.where === where).length;

/** One row per record that is not in both alike, with the rule that makes the difference. */
function differenceTable({ by, differences }: Comparison, students: boolean): Table {
  const names: Sensitivity = students ? "student" : by === "event" ? "open" : "name";
  const open: Sensitivity = students ? "student" : "open";
  return table({
    key: "differences",
    title: "Differences, row by row",
    columns: [
      column("where", "Where", "text", open),
      column("record", by === null ? "Record" : capital(RECORDS[by][0]), "text", names),
      column("date", "Date", "date", open),
      column("why", "Why", "text", students ? "student" : by === "event" ? "open" : "name"),
      column("id", "Record id", "text", open),
    ],
    rows: differences.map(({ where, name, day, why, id }): Cell[] => [where, name, day, why, id]),
    empty: "There is none: the same records are in both.",
  });
}

function groupTable(saved: SavedReport, reveals: (of: SavedColumn) => Sensitivity): Table {
  const columns: Column[] = [
    ...saved.groupings.map((each, place) => column(`group_${place + 1}`, each.label, "text", reveals(each))),
    ...saved.aggregates.map(({ label, type }, place) =>
      column(`aggregate_${place + 1}`, label, type === "int" ? "integer" : "number", "open"),
    ),
  ];
  const [whole, ...groups] = saved.groups;
  return table({
    key: "groups",
    title: saved.format === "matrix" ? "Its matrix" : "Its groups",
    columns,
    rows: groups.map(({ labels, figures }): Cell[] => [...labels.map((label) => label ?? "all"), ...figures]),
    total: whole === undefined ? null : ["Total", ...saved.groupings.slice(1).map(() => null), ...whole.figures],
    empty: "It has no group: no row meets its filters.",
  });
}

function rowTable(saved: SavedReport, reveals: (of: SavedColumn, place: number) => Sensitivity): Table {
  const columns = saved.columns.map((each, place) => replyColumn(each, place, reveals(each, place)));
  return table({
    key: "rows",
    title: saved.isWhole ? "Its rows" : `Its first ${showInteger(saved.rows.length)} rows`,
    columns: columns.length > 0 ? columns : [column("row", "Row", "integer", "open")],
    rows:
      columns.length > 0
        ? saved.rows.map((row) => saved.columns.map((each, place) => replyCell(each, row[place])))
        : saved.rows.map((_, place) => [place + 1]),
    empty: "No row meets its filters.",
  });
}

const OPERATORS: Readonly<Record<string, string>> = {
  equals: "is",
  notEqual: "is not",
  lessThan: "less than",
  lessOrEqual: "at most",
  greaterThan: "more than",
  greaterOrEqual: "at least",
  contains: "contains",
  notContain: "does not contain",
  startsWith: "begins with",
};

/** How the report was saved: its filters, its dates, and how they go together. A value may be somebody's name. */
function filterTable(saved: SavedReport, reveals: (of: SavedColumn) => Sensitivity): Table {
  const columnOf = (name: string): SavedColumn =>
    [...saved.columns, ...saved.groupings].find((each) => each.name === name) ?? {
      name,
      label: name,
      type: /status|type|format|stage|date/i.test(name) ? "picklist" : "string",
      isLookup: false,
    };
  const isOpen = saved.filters.every(({ column: name }) => reveals(columnOf(name)) === "open");
  const { dates } = saved;
  const days = [dates?.start, dates?.end].map((day) => (day == null ? "…" : showDay(day))).join(" – ");
  return table({
    key: "filters",
    title: `How it was saved (${saved.format}${saved.about === "" ? "" : `, ${saved.about}`})`,
    columns: [
      column("field", "Field", "text", "open"),
      column("operator", "Is held to", "text", "open"),
      column("value", "Value", "text", isOpen ? "open" : "contact"),
    ],
    rows: [
      ...(dates === null ? [] : [[dates.label, "between", days]]),
      ...saved.filters.map(({ label, operator, value }): Cell[] => [label, OPERATORS[operator] ?? operator, value]),
      ...(saved.logic === null ? [] : [["All of them", "go together as", saved.logic]]),
    ],
    empty: "It has no filter and no dates.",
  });
}

function noticesOf(saved: SavedReport, compared: Comparison | null, students: boolean): Notice[] {
  const all = saved.groups[0]?.figures[saved.aggregates.findIndex(({ name }) => name === "RowCount")];
  const said: Notice[] = [];
  if (!saved.isWhole)
    said.push(
      notice(
        `Salesforce shows at most 2,000 rows of a report${typeof all === "number" ? `: ${showInteger(saved.rows.length)} of ${showInteger(all)} are here` : ""}. Narrow its dates or filters there to see the others.`,
        "warning",
      ),
    );
  if (students) said.push(notice("Rows of students are shown nowhere in Slack: counts alone stand here."));
  if (compared !== null && compared.by === null)
    said.push(
      notice(
        `No column of the report names records that ${compared.metric.id} counts. Add the record's id or its lookup as a column in Salesforce, and the rows can be compared.`,
        "warning",
      ),
    );
  if (compared !== null && compared.same > 0)
    said.push(
      notice(
        `${many(compared.same, "contact")} in the report ${compared.same === 1 ? "is a person" : "are people"} already counted by another record (ruling P1).`,
      ),
    );
  said.push(notice("The report is run as it was saved in Salesforce; nothing is changed there."));
  return said;
}
