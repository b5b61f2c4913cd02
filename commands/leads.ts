import { type CommandContext, defineCommand, type Request } from "../src/command/index.js";
import { normalizePhone } from "../src/domain/index.js";
import {
  countLeads,
  countUnusable,
  fileDays,
  type LeadCounts,
  type LeadFilter,
  type ListedLead,
  listLeads,
  overlapOf,
  SEND_TO_SALES,
  type UnusableCount,
  unusableRows,
  withFewNamed,
} from "../src/leads/index.js";
import {
  type Action,
  counted,
  type Fact,
  fact,
  type Notice,
  notice,
  type Page,
  type Reply,
  reply,
  showDay,
  showInteger,
  type Table,
} from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { footerOf } from "./footer.js";
import { filterAsked, type LeadsAsked, leadsArguments, rewordLeads } from "./leads-asked.js";
import { namesOf } from "./leads-names.js";
import { leadsTable, overlapTable, unmatchedTable, unusableTable } from "./leads-tables.js";
import { type LongPage, longPage, partNotice } from "./long-page.js";

export const leads = defineCommand({
  name: "leads",
  family: "organisations",
  summary:
    "Prospective leads of the outside sources: new ones, what changed, overlap of the sources, rows that cannot be used.",
  examples: [
    "leads new",
    "leads updated source:source_2",
    "leads overlap state:NV",
    "leads invalid source:source_1",
    "leads unmatched since:2026-10",
    "leads little stars state:TX current:yes",
    "leads new taken:no as:xlsx",
  ],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Show",
  args: leadsArguments,
  rewords: rewordLeads,
  async run(args, context) {
    const filter = filterAsked(args, context);
    const shown = args.show === "invalid" ? await unusable(args, filter, context) : await listed(args, filter, context);
    const { show: _, ...filters } = context.filters;
    const name = `leads${args.show === null ? "" : `-${args.show}`}`;
    return reply({
      ...shown,
      ...heldBy(args, shown.title),
      notices: [...shown.notices, ...(await freshness(context))],
      files: [
        { key: "leads", kind: "xlsx", name: `${name}.xlsx` },
        { key: "leads", kind: "csv", name: `${name}.csv` },
      ],
      provenance: await footerOf(context, { figures: "own", filters }),
    });
  },
});

type Held = { readonly sensitivity: "open" } | { readonly sensitivity: "contact"; readonly openText: string };

/** Who searched for a phone number reads it in the answer: where others read along, it is left out. */
function heldBy({ text }: LeadsAsked, title: string): Held {
  return text === null || normalizePhone(text) === null
    ? { sensitivity: "open" }
    : { sensitivity: "contact", openText: `${title} with a phone number` };
}

type Shown = Pick<Reply, "title" | "text" | "facts" | "tables" | "notices" | "actions"> & { readonly page?: Page };

async function listed(args: LeadsAsked, asked: LeadFilter, context: CommandContext): Promise<Shown> {
  const { pool } = context;
  const filter = await withFewNamed(pool, asked);
  const overlap = args.show === "overlap" ? await overlapOf(pool, filter) : null;
  const counts = overlap?.several ?? (await countLeads(pool, filter));
  const page = longPage(args, counts.all, context);
  const found = await listLeads(pool, filter, {
    sort: args.sort,
    skip: page.skip,
    most: page.most,
    byDay: counts.byDay,
  });
  const withoutPhone = args.show === "unmatched" ? await countLeads(pool, { ...filter, hasPhone: false }) : null;
  return {
    title: TITLES[args.show ?? "all"],
    text: sentenceOf(args, counts, context),
    facts: factsOf(args, counts, withoutPhone),
    tables: [
      await tableOf(args, found, context),
      ...(overlap === null ? [] : [overlapTable(overlap, (source) => labelOf(source, context))]),
    ],
    notices: [...partNotice(page, found.length), ...whatItMeans(args)],
    actions: actionsOf(args, found, context),
    ...page.page,
  };
}

async function unusable(args: LeadsAsked, filter: LeadFilter, context: CommandContext): Promise<Shown> {
  const { pool } = context;
  refuseWhatIsOfLeads(args);
  const bySource = await countUnusable(pool, filter);
  const all = bySource.reduce((sum, { rows }) => sum + rows, 0);
  const page: LongPage = longPage(args, all, context);
  const found = await unusableRows(pool, filter, { skip: page.skip, most: page.most });
  const where = searched(context);
  return {
    title: TITLES.invalid,
    text:
      all === 0
        ? `Every row${where} can be used whole.`
        : `${counted(all, "row")} cannot be used whole${where}: ${whatIsWrong(bySource)}.`,
    facts: bySource.map(({ source, rows }) =>
      fact(source, labelOf(source, context), rows, "integer", "open", { unit: "rows" }),
    ),
    tables: [unusableTable(found, `Every row${where} can be used whole.`)],
    notices: [
      ...partNotice(page, found.length),
      notice(
        "What came is kept as it came. Such a row is a lead all the same, but nobody is matched by what is missing.",
      ),
    ],
    actions: [],
    ...page.page,
  };
}

/** "8 without a usable phone, 2 without a usable address, 1 with something else that cannot be read" */
function whatIsWrong(bySource: readonly UnusableCount[]): string {
  const sum = (of: "phone" | "address" | "other"): number => bySource.reduce((all, row) => all + row[of], 0);
  const other = sum("other");
  return [
    `${showInteger(sum("phone"))} without a usable phone`,
    `${showInteger(sum("address"))} without a usable address`,
    ...(other === 0 ? [] : [`${showInteger(other)} with something else that cannot be read or is missing`]),
  ].join(", ");
}

