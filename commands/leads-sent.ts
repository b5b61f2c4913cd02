import { type CommandContext, defineCommand, take } from "../src/command/index.js";
import {
  countSent,
  type Delivery,
  deliveries,
  importTable,
  LEADS_PER_WORKBOOK,
  leadsInWords,
  monthWords,
  type SentFilter,
  sentLeads,
  updateImportTable,
  updateTable,
  workbookActions,
  workbookNotices,
} from "../src/leads/index.js";
import { counted, notice, type Reply, reply, showInteger } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { footerOf } from "./footer.js";
import { maySend, takeAction } from "./leads.js";
import { namesOf } from "./leads-names.js";
import { leadsTable } from "./leads-tables.js";
import { longPage, partNotice } from "./long-page.js";

const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;

export const leadsSent = defineCommand({
  name: "leads sent",
  family: "organisations",
  summary:
    "The leads of a month's message to Sales and who has taken them; as a workbook in the form that Salesforce imports.",
  examples: ["leads sent", "leads sent 2026-11", "leads sent 2026-11 taken:no", "leads sent 2026-11 as:xlsx"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Show",
  args: {
    month: take.text({
      label: "Month",
      help: "As in 2026-11; left out, the latest.",
      placeholder: "2026-11",
      positional: "one",
      main: true,
      options: async (_, { pool }) =>
        [...new Set((await deliveries(pool)).map(({ month }) => month))].map((value) => ({
          value,
          label: monthWords(value),
        })),
    }),
    kind: take.choice(take.plainChoices(["new", "updated"]), { label: "New or updated", main: true }),
    taken: take.flag({ label: "Taken", main: true }),
    part: {
      ...take.whole({
        label: "Workbook",
        help: `One holds ${showInteger(LEADS_PER_WORKBOOK)} leads.`,
        from: 1,
        to: 100,
      }),
      isFilter: false,
    },
    page: take.page(),
    as: { ...take.choice(take.plainChoices(["xlsx", "csv"]), { label: "As a file for Salesforce" }), isFilter: false },
    asOf: take.instant("As of"),
  },
  async run(args, context) {
    const all = await deliveries(context.pool);
    const month = monthAsked(args.month, all);
    if (month === null)
      return reply({
        title: "Leads for Sales",
        text: "No leads have been sent to Sales yet. “leads send” shows what is due.",
        sensitivity: "open",
        actions: maySend(context.request)
          ? [{ label: "What is due", line: "leads send", does: "run", sensitivity: "open" }]
          : [],
      });
    const filter: SentFilter = { month, kind: args.kind, isTaken: args.taken };
    const sums = sumOf(all.filter((each) => each.month === month));
    const isFile = args.as !== null || context.request.takesFiles === true;
    return isFile ? workbook(filter, args.part ?? 1, sums, context) : list(filter, args, sums, context);
  },
});

/** @throws PolarisError argument_invalid, not_found with the months there are */
function monthAsked(text: string | null, all: readonly Delivery[]): string | null {
  const [latest] = all;
  if (text === null) return latest?.month ?? null;
  if (!MONTH.test(text))
    throw new PolarisError("argument_invalid", `Expected a month as in 2026-11, but got “${text}”.`);
  if (all.some(({ month }) => month === text)) return text;
  const months = [...new Set(all.map(({ month }) => month))];
  throw new PolarisError(
    "not_found",
    `No leads were sent in ${monthWords(text)}. ${months.length === 0 ? "None were sent at all yet." : `There are messages of ${months.join(", ")}.`}`,
  );
}

type Sums = Pick<Delivery, "month" | "new" | "updated">;

function sumOf(some: readonly Delivery[]): Sums {
  const sum = (count: (each: Delivery) => number): number => some.reduce((all, each) => all + count(each), 0);
  return { month: some[0]?.month ?? "", new: sum((each) => each.new), updated: sum((each) => each.updated) };
}

async function list(
  filter: SentFilter,
  args: { readonly page: number; readonly as: string | null; readonly asOf: string | null },
  sums: Sums,
  context: CommandContext,
): Promise<Reply> {
  const { pool } = context;
  const { leads, taken } = await countSent(pool, filter);
  const page = longPage(args, leads, context);
  const sent = await sentLeads(pool, filter, { skip: page.skip, most: page.most });
  const shown = sent.map(({ lead }) => lead);
  const free = shown.filter((lead) => lead.taken === null);
  const month = monthWords(filter.month);
  const which = filter.isTaken === null ? "" : filter.isTaken ? " that somebody has taken" : " that nobody has taken";
  const isAll = filter.kind === null && filter.isTaken === null;
  const sentence = `${leadsInWords(sums)} ${sums.new + sums.updated === 1 ? "was" : "were"} sent to Sales in ${month}`;
  return reply({
    title: `Leads of ${month}`,
    text: isAll
      ? `${sentence}; ${showInteger(taken)} of ${showInteger(leads)} taken.`
      : `${sentence}; ${counted(leads, filter.kind === null ? "lead" : `${filter.kind} lead`)}${which}.`,
    sensitivity: "open",
    tables: [
      leadsTable(
        shown,
        {
          title: "Leads sent",
          empty: `No leads of ${month}${which}.`,
          names: await namesOf(shown, context),
        },
        context,
      ),
    ],
    notices: partNotice(page, sent.length),
    actions: [...(free.length === 0 ? [] : [takeAction(free.slice(0, 25))]), ...workbookActions(sums)],
    ...page.page,
    provenance: await footerOf(context, { figures: "own", filters: context.filters }),
  });
}

async function workbook(filter: SentFilter, part: number, sums: Sums, context: CommandContext): Promise<Reply> {
  const { pool, organization } = context;
  const rows = { skip: (part - 1) * LEADS_PER_WORKBOOK, most: LEADS_PER_WORKBOOK };
  const fresh = filter.kind === "updated" ? [] : await sentLeads(pool, { ...filter, kind: "new" }, rows);
  const updated = filter.kind === "new" ? [] : await sentLeads(pool, { ...filter, kind: "updated" }, rows);
  const sent = [...fresh, ...updated];
  const parts = Math.max(1, Math.ceil(Math.max(sums.new, sums.updated) / LEADS_PER_WORKBOOK));
  const name = `leads-${filter.month}${parts === 1 ? "" : `-${part}`}`;
  return reply({
    title: `Leads of ${monthWords(filter.month)}${parts === 1 ? "" : `, workbook ${part} of ${parts}`}`,
    text: `${leadsInWords(sums)} of ${monthWords(filter.month)}, in the form that Salesforce imports.`,
    sensitivity: "open",
    tables: [importTable(fresh, organization.leadSources), updateImportTable(updated), updateTable(updated)],
    notices: [
      ...workbookNotices(sent),
      ...(parts === 1
        ? []
        : [notice(`This is workbook ${part} of ${parts}; part:${Math.min(part + 1, parts)} is another.`)]),
    ],
    files: [
      { key: "leads", kind: "xlsx", name: `${name}.xlsx` },
      { key: "leads", kind: "csv", name: `${name}.csv` },
    ],
    provenance: await footerOf(context, { figures: "own", filters: context.filters }),
  });
}
