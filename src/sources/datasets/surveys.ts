import { foldText } from "../../domain/index.js";
import { textCell } from "../grid/cells.js";
import { headerKey } from "../grid/headers.js";
import type { DatasetColumn } from "../grid/model.js";
import type { IncomingRow } from "../model.js";
import { RowCells } from "./cells.js";
import type { Dataset, DatasetRow, DatasetRules } from "./model.js";
import type { AnswerKind } from "./records.js";
import { digest, passed, readRow } from "./row.js";
import { readAnswer } from "./survey-answer.js";

/** Headers by meaning, where a survey's differ from the usual ones. */
export interface SurveyMapping {
  readonly respondent?: string | undefined;
  readonly email?: string | undefined;
  readonly event?: string | undefined;
  readonly date?: string | undefined;
  readonly organization?: string | undefined;
  /** Header → kind; without it every column that is none of the others is a question. */
  readonly questions?: Readonly<Record<string, AnswerKind>> | undefined;
}

const COLUMNS: readonly DatasetColumn[] = [
  {
    key: "date",
    names: ["Date", "Timestamp", "End Date", "Date Modified", "Response Date", "Created Date"],
    required: true,
  },
  { key: "event", names: ["Session ID", "Session", "Event", "Event ID", "Event Name"], required: false },
  { key: "respondent", names: ["Respondent", "Name", "Your Name", "Full Name", "Contact"], required: false },
  { key: "email", names: ["Email Address", "Email", "E-mail", "Contact Email"], required: false },
  { key: "responseId", names: ["Respondent ID", "Response ID", "Survey Response Id"], required: false },
  { key: "collectorId", names: ["Collector ID"], required: false },
  { key: "organization", names: ["Organization", "Company", "School"], required: false },
  { key: "rating", names: ["Rating"], required: false },
  { key: "wouldRecommend", names: ["Would Recommend"], required: false },
  { key: "comment", names: ["Comment", "Comments"], required: false },
];

/** Columns of the usual header that are questions themselves. */
const QUESTIONS = new Set(["rating", "wouldRecommend", "comment"]);
/** What survey tools export beside the answers. */
const OF_THE_TOOL = new Set(
  [
    "Start Date",
    "End Date",
    "Date Created",
    "Date Modified",
    "IP Address",
    "First Name",
    "Last Name",
    "Custom Data 1",
    "Language",
    "Id",
    "Owner",
    "Username",
  ].map(headerKey),
);
/** The words of SurveyMonkey's second header row. */
const SECOND_HEADER = new Set(["response", "open ended response"]);

/** Answers to surveys and forms: one row of a file is one respondent, and becomes one answer for each question. */
export const surveys: Dataset = {
  name: "surveys",
  label: "Survey answers",
  settings: ["survey"],
  describe:
    "Answers to surveys and forms (SurveyMonkey, Salesforce, Google Forms): one respondent a row, one question a column.",
  columns: COLUMNS,
  readsAnyColumn: true,
  key: ["responseId", "respondent", "date", "event"],
  isLikely: (header, places) =>
    ["responseId", "collectorId", ...QUESTIONS].some((key) => key in places) ||
    header.some((name) => headerKey(name) === "timestamp" || name.endsWith("?")),
  read(row, rules) {
    return readSurvey(row, rules, {});
  },
};

/** The survey is called as its file or sheet, unless it is told. */
export function surveyName({ origin, defaults }: Pick<DatasetRules, "origin" | "defaults">): string {
  return defaults.survey ?? origin.replace(/^(?:file|sheet):/, "").replace(/\.(?:csv|tsv|txt|xlsx)$/i, "");
}

/**
 * Where a question may have several answers, SurveyMonkey gives each its own column, writes the question above the first alone and the answers in its
 * second header row: "Which did you like?" over "Art" and "Music". Such columns become questions of their own, "Which did you like?: Art".
 */
export function* withChoices(rows: Iterable<DatasetRow>): Generator<DatasetRow> {
  let names: ReadonlyMap<string, string> | null = null;
  for (const row of rows) {
    if (names === null) {
      names = isSecondHeader(row) ? choiceNames(row) : NO_CHOICES;
      yield row;
    } else yield names.size === 0 ? row : renamed(row, names);
  }
}

const NO_CHOICES: ReadonlyMap<string, string> = new Map();