/** Rows are no leads: a filter that says nothing of them is never left aside in silence. @throws PolarisError argument_invalid */
function refuseWhatIsOfLeads({ stage, converted, taken }: LeadsAsked): void {
  const isAsked = stage.all.length + stage.none.length > 0 || converted !== null || taken !== null;
  if (!isAsked) return;
  throw new PolarisError(
    "argument_invalid",
    "“leads invalid” lists rows of files, and stage:, converted: and taken: are of leads. Expected source:, state:, county:, since:, current: or words of the company's name.",
    { suggestions: [{ label: "All of them", line: "leads invalid" }] },
  );
}

const TITLES = {
  all: "Leads",
  new: "New leads",
  updated: "Updated leads",
  overlap: "Leads in several sources",
  invalid: "Rows that cannot be used whole",
  unmatched: "Leads without a match",
} as const;

/** " for state NV, county Clark"; nothing where nothing was asked. */
function searched({ filters }: CommandContext): string {
  const { show: _, ...asked } = filters;
  const words = Object.entries(asked).map(([key, value]) => (key === "text" ? `“${value}”` : `${key} ${value}`));
  return words.length === 0 ? "" : ` for ${words.join(", ")}`;
}

function sentenceOf({ show }: LeadsAsked, counts: LeadCounts, context: CommandContext): string {
  const where = searched(context);
  if (counts.all === 0) return `${NOTHING[show ?? "all"]}${where}.`;
  const gone = counts.gone === 0 ? "" : ` (${showInteger(counts.gone)} gone from the lists)`;
  if (show === "new")
    return `${counted(counts.all, "new lead")}${where}: not in Salesforce by phone, mobile or identity${gone}.`;
  if (show === "updated")
    return `${counted(counts.all, "known lead")}${where} of which our lists say something else than Salesforce${gone}.`;
  if (show === "unmatched") return `${counted(counts.all, "lead")}${where} without a match in Salesforce${gone}.`;
  const of = show === "overlap" ? " in two sources or more" : "";
  const standings = `${showInteger(counts.new)} new, ${showInteger(counts.known)} known, ${showInteger(counts.updated)} updated`;
  return `${counted(counts.all, "lead")}${of}${where}: ${standings}${gone}.`;
}

const NOTHING = {
  all: "No leads",
  new: "No new leads",
  updated: "No updated leads",
  overlap: "No leads in two sources or more",
  invalid: "No rows",
  unmatched: "No leads without a match in Salesforce",
} as const;

function factsOf({ show }: LeadsAsked, counts: LeadCounts, withoutPhone: LeadCounts | null): Fact[] {
  if (withoutPhone !== null)
    return [
      fact("without_phone", "Without a usable phone", withoutPhone.all, "integer", "open", {
        note: "can only be matched by an earlier number, or by a person's decision",
      }),
    ];
  return show === "new" || show === "updated"
    ? []
    : [
        fact("new", "New", counts.new, "integer", "open"),
        fact("known", "Known", counts.known, "integer", "open"),
        fact("updated", "Updated", counts.updated, "integer", "open"),
      ];
}

async function tableOf(args: LeadsAsked, found: readonly ListedLead[], context: CommandContext): Promise<Table> {
  const empty = `${NOTHING[args.show ?? "all"]}${searched(context)}. Take a filter away, or see all with “leads”.`;
  if (args.show === "unmatched") return unmatchedTable(found, empty);
  return leadsTable(found, { title: TITLES[args.show ?? "all"], empty, names: await namesOf(found, context) }, context);
}

const labelOf = (source: string, { organization }: CommandContext): string =>
  organization.leadSources.find(({ name }) => name === source)?.label ?? source;

function whatItMeans({ show }: LeadsAsked): Notice[] {
  if (show !== "unmatched") return [];
  return [
    notice(
      "Leads are matched by phone, then by mobile, then by any phone or address they had before. One without a usable phone is compared by those alone, so it may be in Salesforce all the same.",
    ),
  ];
}

/** The newest file of each list: how old the answer is. */
async function freshness({ pool }: CommandContext): Promise<Notice[]> {
  const days = await fileDays(pool);
  if (days.length === 0) return [notice("No file of any list has been taken in yet: see “import”.", "warning")];
  return [notice(`Newest files: ${days.map(({ source, day }) => `${source} ${showDay(day)}`).join(", ")}.`)];
}

/** A page of sent leads that nobody has can be taken at one press. */
function actionsOf({ show }: LeadsAsked, found: readonly ListedLead[], { request }: CommandContext): Action[] {
  const free = found.filter(({ sentIn, taken }) => sentIn !== null && taken === null);
  const [only] = found;
  return [
    ...(free.length === 0 || free.length > MOST_TAKEN_AT_ONCE ? [] : [takeAction(free)]),
    ...(found.length === 1 && only !== undefined
      ? [{ label: "Its whole story", line: `lead "#${only.id}"`, does: "run", sensitivity: "open" } as const]
      : []),
    ...((show === "new" || show === "updated") && maySend(request) ? [SEND_TO_SALES] : []),
  ];
}

/** Who may send leads to Sales: a button that is refused is offered to nobody. */
export const maySend = ({ access: { role } }: Pick<Request, "access">): boolean => role === "admin" || role === "staff";

const MOST_TAKEN_AT_ONCE = 25;

export const takeAction = (free: readonly Pick<ListedLead, "id">[]): Action => ({
  label: free.length === 1 ? "I take it" : `I take these ${free.length}`,
  line: `leads take ${free.map(({ id }) => id).join(",")}`,
  does: "run",
  sensitivity: "open",
});
