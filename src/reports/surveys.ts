import {
  type Circumstances,
  type Comment,
  commentsIn,
  completenessNotices,
  type Given,
  type GroupFigures,
  provenanceOf,
  type QuestionFigures,
  type SurveyScope,
  type SurveyTotals,
  surveyQuestions,
  surveyResponses,
  surveysAnswered,
  surveyWords,
} from "../metrics/index.js";
import type { Reader } from "../pool/index.js";
import {
  barChart,
  type Cell,
  type Chart,
  column,
  type Fact,
  fact,
  type Notice,
  notice,
  present,
  type Reply,
  reply,
  showDay,
  showInteger,
  showPercent,
  sortedRows,
  type Table,
  table,
} from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import { restingOn } from "./surveys-freshness.js";
import { inPeriod, listed, many } from "./words.js";

export interface SurveysAsked extends Circumstances, SurveyScope {
  /** The scope in words, for the footer. */
  readonly filters: Readonly<Record<string, string>>;
  readonly sort?: { readonly key: string; readonly descending: boolean };
}

export const SURVEY_SORTS = ["responses", "date", "name"] as const;
const SORTED_BY: Readonly<Record<string, readonly string[]>> = {
  responses: ["responses"],
  date: ["date"],
  name: ["event", "company"],
};

/** An average or share of fewer answers says little, and a reader is told so. */
const FEW = 5;
/** Rating questions that get a column of their own beside events and companies. */
const MOST_COLUMNS = 3;

/** What people answered: responses, the average and spread of each rating, yes and no, by event and by company, and what they wrote. */
export async function surveysReport(reader: Reader, organization: Organization, asked: SurveysAsked): Promise<Reply> {
  const [{ questions, given }, words] = await Promise.all([surveyQuestions(reader, asked), surveyWords(reader, asked)]);
  const asOwnColumns = mostAnswered(questions);
  const { counted, totals, byEvent, byCompany, excluded, undated } = await surveyResponses(reader, asked, asOwnColumns);
  return reply({
    title: "What people say in surveys",
    text: await sentence(reader, asked, totals, questions),
    sensitivity: "open",
    facts: factsOf(totals, questions),
    tables: [
      questionTable(questions, asked),
      givenTable(given, questions),
      inOrder(groupTable("event", byEvent, asOwnColumns), asked.sort),
      inOrder(groupTable("company", byCompany, asOwnColumns), asked.sort),
      inOrder(commentTable(commentsIn(counted, words)), asked.sort),
    ],
    charts: spread(given, questions),
    notices: [...(await completenessNotices(reader)), ...noticesOf({ questions, events: byEvent, totals, undated })],
    provenance: await restingOn(
      reader,
      await provenanceOf(reader, organization, {
        ...asked,
        filters: asked.filters,
        counts: excluded > 0 ? { excluded } : {},
      }),
      ["surveys", "salesforce"],
    ),
  });
}

function inOrder(given: Table, sort: SurveysAsked["sort"]): Table {
  if (sort === undefined) return given;
  const by = { key: SORTED_BY[sort.key] ?? [], descending: sort.descending };
  return { ...given, rows: sortedRows(given.columns, given.rows, by) };
}

const isRating = ({ kind, average }: QuestionFigures): boolean => kind === "rating" && average !== null;

const mostAnswered = (questions: readonly QuestionFigures[]): string[] => {
  const answered = [...questions].filter(isRating).sort((a, b) => b.answers - a.answers);
  return [...new Set(answered.map(({ question }) => question))].slice(0, MOST_COLUMNS);
};

const yesShare = ({ yes, no }: QuestionFigures): number | null => (yes + no === 0 ? null : yes / (yes + no));
const rounded = (average: number | null): number | null => (average === null ? null : Math.round(average * 100) / 100);

