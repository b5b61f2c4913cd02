import { clamp, cleanLine, cleanText, hasWords } from "./clean.js";
import { footerSentence } from "./footer.js";
import type { Action, Ask, Cell, Column, Reply, Table } from "./model.js";
import { isNumeric, showCell, showFact, type Wording } from "./numbers.js";
import { noticeWords, type ShownColumn, sheetAddresses, shownColumns, totalWords } from "./shown.js";
import { cutToWidth, displayWidth, pad, wrap } from "./width.js";

export interface TextOptions extends Wording {
  /** Terminal columns; 100 unless told, never under 20. */
  readonly width?: number;
  /** How a command line is typed where this is read; nobody is offered a next step who could not type it. */
  readonly typed?: (line: string) => string;
}

/** What a person reads when something did not work. */
export interface FailureWords {
  readonly text: string;
  /** Corrected command lines. */
  readonly suggestions: readonly { readonly label: string; readonly line: string }[];
  readonly requestId: string;
}

const GAP = "  ";
const NEXT = "Next: ";
/** A text column is never cut below this; the table is written as a list instead. */
const NARROWEST_TEXT = 8;
const LONGEST_LISTED_CELL = 1000;

/** The whole reply for a terminal: lead, facts, every table with every row, chart sentences, notices, footer, next steps. */
export function renderText(reply: Reply, options: TextOptions = {}): string {
  const width = widthOf(options);
  const paragraphs = [
    wrapped(reply.text, width),
    sheetAddresses(reply).flatMap((address) => ["Google Sheet:", ...lineToCopy(address)]),
    reply.facts.length > 0 ? factLines(reply, width, options) : [],
    ...reply.tables.map((table) => tableLines(table, width, options)),
    ...reply.charts.map((chart) => wrapped(`Chart: ${chart.takeaway}`, width)),
    reply.notices.flatMap((notice) => wrapped(noticeWords(notice), width)),
    reply.provenance ? wrapped(footerSentence(reply.provenance, options), width) : [],
    nextSteps(reply.actions, options),
  ];
  return joinParagraphs(paragraphs);
}

/** What is missing, then the choices as lines to copy. */
export function renderAskText(ask: Ask, options: TextOptions = {}): string {
  const width = widthOf(options);
  const choices = ask.choices.flatMap((choice) => [
    ...wrapped(choice.label, width),
    ...lineToCopy(choice.line, options),
    ...(choice.rememberLine ? ["  to remember it:", ...lineToCopy(choice.rememberLine, options)] : []),
  ]);
  return joinParagraphs([wrapped(ask.text, width), choices]);
}

/** The sentence, the corrected lines, the id for the log. */
export function renderFailureText(failure: FailureWords, options: TextOptions = {}): string {
  const width = widthOf(options);
  const suggestions = failure.suggestions.flatMap(({ label, line }) => [
    ...wrapped(label, width),
    ...lineToCopy(line, options),
  ]);
  return joinParagraphs([wrapped(failure.text, width), suggestions, wrapped(`Reference ${failure.requestId}`, width)]);
}

function widthOf(options: TextOptions): number {
  return Math.max(20, Math.floor(options.width ?? 100));
}

function wrapped(text: string, width: number): string[] {
  return cleanText(text)
    .split("\n")
    .filter(hasWords)
    .flatMap((paragraph) => wrap(paragraph, width));
}

/** Command lines are never wrapped: they are there to be copied. */
function lineToCopy(line: string, options: TextOptions = {}): string[] {
  return [`    ${asTyped(line, options)}`];
}

const asTyped = (line: string, { typed = (each) => each }: TextOptions): string =>
  cleanText(typed(line)).replace(/\n/g, " ");

