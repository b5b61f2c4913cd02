import { printMonth } from "../../domain/index.js";
import {
  type Action,
  type Cell,
  column,
  counted,
  type Fact,
  fact,
  notice,
  type Reply,
  reply,
  showInteger,
  type Table,
  table,
} from "../../reply/index.js";
import type { LeadSource, Organization } from "../../runtime/index.js";
import { fieldLabel } from "../list/index.js";
import type { Contents } from "./contents.js";
import type { Delivery } from "./model.js";

/** As many records as Salesforce's Data Import Wizard takes at once, and as many rows as an export holds. */
export const LEADS_PER_WORKBOOK = 50_000;
const MOST_PARTS_OFFERED = 5;
const MOST_STATES = 20;

/**
 * The message of a month in the sales channel: figures and buttons, and nothing of anybody. Each button is answered to whoever presses it, as far as their
 * role goes; the workbook with its contacts goes to their direct messages.
 */
export function deliveryCard(
  delivery: Delivery,
  contents: Contents,
  {
    organization,
    nth,
    sample,
  }: { readonly organization: Organization; readonly nth: number; readonly sample: boolean },
): Reply {
  const { month } = delivery;
  const further = nth === 1 ? "" : ` This is message ${nth} of the month.`;
  return reply({
    title: `Leads of ${monthWords(month)}`,
    text: `${leadsInWords(delivery)} for Sales (${monthWords(month)}).${further}${sample ? " SAMPLE DATA." : ""}`,
    sensitivity: "open",
    ...contentsInReply(contents, organization),
    facts: [takenFact(0, delivery.new + delivery.updated), ...changedFacts(contents)],
    actions: [listAction(month), ...workbookActions(delivery)],
  });
}

/** What a message holds, as its preview and the message itself show it. */
export function contentsInReply(
  contents: Contents,
  { leadSources }: Pick<Organization, "leadSources">,
): Pick<Reply, "facts" | "tables" | "notices"> {
  const { withoutPhone } = contents;
  return {
    facts: changedFacts(contents),
    tables: contents.new === 0 ? [] : [statesTable(contents, leadSources)],
    notices: [
      notice(
        "Nobody is sent twice: a lead comes once as new, and a change of it once. The workbook comes to the direct messages of whoever asks for it.",
      ),
      ...(withoutPhone === 0
        ? []
        : [
            notice(
              `${counted(withoutPhone, "new lead")} ${withoutPhone === 1 ? "has" : "have"} no usable phone and cannot be matched by it: look in Salesforce before entering ${withoutPhone === 1 ? "it" : "them"}.`,
            ),
          ]),
    ],
  };
}

/** A month without leads is said, so that silence is never mistaken for it. */
export const emptyCard = (month: string): Reply =>
  reply({
    title: `Leads of ${monthWords(month)}`,
    text: `No new or updated leads for Sales (${monthWords(month)}): the lists brought nothing that was not sent before.`,
    sensitivity: "open",
  });

/** The same message with how many of its leads are taken. */
export const withTaken = (card: Reply, taken: number, all: number): Reply => ({
  ...card,
  facts: [takenFact(taken, all), ...card.facts.filter(({ key }) => key !== TAKEN)],
});

/** "312 new leads and 1 updated lead" */
export function leadsInWords(count: { readonly new: number; readonly updated: number }): string {
  const parts = [
    ...(count.new === 0 ? [] : [counted(count.new, "new lead")]),
    ...(count.updated === 0 ? [] : [counted(count.updated, "updated lead")]),
  ];
  return parts.join(" and ") || "No leads";
}

/** "November 2026" */
export const monthWords = (month: string): string => printMonth(`${month}-01`);

export const listAction = (month: string): Action => ({
  label: "Open the list",
  line: `leads sent ${month}`,
  does: "run",
  style: "primary",
  sensitivity: "open",
});

/** Offered wherever leads have come in: it shows what is due before anything is sent. */
export const SEND_TO_SALES: Action = { label: "Send to Sales …", line: "leads send", does: "run", sensitivity: "open" };

/** One button for each workbook. */
export function workbookActions({ month, new: fresh, updated }: Pick<Delivery, "month" | "new" | "updated">): Action[] {
  const parts = Math.max(1, Math.ceil(Math.max(fresh, updated) / LEADS_PER_WORKBOOK));
  return Array.from({ length: Math.min(parts, MOST_PARTS_OFFERED) }, (_, place) => ({
    label: parts === 1 ? "Get the workbook" : `Workbook ${place + 1} of ${parts}`,
    line: `leads sent ${month}${place === 0 ? "" : ` part:${place + 1}`} as:xlsx`,
    does: "run",
    sensitivity: "open",
  }));
}

const TAKEN = "taken";
const takenFact = (taken: number, all: number): Fact =>
  fact(TAKEN, "Taken", `${showInteger(taken)} of ${showInteger(all)}`, "text", "open");

const changedFacts = ({ changed }: Contents): Fact[] =>
  changed.size === 0
    ? []
    : [
        fact(
          "changed",
          "What changed",
          [...changed].map(([field, leads]) => `${fieldLabel(field)} ${showInteger(leads)}`).join(", "),
          "text",
          "open",
        ),
      ];

/** States by sources, the largest first; the smallest of many together. */
function statesTable({ fresh }: Contents, configured: readonly LeadSource[]): Table {
  const sources = [...new Set(fresh.map(({ source }) => source))].sort();
  const sum = (rows: Contents["fresh"]): number => rows.reduce((all, { leads }) => all + leads, 0);
  const cells = (rows: Contents["fresh"]): Cell[] => [
    ...sources.map((source) => sum(rows.filter((each) => each.source === source))),
    sum(rows),
  ];
  const states = [...new Set(fresh.map(({ state }) => state))]
    .map((state) => ({ state, rows: fresh.filter((each) => each.state === state) }))
    .sort((a, b) => sum(b.rows) - sum(a.rows));
  const others = states.slice(MOST_STATES).flatMap(({ rows }) => rows);
  return table({
    key: "new",
    title: "New leads by state and the source that had them first",
    columns: [
      column("state", "State", "text", "open"),
      ...sources.map((source) =>
        column(source, configured.find(({ name }) => name === source)?.label ?? source, "integer", "open"),
      ),
      column("all", "All", "integer", "open"),
    ],
    rows: [
      ...states.slice(0, MOST_STATES).map(({ state, rows }) => [state ?? "not said", ...cells(rows)]),
      ...(others.length === 0 ? [] : [["other states", ...cells(others)]]),
    ],
    total: [null, ...cells(fresh)],
    empty: "No new leads.",
  });
}