async function sentence(
  reader: Reader,
  { period }: SurveysAsked,
  { responses, surveys, comments }: SurveyTotals,
  questions: readonly QuestionFigures[],
): Promise<string> {
  if (responses === 0) return `No survey answers ${inPeriod(period)}. ${await whatThereIs(reader)}`;
  const [top] = questions.filter(isRating).sort((a, b) => b.answers - a.answers);
  const rated =
    top === undefined
      ? ""
      : `; “${top.question}” was rated ${rounded(top.average)} on average by ${many(top.answers, "person", "people")}`;
  return `${many(responses, "response")} to ${many(surveys, "survey")} ${inPeriod(period)}, with ${many(comments, "comment")}${rated}.`;
}

async function whatThereIs(reader: Reader): Promise<string> {
  const { surveys, first, last } = await surveysAnswered(reader);
  if (surveys.length === 0)
    return "None has been read yet: send the export of SurveyMonkey, Salesforce or Google Forms with “import”, or connect its sheet.";
  const days = first === null || last === null ? "" : `, from ${showDay(first)} to ${showDay(last)}`;
  return `There are answers to ${listed(surveys.slice(0, 5))}${surveys.length > 5 ? " and others" : ""}${days}.`;
}

function factsOf(totals: SurveyTotals, questions: readonly QuestionFigures[]): Fact[] {
  const [rating] = questions.filter(isRating).sort((a, b) => b.answers - a.answers);
  const [truth] = questions.filter((each) => yesShare(each) !== null).sort((a, b) => b.answers - a.answers);
  return [
    fact("responses", "Responses", totals.responses, "integer", "open"),
    fact("events", "Events they are about", totals.events, "integer", "open"),
    fact("comments", "Comments", totals.comments, "integer", "open"),
    ...(rating === undefined
      ? []
      : [
          fact("average", rating.question, rounded(rating.average), "number", "open", {
            note: `average of ${many(rating.answers, "answer")}`,
          }),
        ]),
    ...(truth === undefined
      ? []
      : [
          fact("yes_share", truth.question, yesShare(truth), "percent", "open", {
            note: `yes: ${showInteger(truth.yes)} of ${showInteger(truth.yes + truth.no)}`,
          }),
        ]),
  ];
}

const KINDS = { rating: "Rating", yes_no: "Yes or no", text: "Words" } as const;

function questionTable(questions: readonly QuestionFigures[], { period }: SurveysAsked): Table {
  return table({
    key: "questions",
    title: "By question",
    columns: [
      column("survey", "Survey", "text", "open"),
      column("question", "Question", "text", "open"),
      column("kind", "Kind", "text", "open"),
      column("answers", "Answers", "integer", "open"),
      column("average", "Average", "number", "open"),
      column("yes", "Yes", "integer", "open"),
      column("no", "No", "integer", "open"),
      column("yes_share", "Yes share", "percent", "open"),
    ],
    rows: questions.map((each): Cell[] => [
      each.survey,
      each.question,
      KINDS[each.kind],
      each.answers,
      rounded(each.average),
      ...(each.kind === "yes_no" ? [each.yes, each.no, yesShare(each)] : [null, null, null]),
    ]),
    empty: `No question was answered ${inPeriod(period)}. Try a longer period, or “report surveys all time”.`,
  });
}

function givenTable(given: readonly Given[], questions: readonly QuestionFigures[]): Table {
  const answersTo = new Map(given.map((each) => [keyOf(each), 0]));
  for (const each of given) answersTo.set(keyOf(each), (answersTo.get(keyOf(each)) ?? 0) + each.answers);
  return table({
    key: "scores",
    title: "How ratings are spread",
    columns: [
      column("survey", "Survey", "text", "open"),
      column("question", "Question", "text", "open"),
      column("score", "Rating", "number", "open"),
      column("answers", "Answers", "integer", "open"),
      column("share", "Share", "percent", "open"),
    ],
    rows: given.map((each): Cell[] => [
      each.survey,
      each.question,
      each.score,
      each.answers,
      each.answers / (answersTo.get(keyOf(each)) ?? each.answers),
    ]),
    empty: questions.length === 0 ? "Nothing was answered." : "No question asked for a rating.",
  });
}

const keyOf = ({ survey, question }: Pick<Given, "survey" | "question">): string => JSON.stringify([survey, question]);

