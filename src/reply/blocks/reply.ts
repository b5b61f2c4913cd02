import type { types } from "@slack/bolt";
import { clamp, cleanLine } from "../clean.js";
import { footerSentence } from "../footer.js";
import type { Action, Chart, Fact, FileOffer, Notice, Reply, Sensitivity, Table } from "../model.js";
import { counted, showCell, showFact, type Wording } from "../numbers.js";
import { IN_SLACK, redact, type Withholding } from "../redact.js";
import { noticeWords, sheetAddresses, shownColumns } from "../shown.js";
import { ButtonMaker, type Pressable, type StoreLine } from "./actions.js";
import { escapeMarkup, labelled, line, plain } from "./escape.js";
import {
  LIMITS,
  MOST_CHARTS,
  MOST_FACTS,
  MOST_NOTICES,
  MOST_OTHER_TABLES,
  MOST_OWN_ACTIONS,
  MOST_ROWS_SHOWN,
  MOST_SHEETS,
} from "./limits.js";
import { context, heading, lead, message, paragraph, type SlackMessage } from "./message.js";
import { changedSincePageOne, LINE_KEYS, lineWithKey, lineWithoutKey, pageButtons, pagingOf } from "./paging.js";
import { LONGEST_ADDRESS, tableBlock } from "./table.js";

export interface BlockOptions extends Wording, Withholding {
  /** What the place may hold; only what is open unless told. Student rows never, whatever is passed. */
  readonly holds?: readonly Sensitivity[];
  /** The command line of this reply where it is not paged: Export, Share and the other tables need it. */
  readonly line?: string;
  /** Key of the table to show; the reply's first unless told. */
  readonly table?: string;
  readonly store?: StoreLine;
  /** Chart key → id of an uploaded Slack file. */
  readonly images?: Readonly<Record<string, string>>;
  /** Said for charts without an image here, such as "The chart is in your direct messages." */
  readonly chartsElsewhere?: string;
  /** Offers Share: the message is private and its channel may be posted to. */
  readonly canShare?: boolean;
}

export interface ReplyMessage extends SlackMessage {
  /** The tables that this message does not show: a Slack message holds one. */
  readonly otherTables: readonly Table[];
}

/** The reply as a Slack message within every limit, redacted for the place: lead, facts, one table, charts, footer, buttons. */
export function renderBlocks(given: Reply, options: BlockOptions = {}): ReplyMessage {
  const reply = redactForSlack(given, options);
  const shown = reply.tables.find((table) => table.key === options.table) ?? reply.tables[0];
  const otherTables = reply.tables.filter((table) => table !== shown);
  const buttons = new ButtonMaker(options.store);
  const notices = reply.notices.slice(0, MOST_NOTICES);
  const blocks: types.KnownBlock[] = [
    lead(reply.text),
    ...sheets(reply),
    ...mentions(reply),
    ...titleContext(reply, shown),
    ...notices.filter(isUrgent).map((notice) => paragraph(noticeWords(notice))),
    ...factSections(reply.facts, options),
    ...(shown ? shownTable(reply, shown, otherTables, buttons, options) : []),
    ...reply.charts.slice(0, MOST_CHARTS).flatMap((chart) => chartBlocks(chart, options)),
    ...context([...notices.filter((notice) => !isUrgent(notice)).map(noticeWords), changedSincePageOne(reply)]),
    ...footer(reply, options),
    ...buttons.row([...ownActions(reply.actions), ...exports(reply, options), ...share(reply, options)]),
  ];
  return { ...message(reply.text, blocks), otherTables };
}

/** One further table as a message of its own, for a thread under the reply. Redact the reply it comes from first. */
export function renderTableBlocks(table: Table, wording: Wording = {}): SlackMessage {
  const made = tableBlock(table, { first: 0, end: MOST_ROWS_SHOWN }, wording);
  const isCut = table.rows.length > MOST_ROWS_SHOWN;
  const range = isCut ? `first ${MOST_ROWS_SHOWN} of ${counted(table.rows.length, "row")}` : "";
  const blocks = made ? [heading(table.title, range), made.block] : [heading(table.title, ""), paragraph(table.empty)];
  return message(table.title, blocks);
}

