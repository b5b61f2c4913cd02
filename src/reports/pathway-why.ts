import { foldText, type Period, unionOf } from "../domain/index.js";
import { type Circumstances, computeMetrics, type Filters } from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import { type Cell, column, type Reply, type Table, table } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import { describeEvents, type EventDescription } from "./events.js";
import { withLeftOut } from "./metric-left-out.js";
import { newest } from "./pathway-tables.js";

interface WhyAsked {
  readonly pathway: string;
  readonly periods: readonly Period[];
  /** All of them, the pathway's own among them. */
  readonly filters: Filters;
  /** Without the pathway's own. */
  readonly others: Filters;
  readonly today: string;
  readonly circumstances: Circumstances;
}

/** The report with the sessions left out: those that one rule alone kept out, and those that speak of the pathway but are not of it. */
export async function withMentions(
  report: Reply,
  reader: Reader,
  organization: Organization,
  asked: WhyAsked,
): Promise<Reply> {
  const { periods, filters, today, circumstances } = asked;
  const whole = await withLeftOut(report, reader, organization, {
    metric: "X60",
    periods,
    filters,
    today,
    now: circumstances.now,
    sample: circumstances.sample,
  });
  return { ...whole, tables: [...whole.tables, await mentionTable(reader, organization, asked)] };
}

async function mentionTable(reader: Reader, organization: Organization, asked: WhyAsked): Promise<Table> {
  const { pathway, periods, others, today } = asked;
  const notOfIt = { dimension: "pathway", values: [{ key: pathway, label: pathway }], exclude: true } as const;
  const { rows } = await computeMetrics(reader, organization, {
    metrics: ["X60"],
    periods: [unionOf(periods)],
    filters: [...others, notOfIt],
    by: "event",
    rowsOnly: true,
    today,
  });
  const events = await describeEvents(
    reader,
    organization,
    rows.map(({ key }) => key),
  );
  const words = wordsOf(organization, pathway);
  const mentions = [...events.values()].flatMap((event): (readonly [EventDescription, string])[] => {
    const said = saidBy(event, words);
    return said === null ? [] : [[event, said]];
  });
  return table({
    key: "mentions",
    title: `Speak of ${pathway}, but are not of it`,
    columns: [
      column("date", "Date", "date", "open"),
      column("session", "Session", "text", "open"),
      column("type", "Type", "text", "open"),
      column("says", "Says", "text", "open"),
      column("rule", "Left out because", "text", "open"),
      column("record", "Record", "link", "open", { linkLabel: "session" }),
    ],
    rows: mentions
      .sort(([a], [b]) => newest(a, b))
      .map(([event, said]): Cell[] => [event.date, event.title, event.type, said, RULE, event.link]),
    empty: `No other session held then has ${pathway} in its title or type.`,
  });
}

const RULE = "no link, attendance detail, tag or topic of this pathway (ruling E8)";

/** The pathway's names and topics, each as whole words. */
function wordsOf({ pathways }: Organization, pathway: string): readonly string[] {
  const rule = pathways.list.find(({ name }) => name === pathway);
  if (rule === undefined) return [];
  return [...new Set([rule.name, ...rule.also, ...rule.clusters].map(foldText))].filter((word) => word !== "");
}

function saidBy({ title, type }: EventDescription, words: readonly string[]): string | null {
  for (const [where, text] of [
    ["its title", title],
    ["its type", type],
  ] as const) {
    const said = words.find((word) => ` ${foldText(text)} `.includes(` ${word} `));
    if (said !== undefined) return `${said} in ${where}`;
  }
  return null;
}