/** What a button would do, as a line to copy. A form has nothing to run yet, and what is shared is shared in Slack. */
function nextSteps(actions: readonly Action[], options: TextOptions): string[] {
  const steps = options.typed === undefined ? [] : actions.filter(({ does }) => does === "run");
  const labels = steps.map(({ label }) => cleanLine(label));
  const widest = Math.max(...labels.map((label) => displayWidth(label)));
  return steps.map(({ line }, place) => {
    const label = pad(labels[place] ?? "", widest, "left");
    return `${place === 0 ? NEXT : " ".repeat(NEXT.length)}${label}${GAP}${asTyped(line, options)}`;
  });
}

function joinParagraphs(paragraphs: readonly (readonly string[])[]): string {
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map((line) => line.trimEnd()).join("\n"))
    .join("\n\n");
}

function factLines(reply: Reply, width: number, wording: Wording): string[] {
  const longest = Math.max(...reply.facts.map((fact) => displayWidth(cleanLine(fact.label))));
  const labelWidth = Math.min(longest, Math.floor(width / 2));
  return reply.facts.flatMap((fact) => {
    const label = wrap(fact.label, labelWidth);
    const value = wrap(showFact(fact, wording), width - labelWidth - GAP.length);
    return Array.from(
      { length: Math.max(label.length, value.length) },
      (_, line) => `${pad(label[line] ?? "", labelWidth, "left")}${GAP}${value[line] ?? ""}`,
    );
  });
}

/** A table's title and its rows, aligned; as a list where the columns do not fit. */
function tableLines(table: Table, width: number, wording: Wording): string[] {
  const title = wrapped(table.title, width);
  if (table.rows.length === 0) return [...title, ...wrapped(table.empty, width)];
  const shown = shownColumns(table);
  const head = shown.map(({ column }) => showCell(column.label, "text"));
  const body = table.rows.map((row) => wordsOf(row, shown, wording));
  const total = table.total ? [totalWords(table.total, shown, wording)] : [];
  const widths = fittingWidths(head, [...body, ...total], shown, width);
  if (!widths) return [...title, ...asList(head, [...body, ...total], width)];
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => {
        const most = widths[index] ?? 0;
        return pad(cutToWidth(cell, most), most, isNumeric(shown[index]?.column.type ?? "text") ? "right" : "left");
      })
      .join(GAP);
  const rule = widths.map((most) => "─".repeat(most)).join(GAP);
  return [...title, line(head), rule, ...body.map(line), ...(total.length > 0 ? [rule, ...total.map(line)] : [])];
}

function wordsOf(row: readonly Cell[], shown: readonly ShownColumn[], wording: Wording): string[] {
  return shown.map(({ column, index }) => showCell(row[index] ?? null, column.type, wording));
}

/** Column widths that fit, cutting the widest text columns first; null when they cannot. Numbers are never cut. */
function fittingWidths(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  shown: readonly ShownColumn[],
  width: number,
): number[] | null {
  const widths = head.map((label, index) =>
    rows.reduce((most, row) => Math.max(most, displayWidth(row[index] ?? "", width)), displayWidth(label, width)),
  );
  const narrowest = widths.map((natural, index) =>
    isCuttable(shown[index]?.column) ? Math.min(natural, NARROWEST_TEXT) : natural,
  );
  const room = width - GAP.length * (widths.length - 1);
  if (sum(narrowest) > room) return null;
  for (let most = Math.max(...widths); most > NARROWEST_TEXT; most -= 1) {
    const cut = widths.map((natural, index) => Math.max(narrowest[index] ?? 0, Math.min(natural, most)));
    if (sum(cut) <= room) return cut;
  }
  return narrowest;
}

function isCuttable(column: Column | undefined): boolean {
  return column?.type === "text" || column?.type === "link";
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function asList(head: readonly string[], rows: readonly (readonly string[])[], width: number): string[] {
  return rows.flatMap((row, index) => [
    ...(index > 0 ? [""] : []),
    ...row.flatMap((cell, at) =>
      cell === ""
        ? []
        : wrap(`${head[at]}: ${clamp(cell, LONGEST_LISTED_CELL)}`, width - 2).map((line, part) =>
            part === 0 ? line : `  ${line}`,
          ),
    ),
  ]);
}
