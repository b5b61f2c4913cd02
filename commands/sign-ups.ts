import { type CommandContext, defineCommand, lineOf, take } from "../src/command/index.js";
import { recordUrl } from "../src/domain/index.js";
import {
  compareSignUps,
  SIGN_UP_DIFFERENCES,
  type SignUpComparison,
  type SignUpDifference,
  type SignUpDifferenceKind,
} from "../src/events/index.js";
import {
  type Cell,
  column,
  counted,
  fact,
  type Notice,
  notice,
  reply,
  showInstant,
  table,
} from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { footerOf } from "./footer.js";

const WHAT: Readonly<Record<SignUpDifferenceKind, string>> = {
  listed_only: "listed there, not here",
  missing: "here, not listed there",
  date: "another day or time",
  slots: "other free slots",
};

const COLUMNS = [
  column("what", "What", "text", "open"),
  column("date", "Date", "date", "open"),
  column("title", "Title", "text", "open"),
  column("ours", "Salesforce", "text", "open"),
  column("theirs", "VolunTeach", "text", "open"),
  column("event", "Event id", "text", "open"),
  column("sign_up", "Sign-up page", "link", "open"),
  column("record", "Record", "link", "open", { linkLabel: "title" }),
];

export const signUps = defineCommand({
  name: "sign-ups",
  family: "events",
  summary: "Compares the public sign-up service (VolunTeach, once called Voluntold) with our upcoming events.",
  examples: ["sign-ups", "sign-ups show:missing", "sign-ups as:xlsx"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  args: {
    show: take.choices(
      SIGN_UP_DIFFERENCES.map((value) => ({ value, label: WHAT[value], also: [value.replace("_", "-")] })),
      { label: "Show", help: "Only differences of this kind.", main: true },
    ),
    ...take.listing({ sort: ["date", "title", "what"], as: ["xlsx", "csv"] }),
  },
  async run(args, context) {
    const { pool, organization, calendar } = context;
    if (organization.signUps.url === undefined)
      throw new PolarisError(
        "configuration_invalid",
        "No sign-up service is set up here. Expected signUps.url in organization.yml: the address of VolunTeach's public list of events.",
      );
    const compared = await compareSignUps(pool, { today: calendar.today, zone: organization.timeZone });
    const shown = compared.differences.filter(
      ({ kind }) => args.show.all.every((any) => any.includes(kind)) && !args.show.none.includes(kind),
    );
    const ordered = args.sort === null ? shown : inOrder(shown, args.sort);
    const text = signUpSentence(compared, organization.timeZone);
    return reply({
      title: "Sign-ups",
      text,
      sensitivity: "open",
      facts: [
        fact("listed", "Listed there", compared.readAt === null ? null : compared.listed, "integer", "open"),
        fact("due", "Ought to be listed", compared.due, "integer", "open"),
        ...SIGN_UP_DIFFERENCES.map((kind) =>
          fact(
            kind,
            `${WHAT[kind].slice(0, 1).toUpperCase()}${WHAT[kind].slice(1)}`,
            compared.readAt === null ? null : compared.differences.filter((each) => each.kind === kind).length,
            "integer",
            "open",
          ),
        ),
      ],
      tables: [
        table({
          key: "differences",
          title: "Differences",
          columns: COLUMNS,
          rows: compared.readAt === null ? [] : ordered.map((each) => cellsOf(each, context)),
          empty: text,
        }),
      ],
      actions: [
        { label: "Read it again", line: lineOf("job", { name: "sign-ups" }), does: "run", sensitivity: "open" },
      ],
      files: [
        { key: "differences", kind: "xlsx", name: "sign-ups.xlsx" },
        { key: "differences", kind: "csv", name: "sign-ups.csv" },
      ],
      notices: noticesOf(compared, organization.timeZone),
      page: { number: args.page, size: 10, line: context.line, ...(args.asOf === null ? {} : { since: args.asOf }) },
      provenance: await footerOf(context, { figures: "none", filters: context.filters }),
    });
  },
});

/** "VolunTeach lists 14 events, and 16 ought to be listed: 3 differences." Also a line of `status`. */
export function signUpSentence({ readAt, trouble, listed, due, differences }: SignUpComparison, zone: string): string {
  if (readAt === null)
    return trouble === null
      ? "The list of VolunTeach has not been read yet: that is done every hour."
      : `The list of VolunTeach could not be read yet: ${trouble}`;
  const found = differences.length === 0 ? "no difference" : counted(differences.length, "difference");
  const read = trouble === null ? "read" : "last read whole";
  return `VolunTeach lists ${counted(listed, "event")}, and ${due} ought to be listed: ${found} (${read} ${showInstant(readAt, zone)}).`;
}

function noticesOf({ readAt, trouble, differences }: SignUpComparison, zone: string): Notice[] {
  const missing = differences.some(({ kind }) => kind === "missing");
  return [
    ...(trouble === null || readAt === null
      ? []
      : [
          notice(
            `The last reading failed, so this is how it stood ${showInstant(readAt, zone)}. ${trouble}`,
            "warning",
          ),
        ]),
    ...(missing
      ? [
          notice(
            "An event that is not listed there may be switched off on purpose: “Display on website” in VolunTeach.",
          ),
        ]
      : []),
  ];
}

function cellsOf(
  { kind, date, title, ours, theirs, sourceId, url }: SignUpDifference,
  context: CommandContext,
): Cell[] {
  const record = recordUrl(context.organization.salesforce.recordUrl, "Session__c", sourceId);
  return [WHAT[kind], date, title, ours, theirs, sourceId, url, record];
}

function inOrder(
  differences: readonly SignUpDifference[],
  { key, descending }: { readonly key: "date" | "title" | "what"; readonly descending: boolean },
): SignUpDifference[] {
  const of = (each: SignUpDifference): string => (key === "what" ? WHAT[each.kind] : (each[key] ?? ""));
  const sorted = [...differences].sort((a, b) => (of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : 0));
  return descending ? sorted.reverse() : sorted;
}