function groupTable(by: "event" | "company", groups: readonly GroupFigures[], questions: readonly string[]): Table {
  const isEvent = by === "event";
  return table({
    key: `by_${by}`,
    title: isEvent ? "By event" : "By company",
    columns: [
      ...(isEvent ? [column("date", "Date", "date", "open")] : []),
      column(by, isEvent ? "Event" : "Company", "text", isEvent ? "open" : "name"),
      column("responses", "Responses", "integer", "open"),
      column("comments", "Comments", "integer", "open"),
      ...questions.map((question, place) => column(`average_${place + 1}`, `Average: ${question}`, "number", "open")),
    ],
    rows: groups.map((group): Cell[] => [
      ...(isEvent ? [group.day] : []),
      group.label,
      group.responses,
      group.comments,
      ...group.averages.map(rounded),
    ]),
    empty: "Nothing was answered.",
  });
}

/** Words of people may hold anybody's name or number: they are for private places. */
function commentTable(comments: readonly Comment[]): Table {
  return table({
    key: "comments",
    title: "What they wrote",
    columns: [
      column("date", "Date", "date", "open"),
      column("event", "Event", "text", "open"),
      column("company", "Company", "text", "name"),
      column("respondent", "Respondent", "text", "name"),
      column("question", "Question", "text", "open"),
      column("comment", "Comment", "text", "contact"),
    ],
    rows: comments.map(({ day, event, company, respondent, question, text }): Cell[] => [
      day,
      event,
      company,
      respondent,
      question,
      text,
    ]),
    empty: "Nobody wrote anything.",
  });
}

/** The spread of the rating that most people gave. */
function spread(given: readonly Given[], questions: readonly QuestionFigures[]): Chart[] {
  const [top] = questions.filter(isRating).sort((a, b) => b.answers - a.answers);
  const scores = given.filter((each) => top !== undefined && keyOf(each) === keyOf(top));
  if (top === undefined || scores.length === 0) return [];
  const all = scores.reduce((sum, { answers }) => sum + answers, 0);
  const most = scores.reduce((best, each) => (each.answers > best.answers ? each : best));
  return present(
    barChart(
      {
        key: "ratings",
        title: `“${top.question}”`,
        takeaway: `${showInteger(most.answers)} of ${showInteger(all)} (${showPercent(most.answers / all)}) gave ${most.score}; the average is ${rounded(top.average)}.`,
        altText: `Answers by rating: ${scores.map(({ score, answers }) => `${score}: ${answers}`).join(", ")}.`,
        sensitivity: "open",
        measure: "Answers by rating",
        type: "integer",
      },
      scores.map(({ score, answers }) => ({ label: String(score), value: answers })),
      { order: "given" },
    ),
  );
}

function noticesOf(found: {
  readonly questions: readonly QuestionFigures[];
  readonly events: readonly GroupFigures[];
  readonly totals: SurveyTotals;
  readonly undated: number;
}): Notice[] {
  const { questions, events, totals, undated } = found;
  const few = questions.filter(({ kind, answers }) => kind !== "text" && answers < FEW).length;
  const small = events.filter(({ key, responses }) => key !== null && responses < FEW).length;
  return [
    ...(few > 0
      ? [
          notice(
            `${many(few, "question")} ${few === 1 ? "has" : "have"} fewer than five answers: such averages and shares say little.`,
          ),
        ]
      : []),
    ...(small > 0
      ? [
          notice(
            `${many(small, "event")} ${small === 1 ? "has" : "have"} fewer than five responses: such an average is of a few people.`,
          ),
        ]
      : []),
    ...(totals.without_event > 0
      ? [
          notice(
            `${many(totals.without_event, "response")} ${totals.without_event === 1 ? "names" : "name"} no event that Polaris knows: counted, but under no event.`,
          ),
        ]
      : []),
    ...(undated > 0
      ? [
          notice(
            `${many(undated, "response")} without a day ${undated === 1 ? "is" : "are"} not in this period.`,
            "warning",
          ),
        ]
      : []),
  ];
}
