import { type CommandContext, defineCommand, lineOf, sayersOf, take } from "../src/command/index.js";
import { recordUrl } from "../src/domain/index.js";
import {
  BY_ITSELF,
  openQuestions,
  type Suggestion,
  TICKET_KINDS,
  type Ticket,
  type TicketKind,
  ticketWithId,
} from "../src/intake/index.js";
import {
  type Action,
  column,
  counted,
  fact,
  type Reply,
  reply,
  type Sensitivity,
  showInstant,
  table,
} from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { footerOf } from "./footer.js";

export const KIND_LABELS: Readonly<Record<TicketKind, string>> = {
  teacher: "Who is this teacher?",
  volunteer: "Who is this volunteer?",
  organization: "Which organisation is this?",
  school: "Which school is this?",
  session_date: "When was this session?",
  session_twin: "Is this the same session?",
};

const KINDS = TICKET_KINDS.map((value) => ({ value, label: value.replace("_", " ") }));
const MOST_OPENED = 4;
const MOST_BUTTONS = 3;

export const tickets = defineCommand({
  name: "tickets",
  family: "data",
  summary: "Lists the questions that only a person can answer: who somebody is, which school, which day.",
  examples: ["tickets", "tickets kind:teacher", "tickets 12"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  args: {
    id: take.text({ label: "Question", positional: "one", placeholder: "12" }),
    kind: take.choice(KINDS, { label: "Kind", main: true }),
    ...take.listing({ sort: ["waiting", "since"], as: ["xlsx", "csv"] }),
  },
  async run({ id, kind, sort, page, asOf }, context) {
    if (id !== null) {
      const ticket = await ticketWithId(context.pool, ticketNumber(id));
      if (ticket === null)
        throw new PolarisError("not_found", `There is no question ${id}. "tickets" lists those that are open.`);
      return ticketReply(ticket, context);
    }
    const open = await openQuestions(context.pool, kind);
    const [only, ...others] = open;
    if (only !== undefined && others.length === 0) return ticketReply(only, context);
    const listed = sort?.key === "since" ? [...open].sort((a, b) => (a.openedAt < b.openedAt ? -1 : 1)) : open;
    if (sort?.descending) listed.reverse();
    return listReply(listed, page, asOf, context);
  },
});

/** @throws PolarisError argument_invalid */
export function ticketNumber(text: string): number {
  const number = Number(text.replace("#", ""));
  if (Number.isInteger(number)) return number;
  throw new PolarisError("argument_invalid", `“${text}” is no question. Expected a number that "tickets" shows.`);
}

const SIZE = 10;

async function listReply(
  open: readonly Ticket[],
  number: number,
  asOf: string | null,
  context: CommandContext,
): Promise<Reply> {
  const rows = open.reduce((sum, { waiting }) => sum + waiting, 0);
  const shown = open.slice((number - 1) * SIZE, number * SIZE);
  return reply({
    title: "Open questions",
    text:
      open.length === 0
        ? "No question is open."
        : `${counted(open.length, "question")} open, ${counted(rows, "row")} waiting for an answer.`,
    sensitivity: "open",
    tables: [
      table({
        key: "tickets",
        title: "Open questions",
        columns: [
          column("id", "No.", "integer", "open"),
          column("kind", "Question", "text", "open"),
          column("asked", "About", "text", "name"),
          column("best", "Perhaps", "text", "name"),
          column("waiting", "Rows waiting", "integer", "open"),
          column("since", "Since", "instant", "open"),
        ],
        rows: open.map(({ id, kind, asked, suggestions, waiting, openedAt }) => [
          id,
          KIND_LABELS[kind],
          asked,
          suggestions[0]?.label ?? null,
          waiting,
          openedAt,
        ]),
        empty: "No question is open. Imports ask when they meet a name, school or day that they cannot tell.",
      }),
    ],
    actions: shown.slice(0, MOST_OPENED).map(({ id }) => ({
      label: `Open ${id}`,
      line: lineOf("tickets", { id }),
      does: "run",
      sensitivity: "open",
    })),
    files: [{ key: "tickets", kind: "xlsx", name: "questions.xlsx" }],
    page: { number, size: SIZE, line: context.line, ...(asOf === null ? {} : { since: asOf }) },
    provenance: await footerOf(context, { figures: "none", filters: context.filters }),
  });
}

/** One question with all that helps to answer it, and a button for each answer. */
export async function ticketReply(ticket: Ticket, context: CommandContext): Promise<Reply> {
  const { id, kind, asked, detail, suggestions, waiting, state, openedAt, settledAt } = ticket;
  const sensitivity = sensitivityOf(kind);
  return reply({
    title: `Question ${id}: ${KIND_LABELS[kind]}`,
    text: `${KIND_LABELS[kind]} “${asked}”.${await howSettled(ticket, context)}`,
    sensitivity: "name",
    openText: `${KIND_LABELS[kind]} The name is shown privately only.`,
    facts: [
      ...Object.entries(detail).flatMap(([key, value]) =>
        value === null
          ? []
          : [fact(`detail_${key}`, FACTS[key] ?? key, value, typeof value === "number" ? "integer" : "text", "name")],
      ),
      fact("waiting", "Rows waiting", waiting, "integer", "open"),
      fact("since", "Asked since", openedAt, "instant", "open"),
      ...(settledAt === null
        ? []
        : [fact("settled", "Answered", showInstant(settledAt, context.organization.timeZone), "text", "open")]),
    ],
    tables:
      kind === "session_date"
        ? []
        : [
            table({
              key: "suggestions",
              title: "Perhaps",
              columns: [
                column("place", "No.", "integer", "open"),
                column("label", "Who or what", "text", "name"),
                column("score", "Likeness", "percent", "open"),
                column("why", "Why", "text", "open"),
                column("id", "Answer", "text", "name"),
                column("record", "Record", "link", "name", { linkLabel: "label" }),
              ],
              rows: suggestions.map((each, place) => [
                place + 1,
                each.label,
                each.score,
                each.why,
                recordOf(each),
                each.source === "salesforce"
                  ? recordUrl(context.organization.salesforce.recordUrl, OBJECTS[kind], each.source_id)
                  : null,
              ]),
              empty: "Nobody and nothing near is known.",
            }),
          ],
    actions: state === "open" ? answersOf(ticket, sensitivity) : [reopening(id)],
    provenance: await footerOf(context, { figures: "none" }),
  });
}

async function howSettled({ state, answer, settledBy }: Ticket, context: CommandContext): Promise<string> {
  if (state === "open") return "";
  if (settledBy === BY_ITSELF) return ` It was settled by itself: ${answer ?? ""}.`;
  const whose = await sayersOf([settledBy], context);
  return ` It was answered “${answer ?? ""}” by ${whose(settledBy)}.`;
}

const FACTS: Readonly<Record<string, string>> = {
  user: "Pathful user",
  school: "School",
  company: "Company",
  district: "District",
  date: "Date",
  status: "Status",
  people: "People",
  why: "Why it is asked",
};

const sensitivityOf = (kind: TicketKind): Sensitivity => (kind === "teacher" || kind === "volunteer" ? "name" : "open");

/** What a suggestion is in Salesforce. */
const OBJECTS: Readonly<Record<TicketKind, string>> = {
  teacher: "Contact",
  volunteer: "Contact",
  organization: "Account",
  school: "Account",
  session_date: "Session__c",
  session_twin: "Session__c",
};

const recordOf = ({ source, source_id }: Suggestion): string => `${source}:${source_id}`;

function answersOf({ id, kind, suggestions }: Ticket, sensitivity: Sensitivity): Action[] {
  const answering = (label: string, answer: string, extra: Partial<Action> = {}): Action => ({
    label,
    line: lineOf("ticket", { id, answer }),
    does: "run",
    sensitivity: "open",
    ...extra,
  });
  const ignore = answering("Ignore", "ignore", {
    style: "danger",
    confirm: "Its rows are left out, now and in later imports, until the question is opened again.",
  });
  if (kind === "session_date")
    return [
      { label: "Say the day", line: lineOf("ticket", { id }), does: "form", style: "primary", sensitivity: "open" },
      ignore,
    ];
  const those = suggestions.slice(0, MOST_BUTTONS).map((each, place) => {
    const isAlone = suggestions.every((other) => other === each || other.label !== each.label);
    // Of two who are called the same the number in the table tells which is meant.
    const label = isAlone ? each.label : `no. ${place + 1}, ${each.label}`;
    return answering(kind === "session_twin" ? `The same as ${label}` : `It is ${label}`, recordOf(each), {
      sensitivity,
      ...(place === 0 ? { style: "primary" } : {}),
    });
  });
  const another: Action = { label: "Another", line: lineOf("ticket", { id }), does: "form", sensitivity: "open" };
  if (kind === "session_twin") return [...those, answering("Two sessions", "new")];
  if (kind === "organization" || kind === "school") return [...those, another, ignore];
  return [...those, answering("Somebody new", "new"), another, ignore];
}

export const reopening = (id: number): Action => ({
  label: "Open it again",
  line: lineOf("ticket", { id, answer: "reopen" }),
  does: "run",
  confirm: "What rested on the answer alone is taken back, and its rows wait again.",
  sensitivity: "open",
});
