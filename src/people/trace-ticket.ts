import sql from "sql-template-tag";
import { localDay, printDay } from "../domain/index.js";
import { BY_ITSELF, type Ticket, type TicketKind, ticketWithId } from "../intake/index.js";
import { mayHold } from "./narrow.js";
import { isIn, NOTHING, type Tracer, type Tracing, traced } from "./trace-model.js";
import { clauses, many } from "./trace-words.js";

/** What is asked, and what it holds back. */
const ASKED: Readonly<Record<TicketKind, { readonly question: string; readonly meanwhile: string }>> = {
  teacher: { question: "who this teacher is", meanwhile: "they count nowhere until it is answered" },
  volunteer: { question: "who this volunteer is", meanwhile: "they count nowhere until it is answered" },
  organization: {
    question: "which organisation this is",
    meanwhile: "its people are credited to nobody until it is answered",
  },
  school: { question: "which school this is", meanwhile: "teachers of it wait until it is answered" },
  session_date: {
    question: "when this session was",
    meanwhile: "undated, waits for a day and counts nowhere until it has one",
  },
  session_twin: {
    question: "whether this is the same session as another",
    meanwhile: "nothing is joined until it is answered",
  },
};

/** Open and answered questions by what they ask about, or by the id of the user or session. */
export const traceTickets: Tracer = async (tracing) => {
  const { reader, asked } = tracing;
  if (asked.text === "") return NOTHING;
  const rows = await reader.query<{ id: number; asked: string; is_key: number }>(sql`
    SELECT t.id, t.asked, CASE WHEN t.ticket_key IN (${asked.text}, ${`user:${asked.text}`}) THEN 1 ELSE 0 END AS is_key FROM ticket t
    WHERE t.ticket_key IN (${asked.text}, ${`user:${asked.text}`}) OR ${mayHold(sql`t.asked`, asked.text)}
    ORDER BY CASE t.state WHEN 'open' THEN 0 ELSE 1 END, t.id`);
  const called = rows.filter((row) => row.is_key === 1 || isIn(row.asked, asked));
  const { found, total } = await traced(called, async ({ id }) => {
    const ticket = await ticketWithId(reader, id);
    if (ticket === null) throw new Error(`question ${id} went while it was read`);
    const { settledBy } = ticket;
    const whose = await tracing.sayersOf(settledBy === BY_ITSELF ? [] : [settledBy]);
    return traceOf(ticket, whose(settledBy), tracing);
  });
  return { found, total };
};

const STATES = { open: "open question", resolved: "answered", ignored: "left out" } as const;

function traceOf(ticket: Ticket, who: string, tracing: Tracing) {
  const { question, meanwhile } = ASKED[ticket.kind];
  return {
    what: ticket.kind === "session_date" ? "Session without a date" : "Question",
    name: ticket.asked,
    source: ticket.source,
    sourceId: String(ticket.id),
    state: STATES[ticket.state],
    why:
      ticket.state === "open"
        ? clauses(
            `question ${ticket.id} asks ${question}`,
            meanwhile,
            `${many(ticket.waiting, "row")} wait${ticket.waiting === 1 ? "s" : ""} for it`,
            ticket.suggestions[0] !== undefined &&
              `perhaps ${ticket.suggestions[0].label} (${ticket.suggestions[0].why})`,
          )
        : clauses(`question ${ticket.id} asked ${question}`, answerWords(ticket, who, tracing)),
    cameBy: null,
    since: ticket.settledAt ?? ticket.openedAt,
    isStudent: false,
  };
}

function answerWords({ state, settledAt, settledBy, answer }: Ticket, who: string, { organization }: Tracing): string {
  const on = settledAt === null ? "" : ` on ${printDay(localDay(settledAt, organization.timeZone))}`;
  if (settledBy === BY_ITSELF) return `the data answered it by itself${on}`;
  return state === "ignored"
    ? `${who} said${on} to leave it out: its rows count nowhere`
    : `${who} answered “${answer}”${on}`;
}
