import { type CommandContext, lineOf } from "../src/command/index.js";
import { printDay, recordUrl } from "../src/domain/index.js";
import {
  type Asked,
  type AttemptLine,
  methodLabel,
  type NamedEvent,
  outcomeLabel,
  outreachOf,
  outreachWith,
} from "../src/events/index.js";
import { contactHistory, type FoundContact, reliability } from "../src/people/index.js";
import { type Action, column, counted, type Reply, reply, type Table, table } from "../src/reply/index.js";
import { contactsTable, historyNotices, nothingLogged } from "./contact-history.js";
import { footerOf } from "./footer.js";
import { whichEvent } from "./named-event.js";
import { answerWords } from "./outreach-words.js";

const MOST_UNDONE = 3;

/** Who has been asked about an event and answered. */
export async function eventOutreachReply(event: NamedEvent, context: CommandContext): Promise<Reply> {
  const { asked, answered } = await outreachOf(context.pool, event);
  const zone = context.organization.timeZone;
  const reading = await reliability(context.pool);
  const nobody = nothingLogged(reading, zone);
  return reply({
    title: `Asked for ${event.title}`,
    text:
      asked.length === 0
        ? `${whichEvent(event)}: nobody is known to have been asked. ${nobody}`
        : `${whichEvent(event)}: ${counted(asked.length, "volunteer")} asked, ${answered} answered.`,
    sensitivity: "open",
    tables: [askedTable(asked, nobody, context)],
    notices: reading.trouble === null || asked.length === 0 ? [] : historyNotices(reading, zone),
    actions: [
      logging(event, "primary"),
      { label: "Candidates", line: lineOf("match", { event: event.sourceId }), does: "run", sensitivity: "open" },
      { label: "Event", line: lineOf("event", { event: event.sourceId }), does: "run", sensitivity: "open" },
    ],
    provenance: await footerOf(context, { figures: "none", filters: { event: event.title } }),
  });
}

const logging = (event: NamedEvent, style?: "primary"): Action => ({
  label: "Log a contact",
  line: lineOf("outreach", { event: event.sourceId }),
  does: "form",
  sensitivity: "open",
  ...(style === undefined ? {} : { style }),
});

function askedTable(asked: readonly Asked[], empty: string, { organization }: CommandContext): Table {
  return table({
    key: "asked",
    title: "Who was asked",
    columns: [
      column("name", "Volunteer", "text", "name"),
      column("answer", "Answer", "text", "open"),
      column("last", "Last contact", "date", "open"),
      column("method", "How", "text", "open"),
      column("times", "Contacts", "integer", "open"),
      column("by", "By", "text", "name"),
      column("note", "Note", "text", "contact"),
      column("participation", "Sign-up", "text", "open"),
      column("salesforce", "Salesforce", "link", "name", { linkLabel: "name" }),
    ],
    rows: asked.map(({ contact, entries, answer, participation }) => {
      const [last] = entries;
      return [
        contact.name,
        answerWords(answer),
        last?.on ?? null,
        last === undefined ? null : methodLabel(last.method),
        entries.length,
        last?.by ?? "Salesforce",
        entries.find(({ words }) => words !== null)?.words ?? null,
        participation?.replaceAll("_", " ") ?? null,
        recordUrl(organization.salesforce.recordUrl, "Contact", contact.sourceId),
      ];
    }),
    empty,
  });
}

/** What was logged of somebody, here and in Salesforce. */
export async function personOutreachReply(
  who: FoundContact,
  event: NamedEvent | null,
  context: CommandContext,
): Promise<Reply> {
  const { pool, calendar, organization } = context;
  const all = await outreachWith(pool, who);
  const own = event === null ? all : all.filter((each) => each.event?.id === event.id);
  const history = await contactHistory(pool, who.id, calendar.today);
  const about = event === null ? "" : ` about ${whichEvent(event)}`;
  const [last] = own;
  return reply({
    title: `Contacts with ${who.name}`,
    text:
      last === undefined
        ? `Nothing is logged here of contacts with ${who.name}${about}.`
        : `${counted(own.length, "contact")} with ${who.name}${about}; the last on ${printDay(last.on)}: ${outcomeLabel(last.outcome).toLowerCase()}.`,
    sensitivity: "name",
    openText: "Contacts with a volunteer are shown privately only.",
    tables: [
      attemptsTable(own, "Nobody logged a contact here. “Log a contact” does."),
      contactsTable(history, organization.timeZone),
    ],
    notices: historyNotices(history, organization.timeZone),
    actions: [
      {
        label: "Log a contact",
        line: lineOf("outreach", { who: who.sourceId, event: event?.sourceId ?? null }),
        does: "form",
        style: "primary",
        sensitivity: "open",
      },
      ...own.slice(0, MOST_UNDONE).map(
        (each): Action => ({
          label: `Take back no. ${each.id}`,
          line: lineOf("outreach remove", { id: each.id }),
          does: "run",
          sensitivity: "open",
        }),
      ),
    ],
    provenance: await footerOf(context, { figures: "none" }),
  });
}

export function attemptsTable(lines: readonly AttemptLine[], empty: string): Table {
  return table({
    key: "attempts",
    title: "Logged here",
    columns: [
      column("id", "No.", "integer", "open"),
      column("date", "Date", "date", "open"),
      column("name", "Volunteer", "text", "name"),
      column("event", "Event", "text", "open"),
      column("event_date", "Event's day", "date", "open"),
      column("method", "How", "text", "open"),
      column("outcome", "Outcome", "text", "open"),
      column("note", "Note", "text", "name"),
      column("by", "By", "text", "name"),
      column("email", "E-mail", "text", "contact"),
    ],
    rows: lines.map((each) => [
      each.id,
      each.on,
      each.contact.name,
      each.event?.title ?? null,
      each.event?.date ?? null,
      methodLabel(each.method),
      outcomeLabel(each.outcome),
      each.note,
      each.by,
      each.contact.email,
    ]),
    empty,
  });
}