/** The same answer as text sections alone, for when Slack refuses the blocks: never lost. */
export function renderFallback(given: Reply, options: BlockOptions = {}): SlackMessage {
  const reply = redactForSlack(given, options);
  const shown = reply.tables.find((table) => table.key === options.table) ?? reply.tables[0];
  const lines = [
    ...reply.notices.filter(isUrgent).map(noticeWords),
    ...reply.facts.map((fact) => `${fact.label}: ${showFact(fact, options)}`),
    ...(shown ? tableAsLines(reply, shown, options) : []),
    ...reply.charts.map((chart) => chart.takeaway),
    ...reply.notices.filter((notice) => !isUrgent(notice)).map(noticeWords),
    ...(reply.provenance ? [footerSentence(reply.provenance, options)] : []),
  ].map((text) => line(text, 600));
  return message(reply.text, [paragraph(reply.text), ...sheets(reply), ...mentions(reply), ...sectionsOf(lines)]);
}

function redactForSlack(reply: Reply, options: BlockOptions): Reply {
  const holds = (options.holds ?? []).filter((held) => IN_SLACK.includes(held));
  return redact(reply, holds, options);
}

/** The Google Sheets that were made of the reply: addresses that Google gave, never text of the data. */
function sheets(reply: Reply): types.SectionBlock[] {
  return sheetAddresses(reply)
    .filter((address) => address.length <= LONGEST_ADDRESS)
    .slice(0, MOST_SHEETS)
    .map((address) => ({
      type: "section",
      text: { type: "mrkdwn", text: `<${escapeMarkup(address)}|Open the Google Sheet>`, verbatim: true },
    }));
}

const SLACK_ID = /^[UW][A-Z0-9]{2,}$/;

/** The people to be called, as Slack's own tokens: nothing but ids gets through. */
function mentions({ mentions: called = [] }: Reply): types.SectionBlock[] {
  const ids = called.filter((id) => SLACK_ID.test(id));
  if (ids.length === 0) return [];
  return [{ type: "section", text: { type: "mrkdwn", text: ids.map((id) => `<@${id}>`).join(" "), verbatim: true } }];
}

function isUrgent(notice: Notice): boolean {
  return notice.level !== "info";
}

/** The title, unless the sentence or the table's own heading says it already. */
function titleContext(reply: Reply, shown: Table | undefined): types.ContextBlock[] {
  const said = [reply.text, shown?.title ?? ""].map(cleanLine);
  return said.includes(cleanLine(reply.title)) ? [] : context([reply.title]);
}

function factSections(facts: readonly Fact[], wording: Wording): types.KnownBlock[] {
  const fields = facts
    .slice(0, MOST_FACTS)
    .map((fact) => labelled(fact.label, showFact(fact, wording), LIMITS.fieldText));
  const sections: types.KnownBlock[] = [];
  for (let first = 0; first < fields.length; first += LIMITS.fieldsPerSection) {
    sections.push({ type: "section", fields: fields.slice(first, first + LIMITS.fieldsPerSection) });
  }
  const left = facts.length - MOST_FACTS;
  return left > 0 ? [...sections, ...context([`${counted(left, "further figure")} in the export.`])] : sections;
}

function shownTable(
  reply: Reply,
  table: Table,
  others: readonly Table[],
  buttons: ButtonMaker,
  options: BlockOptions,
): types.KnownBlock[] {
  const paging = pagingOf(reply, table);
  const made = tableBlock(table, paging, options);
  const isFirst = table === reply.tables[0];
  return [
    heading(table.title, paging.range),
    ...(made ? [made.block] : [paragraph(table.empty)]),
    ...(made && made.columnsLeftOut > 0
      ? context([`${counted(made.columnsLeftOut, "further column")} in the export.`])
      : []),
    ...buttons.row([
      ...pageButtons(reply, isFirst ? undefined : table.key, paging),
      ...tableButtons(others, reply.page?.line ?? options.line),
    ]),
  ];
}

