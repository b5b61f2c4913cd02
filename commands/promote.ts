import { type CommandContext, defineCommand, lineOf, type Reference, take } from "../src/command/index.js";
import { recordUrl } from "../src/domain/index.js";
import { type NamedEvent, type PastDraft, pastDrafts } from "../src/events/index.js";
import { decide, derive } from "../src/identity/index.js";
import { type Action, column, counted, type Reply, reply, table } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { standingEvent } from "./attended-event.js";
import { heldAs, inSalesforceFirst, isOurs, undoing } from "./event-decision.js";
import { whichEvent } from "./named-event.js";

const BATCH = 10;
const MOST = 50;
const OUTCOMES = [
  { value: "Completed", label: "Completed", also: ["held"] },
  { value: "Simulcast", label: "Simulcast" },
  { value: "No Show", label: "No show", also: ["no-show", "noshow"] },
] as const;
const SURENESS = { high: "high: students attended", medium: "medium: students signed up", low: "low: nobody is known" };

export const promote = defineCommand({
  name: "promote",
  family: "events",
  summary:
    "Says what became of virtual sessions that are still drafts though their day has passed; without one, lists them.",
  examples: ["promote", "promote 1234567 to:completed", "promote events:1234567,7654321"],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  submit: "Promote",
  args: {
    events: take.references("event", {
      label: "Sessions",
      help: "Drafts whose day has passed; none to see the list.",
      main: true,
      also: ["event"],
      options: async (query, { pool, calendar }) =>
        (await pastDrafts(pool, calendar.today))
          .filter(({ title, isOwn }) => isOwn && title.toLowerCase().includes(query.toLowerCase()))
          .slice(0, 50)
          .map((draft) => ({ value: draft.sourceId, label: whichEvent(draft) })),
    }),
    one: take.text({ label: "One session", positional: "rest" }),
    to: take.choice(OUTCOMES, { label: "What became of it", help: "Completed unless you say otherwise.", main: true }),
    page: take.page(),
    asOf: take.instant("As of"),
  },
  async run({ events, one, to, page, asOf }, context) {
    const wanted: string[] = [...events.all.flat().map(({ id, text }: Reference) => id ?? text), ...(one ? [one] : [])];
    if (wanted.length === 0) return candidates(page, asOf, context);
    if (wanted.length > MOST)
      throw new PolarisError(
        "argument_invalid",
        `At most ${MOST} sessions are promoted at once, but got ${wanted.length}.`,
      );
    const found: NamedEvent[] = [];
    for (const text of wanted) {
      const event = await standingEvent(text, context, { argument: "events" });
      if ("kind" in event) return event;
      found.push(event);
    }
    const [first] = found;
    if (first !== undefined && found.length === 1 && !isOurs(first) && first.status === "Draft")
      return inSalesforceFirst(first, context, {
        title: "Change it in Salesforce",
        text: `${whichEvent(first)} is a draft of Salesforce, and its status is changed there. Nothing was done.`,
        link: "Change in Salesforce",
      });
    return promoted(found, to ?? "Completed", context);
  },
});

/** Why a session is none to promote; null where it is. */
function whyNot({ status, date, source }: NamedEvent, today: string): string | null {
  if (!isOurs({ source })) return "is kept in Salesforce, and its status is changed there";
  if (status !== "Draft") return `is no draft any more: it counts as ${status}`;
  return date >= today ? "is still to come" : null;
}

async function promoted(events: readonly NamedEvent[], to: string, context: CommandContext): Promise<Reply> {
  const { calendar, organization, pool, request } = context;
  const ready = events.filter((event) => whyNot(event, calendar.today) === null);
  const left = events.flatMap((event) => {
    const why = whyNot(event, calendar.today);
    return why === null ? [] : [`${whichEvent(event)} ${why}.`];
  });
  if (ready.length === 0)
    throw new PolarisError(
      "argument_invalid",
      `${left.join(" ")} Nothing was done. “promote” lists what can be promoted.`,
    );
  const ids = await pool.transaction(async (tx) => {
    const made: number[] = [];
    for (const event of ready) {
      await heldAs(tx, event);
      const about = { subject: "event", source: event.source, sourceId: event.sourceId } as const;
      made.push(
        await decide(tx, { kind: "event_status", ...about, value: to, by: request.actor.id, now: request.now }),
      );
    }
    await context.auditInside(tx, { events: ready.map(({ sourceId }) => sourceId), to });
    return made;
  });
  await derive(pool, organization, request.now);
  const [only] = ready;
  return reply({
    title: "Promoted",
    text:
      ready.length === 1 && only !== undefined
        ? `${whichEvent(only)} counts as ${to} from now on.`
        : `${counted(ready.length, "session")} count as ${to} from now on.`,
    sensitivity: "open",
    notices: left.map((text) => ({ level: "warning", text, sensitivity: "open" })),
    actions: [undoing(ids), { label: "Further drafts", line: lineOf("promote"), does: "run", sensitivity: "open" }],
  });
}

async function candidates(page: number, asOf: string | null, context: CommandContext): Promise<Reply> {
  const { calendar, organization, pool } = context;
  const drafts = await pastDrafts(pool, calendar.today);
  const own = drafts.filter(({ isOwn }) => isOwn);
  const shown = drafts.slice((page - 1) * BATCH, page * BATCH).filter(({ isOwn }) => isOwn);
  const inSalesforce = drafts.length - own.length;
  return reply({
    title: "Drafts whose day has passed",
    text:
      drafts.length === 0
        ? "No draft's day has passed."
        : `${counted(drafts.length, "draft")} of the past: ${counted(own.length, "virtual session")} to promote here${inSalesforce === 0 ? "" : `, ${inSalesforce} to change in Salesforce`}.`,
    sensitivity: "open",
    tables: [
      table({
        key: "drafts",
        title: "Past drafts",
        columns: [
          column("date", "Date", "date", "open"),
          column("title", "Session", "text", "open", { linkLabel: "record" }),
          column("school", "School", "text", "open"),
          column("sureness", "That it took place", "text", "open"),
          column("attended", "Students attended", "integer", "open"),
          column("registered", "Signed up", "integer", "open"),
          column("people", "Volunteers and teachers", "integer", "open"),
          column("where", "Decided", "text", "open"),
          column("id", "Id", "text", "open"),
          column("record", "Record", "link", "open"),
        ],
        rows: drafts.map((draft) =>
          rowOf(draft, draft.isOwn ? null : recordUrl(organization.salesforce.recordUrl, "Session__c", draft.sourceId)),
        ),
        empty: "Drafts whose day has passed would be listed here, from Pathful and from Salesforce.",
      }),
    ],
    actions: shown.length === 0 ? [] : [promoting(shown)],
    page: { number: page, size: BATCH, line: context.line, ...(asOf === null ? {} : { since: asOf }) },
  });
}

const rowOf = (draft: PastDraft, link: string | null) => [
  draft.date,
  draft.title,
  draft.school,
  SURENESS[draft.sureness],
  draft.attendedStudents,
  draft.registeredStudents,
  draft.people,
  draft.isOwn ? "here" : "in Salesforce",
  draft.sourceId,
  link,
];

function promoting(drafts: readonly PastDraft[]): Action {
  const [only] = drafts;
  return {
    label: drafts.length === 1 && only !== undefined ? `Promote ${only.title}` : `Promote these ${drafts.length}`,
    line: lineOf("promote", { events: drafts.map(({ sourceId }) => sourceId) }),
    does: "form",
    style: "primary",
    sensitivity: "open",
  };
}