const renamed = (row: DatasetRow, names: ReadonlyMap<string, string>): DatasetRow => ({
  ...row,
  raw: Object.fromEntries(Object.entries(row.raw).map(([header, cell]) => [names.get(header) ?? header, cell])),
});

/** Header → question and answer, for every question that has several columns. */
function choiceNames({ raw }: DatasetRow): Map<string, string> {
  const names = new Map<string, string>();
  let question: readonly [header: string, choice: string] | null = null;
  for (const [header, cell] of Object.entries(raw)) {
    const choice = textCell(cell) ?? "";
    if (!NAMELESS.test(header)) question = [header, choice];
    else if (question !== null) {
      names.set(question[0], `${question[0]}: ${question[1]}`);
      names.set(header, `${question[0]}: ${choice}`);
    }
  }
  return names;
}

/** What a column without a header is called. */
const NAMELESS = /^Column \d+$/;

/** Reads one respondent's row with the headers that organization.yml names. */
export function readSurvey(row: DatasetRow, rules: DatasetRules, mapping: SurveyMapping): IncomingRow[] {
  if (isSecondHeader(row)) return [passed(row, rules, "second_header")];
  const mapped = mappedRow(row, mapping);
  const cells = new RowCells(mapped, rules, COLUMNS);
  const name = surveyName(rules);
  const answers = Object.entries(row.raw).filter(
    ([header, cell]) => textCell(cell) !== null && isQuestion(header, mapped, mapping),
  );
  if (answers.length === 0) return [passed(row, rules, "no_answer")];
  const who = ["responseId", "respondent", "email"].map((key) => cells.text(key));
  // A respondent without name or number is known by everything that was answered.
  const isNamed = who.some((text) => text !== null);
  // The survey's name is no part of it: an export that was renamed brings the same answers again.
  const responseKey = digest(
    ...who.map((text) => text?.toLowerCase() ?? ""),
    String(mapped.cells.date ?? ""),
    cells.text("event"),
    ...(isNamed ? [] : [JSON.stringify(answers)]),
  );
  return answers.map(([question, cell]) =>
    readRow(
      mapped,
      rules,
      COLUMNS,
      () => `${responseKey}-${digest(foldText(question))}`,
      (of) => ({
        record: {
          kind: "survey_answer",
          origin: rules.origin,
          survey: name,
          responseKey,
          localDate: of.day("date"),
          respondentRaw: of.text("respondent"),
          respondentEmail: of.email("email") ?? of.email("respondent"),
          eventRef: of.text("event"),
          organizationRaw: of.text("organization"),
          question,
          ...readAnswer(cell, mapping.questions?.[question]),
        },
      }),
    ),
  );
}

/** Words of the tool and no respondent; or, above questions with several columns, texts where nobody answered and no day is. */
function isSecondHeader({ raw, cells }: DatasetRow): boolean {
  const texts = Object.values(raw).map((cell) => foldText(String(cell)));
  if (texts.length === 0) return false;
  if (texts.some((text) => SECOND_HEADER.has(text))) return texts.every((text) => !/^\d/.test(text));
  const isNobodys = ["date", "responseId", "respondent", "email"].every((key) => textCell(cells[key]) === null);
  return isNobodys && cells.responseId !== undefined && Object.keys(raw).some((header) => NAMELESS.test(header));
}

/** The row with the cells that the mapping points to. */
function mappedRow(row: DatasetRow, { questions: _, ...mapping }: SurveyMapping): DatasetRow {
  const byHeader = new Map(Object.entries(row.raw).map(([header, cell]) => [headerKey(header), cell]));
  const pointed = Object.entries(mapping).flatMap(([key, header]) =>
    header === undefined ? [] : [[key, byHeader.get(headerKey(header)) ?? null] as const],
  );
  return { ...row, cells: { ...row.cells, ...Object.fromEntries(pointed) } };
}

function isQuestion(header: string, row: DatasetRow, mapping: SurveyMapping): boolean {
  if (mapping.questions !== undefined) return header in mapping.questions;
  const key = headerKey(header);
  const { questions: _, ...mapped } = mapping;
  if (Object.values(mapped).some((other) => other !== undefined && headerKey(other) === key)) return false;
  const column = COLUMNS.find(({ names }) => names.some((name) => headerKey(name) === key));
  if (column !== undefined && row.cells[column.key] !== undefined) return QUESTIONS.has(column.key);
  return !OF_THE_TOOL.has(key);
}