function tableButtons(others: readonly Table[], line: string | undefined): Pressable[] {
  if (line === undefined) return [];
  return others.slice(0, MOST_OTHER_TABLES).map((table) => ({
    verb: "table",
    label: cleanLine(table.title) || cleanLine(table.key),
    line: lineWithoutKey(line, LINE_KEYS.as),
    table: table.key,
  }));
}

function chartBlocks(chart: Chart, options: BlockOptions): types.KnownBlock[] {
  const file = options.images?.[chart.key];
  if (!file) return [paragraph(chart.takeaway), ...context([options.chartsElsewhere ?? ""])];
  return [
    paragraph(chart.takeaway),
    {
      type: "image",
      slack_file: { id: file },
      alt_text: line(chart.altText, LIMITS.altText),
      title: plain(chart.title, LIMITS.imageTitle),
    },
  ];
}

function footer(reply: Reply, options: BlockOptions): types.ContextBlock[] {
  if (!reply.provenance) return [];
  const { handbook: url, ...said } = reply.provenance;
  const sentence = plain(footerSentence(said, options), LIMITS.contextText);
  return [
    {
      type: "context",
      elements: url
        ? [
            sentence,
            {
              type: "mrkdwn",
              text: `<${escapeMarkup(url).replace(/\|/g, "%7C")}|How these figures are defined>`,
              verbatim: true,
            },
          ]
        : [sentence],
    },
  ];
}

function ownActions(actions: readonly Action[]): Pressable[] {
  return actions.slice(0, MOST_OWN_ACTIONS).map((action) => ({
    verb: action.does,
    label: action.label,
    line: action.line,
    ...(action.style ? { style: action.style } : {}),
    ...(action.confirm ? { confirm: action.confirm } : {}),
  }));
}

const EXPORTS: readonly { readonly kind: FileOffer["kind"]; readonly label: string }[] = [
  { kind: "xlsx", label: "Export to Excel" },
  { kind: "csv", label: "Export as CSV" },
];

function exports(reply: Reply, options: BlockOptions): Pressable[] {
  const line = reply.page?.line ?? options.line;
  const offered = EXPORTS.find(({ kind }) => reply.files.some((file) => file.kind === kind));
  if (line === undefined || !offered) return [];
  return [{ verb: "export", label: offered.label, line: lineWithKey(line, LINE_KEYS.as, offered.kind) }];
}

function share(reply: Reply, options: BlockOptions): Pressable[] {
  const line = reply.page?.line ?? options.line;
  const already = reply.actions.some((action) => action.does === "share");
  if (!options.canShare || line === undefined || already) return [];
  return [{ verb: "share", label: "Share in Channel", line }];
}

function tableAsLines(reply: Reply, table: Table, wording: Wording): string[] {
  if (table.rows.length === 0) return [table.title, table.empty];
  const paging = pagingOf(reply, table);
  const shown = shownColumns(table);
  const rows = table.rows
    .slice(paging.first, paging.end)
    .map((row) =>
      shown
        .map(({ column, index }) => `${cleanLine(column.label)} ${showCell(row[index] ?? null, column.type, wording)}`)
        .join(" · "),
    );
  return [`${cleanLine(table.title)} ${paging.range}`, ...rows];
}

/** Lines packed into as few sections as the limits allow; what does not fit says so. */
function sectionsOf(lines: readonly string[]): types.SectionBlock[] {
  const chunks: string[] = [];
  for (const next of lines) {
    const last = chunks.at(-1);
    if (last !== undefined && last.length + next.length < LIMITS.sectionText)
      chunks[chunks.length - 1] = `${last}\n${next}`;
    else chunks.push(next);
  }
  return chunks.slice(0, LIMITS.blocksPerMessage - 1).map((text) => ({
    type: "section",
    text: { type: "plain_text", text: clamp(text, LIMITS.sectionText), emoji: false },
  }));
}
