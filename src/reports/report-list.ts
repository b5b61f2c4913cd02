import { type Action, type Cell, column, type Reply, reply, type Table, table } from "../reply/index.js";
import { many } from "./words.js";

/** What the list says of one report; the commands themselves are handed in. */
export interface ListedReport {
  /** As it is asked for: "report org". */
  readonly name: string;
  readonly summary: string;
  readonly example: string;
  /** Labels of what it takes first: the subject, the period, the main filters. */
  readonly takes: readonly string[];
  /** Who may run it, in words. */
  readonly who: string;
}

/** Under which heading a report is looked for. */
const GROUPS: readonly { readonly key: string; readonly title: string; readonly of: readonly string[] }[] = [
  { key: "figures", title: "Any figure", of: ["metric"] },
  {
    key: "people",
    title: "Volunteers",
    of: ["report first-time", "report recent", "report thank-you", "report partner-match"],
  },
  { key: "organisations", title: "Organisations", of: ["report org", "report thank-you-letter"] },
  { key: "leads", title: "Prospective leads", of: ["report leads"] },
  {
    key: "places",
    title: "Districts, schools and students",
    of: [
      "report district",
      "report collective",
      "report schools",
      "report students",
      "report attendance",
      "report outside-visits",
    ],
  },
  {
    key: "programs",
    title: "Programs and events",
    of: ["report events", "report pathway", "report virtual", "report teachers"],
  },
  { key: "voices", title: "What people say and look at", of: ["report surveys", "report engagement"] },
  { key: "sources", title: "Reports of other systems", of: ["report salesforce"] },
];
const OTHERS = { key: "others", title: "Further reports" };

/** Every report there is for this person, by what it is about; with `about`, those that speak of it. */
export function reportList(all: readonly ListedReport[], about: string | null): Reply {
  const reports = about === null ? all : all.filter((each) => speaksOf(each, about));
  const shown = reports.length > 0 ? reports : all;
  const groups = [...GROUPS, { ...OTHERS, of: shown.map(({ name }) => name).filter((name) => !isGrouped(name)) }];
  return reply({
    title: "Reports",
    text: sentence(all.length, reports.length, about),
    sensitivity: "open",
    tables: groups
      .map(({ key, title, of }) =>
        groupTable(
          key,
          title,
          shown.filter(({ name }) => of.includes(name)),
        ),
      )
      .filter(({ rows }) => rows.length > 0),
    actions: shown
      .slice(0, 5)
      .map((each): Action => ({ label: each.name, line: each.name, does: "form", sensitivity: "open" })),
  });
}

const isGrouped = (name: string): boolean => GROUPS.some(({ of }) => of.includes(name));

/** Every word asked for begins a word of its name, line or arguments. */
export function speaksOf({ name, summary, takes }: ListedReport, about: string): boolean {
  const words = [name, summary, ...takes]
    .join(" ")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  return about
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .every((asked) => words.some((word) => word.startsWith(asked)));
}

function sentence(all: number, found: number, about: string | null): string {
  const how = "Each without its subject or period opens its form; “help” and its name explains it.";
  if (about === null) return `There ${all === 1 ? "is" : "are"} ${many(all, "report")} that you can ask for. ${how}`;
  if (found === 0) return `No report speaks of “${about.slice(0, 40)}”. These are all ${all}. ${how}`;
  return `${many(found, "report")} ${found === 1 ? "speaks" : "speak"} of “${about.slice(0, 40)}”. ${how}`;
}

function groupTable(key: string, title: string, reports: readonly ListedReport[]): Table {
  return table({
    key,
    title,
    columns: [
      column("report", "Report", "text", "open"),
      column("shows", "What it shows", "text", "open"),
      column("example", "For example", "text", "open"),
      column("takes", "What it takes", "text", "open"),
      column("who", "Who may", "text", "open"),
    ],
    rows: reports.map(({ name, summary, example, takes, who }): Cell[] => [
      name,
      summary,
      example,
      takes.join(", "),
      who,
    ]),
    empty: "There is no report here that you can use.",
  });
}
