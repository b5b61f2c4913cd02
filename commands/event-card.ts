import type { CommandContext } from "../src/command/index.js";
import { cancellationLabel, eventTypeLabel, printDay, recordUrl } from "../src/domain/index.js";
import {
  attendanceInWords,
  attendanceSources,
  checklistOf,
  type EventCard,
  isToCome,
  needsShown,
  outreachOf,
  statusShown,
} from "../src/events/index.js";
import { completenessNotices, computeMetrics, formatLabel } from "../src/metrics/index.js";
import { reliability } from "../src/people/index.js";
import {
  counted,
  type Fact,
  fact,
  metricFact,
  type Notice,
  notice,
  type Reply,
  reply,
  wallClock,
} from "../src/reply/index.js";
import { eventActions } from "./event-actions.js";
import { eventTables } from "./event-tables.js";
import { footerOf } from "./footer.js";

/** The card of one event. Its name and place are open; people are named where names may stand, and students are counted alone. */
export async function eventCardReply(
  card: EventCard,
  context: CommandContext,
  before: readonly Notice[] = [],
): Promise<Reply> {
  const { pool, calendar } = context;
  const { event } = card;
  const outreach = await outreachOf(pool, event);
  const { today } = calendar;
  const all = await checklistOf(pool, event.id, { today, checklist: context.organization.checklist });
  // Of what is over, only what somebody said is worth telling.
  const tasks = isToCome(event, today) ? all : all.filter(({ said }) => said !== null);
  return reply({
    title: event.title,
    text: sentence(card, context),
    sensitivity: "open",
    facts: [
      ...placeAndTime(card, context),
      ...people(card),
      ...(await students(card, context)),
      ...links(card, context),
    ],
    tables: eventTables(card, outreach, { tasks, today }),
    actions: eventActions(card, tasks, today),
    files: [{ key: "event", kind: "xlsx", name: "event.xlsx" }],
    notices: [
      ...before,
      ...(await completenessNotices(pool)),
      ...(await notices(card, outreach.asked.length, context)),
    ],
    provenance: await footerOf(context),
  });
}

function sentence({ event }: EventCard, { calendar: { today }, organization }: CommandContext): string {
  const place = event.school === null ? "" : `, ${event.school}`;
  const left =
    event.daysLeft < 0 || event.status === "Cancelled"
      ? ""
      : event.daysLeft === 0
        ? ", today"
        : `, in ${counted(event.daysLeft, "day")}`;
  const needs = needsShown(event.needs, event, today, organization.ownership);
  return `${event.title}, ${printDay(event.date)} ${event.time}${place}: ${statusShown(event.status)}${left}${needs === null ? "" : `; needs ${needs}`}.`;
}

/** "Fri 6 Mar 2026, 10:00–11:00 CST" */
function whenIs({ event, startsAt, endsAt }: EventCard, zone: string): string {
  const start = wallClock(startsAt, zone);
  const end = endsAt === null ? null : wallClock(endsAt, zone);
  const weekday = new Date(`${event.date}T00:00:00Z`).toLocaleDateString("en-US", {
    weekday: "short",
    timeZone: "UTC",
  });
  const until =
    end === null || endsAt === null || endsAt <= startsAt
      ? ""
      : `–${end.day === event.date ? end.time : `${printDay(end.day)} ${end.time}`}`;
  return `${weekday} ${printDay(event.date)}, ${event.time}${until} ${start?.zone ?? zone}`;
}

const based = (list: EventCard["districts"]): string | null =>
  list.map(({ name, basis }) => `${name} (${basis})`).join(", ") || null;

function placeAndTime(card: EventCard, { organization, calendar }: CommandContext): Fact[] {
  const { event } = card;
  const all = [
    fact("when", "When", whenIs(card, organization.timeZone), "text", "open"),
    fact("where", "Where", card.location, "text", "open"),
    fact("status", "Status", statusShown(event.status), "text", "open"),
    fact("reason", "Why it was cancelled", reasonOf(card), "text", "name"),
    fact("type", "Type", `${eventTypeLabel(event.type)}, ${formatLabel(event.format)}`, "text", "open"),
    fact("school", "School", event.school, "text", "open"),
    fact("districts", "Districts", based(card.districts), "text", "open"),
    fact("pathways", "Pathways", based(card.pathways), "text", "open"),
    fact("host", "Host", card.host, "text", "open"),
    fact("series", "Series", card.series, "text", "open"),
    fact("days_left", "Days left", event.daysLeft < 0 ? null : event.daysLeft, "integer", "open"),
    fact(
      "needs",
      "Needs",
      needsShown(event.needs, event, calendar.today, organization.ownership) ?? "nothing",
      "text",
      "open",
    ),
  ];
  // What most events never have is left out where it is missing; the rest says that it is not known.
  return all.filter(
    ({ key, value }) => value !== null || !["host", "series", "pathways", "days_left", "reason"].includes(key),
  );
}

/** Why it was cancelled: as people said it, else as the source does. Whoever wrote it may have named somebody. */
function reasonOf({ cancellationReason, decisions }: EventCard): string | null {
  const decided = decisions.findLast(({ kind }) => kind === "cancellation_reason");
  if (decided === undefined) return cancellationReason;
  return `${cancellationLabel(decided.value)}${decided.reason === null ? "" : `: ${decided.reason}`}`;
}

function people({ event, volunteers, teachers, requestedJobs, availableSlots }: EventCard): Fact[] {
  const { owner } = event;
  const due = [...(owner?.dueOn ? [`due ${printDay(owner.dueOn)}`] : []), ...(owner?.note ? [owner.note] : [])].join(
    "; ",
  );
  const wanted =
    requestedJobs === null
      ? {}
      : { note: `${requestedJobs} wanted${availableSlots === null ? "" : `, ${Math.max(0, availableSlots)} free`}` };
  return [
    owner === null
      ? fact("owner", "Owner", "nobody yet", "text", "open")
      : fact("owner", "Owner", owner.name, "text", "name", due === "" ? {} : { note: due }),
    event.presenterCount === 0
      ? fact("presenters", "Presenters", "nobody yet", "text", "open")
      : fact("presenters", "Presenters", event.presenters.join(", ") || "left out of lists", "text", "name"),
    fact("volunteers", "Volunteers", volunteers.length, "integer", "open", wanted),
    fact("teachers", "Teachers", teachers.length, "integer", "open"),
  ];
}

/** Students as counts alone, with where the number comes from (ruling E6). */
async function students(card: EventCard, context: CommandContext): Promise<Fact[]> {
  const { event } = card;
  const listed = fact(
    "students",
    "Students on the list",
    card.students.listed,
    "integer",
    "open",
    card.students.listed === 0 ? {} : { note: `${card.students.attended} attended` },
  );
  if (event.format === "virtual") {
    const isKnown = card.registeredStudents !== null || card.attendedStudents !== null;
    return isKnown
      ? [
          fact(
            "students",
            "Students, as Pathful counted",
            card.attendedStudents ?? card.registeredStudents,
            "integer",
            "open",
          ),
        ]
      : [];
  }
  if (isToCome(event, context.calendar.today) || event.status === "Cancelled") return [listed];
  const { pool, organization, calendar } = context;
  const sources = await attendanceSources(pool, event.id);
  const { rows } = await computeMetrics(pool, organization, {
    metrics: ["M110", "X10"],
    periods: [{ ...DAY, start: event.date, end: event.date, windows: [{ start: event.date, end: event.date }] }],
    filters: [{ dimension: "event", values: [{ key: event.id, label: event.title }] }],
    by: "event",
    rowsOnly: true,
    today: calendar.today,
  });
  const figure = (metric: string) => {
    const value = rows[0]?.figures[metric]?.[0];
    return typeof value === "number" ? value : null;
  };
  const override = card.decisions.find(({ kind }) => kind === "reach");
  const entry = sources.human ?? sources.sheet;
  const from =
    override !== undefined
      ? "corrected by hand"
      : entry?.students != null
        ? entry.kind === "human"
          ? "entered by hand"
          : "from the sheet"
        : sources.roster !== null
          ? "from the roster"
          : sources.headcount !== null
            ? "headcount of Salesforce"
            : "nobody has counted them";
  const ratio = entry === null ? null : attendanceInWords(entry);
  return [
    listed,
    metricFact("X10", "Students there", figure("X10") || null, "integer", "open", { note: from }),
    metricFact(
      "M110",
      "Students per volunteer",
      figure("M110"),
      "integer",
      "open",
      ratio === null ? {} : { note: ratio },
    ),
  ];
}

const DAY = { label: "the day", toDate: false, kind: "days", words: "" } as const;

function links({ event, sessionLink, registrationLink }: EventCard, { organization }: CommandContext): Fact[] {
  const record =
    event.source === "salesforce" ? recordUrl(organization.salesforce.recordUrl, "Session__c", event.sourceId) : null;
  const isOpen = event.status !== "Cancelled" && event.daysLeft >= 0;
  const all = [
    fact("record", isOpen ? "Change or cancel in Salesforce" : "Salesforce", record, "link", "open"),
    fact("session", "Session in Pathful", sessionLink, "link", "open"),
    fact("registration", "Registration", registrationLink, "link", "open"),
  ];
  return all.filter(({ value }) => value !== null);
}

async function notices(card: EventCard, asked: number, { pool }: CommandContext): Promise<Notice[]> {
  const { trouble } = await reliability(pool);
  return [
    ...card.flags.map(({ detail, severity }) =>
      notice(`Flag: ${detail}`, severity === "notice" || severity === "info" ? "info" : "warning", "name"),
    ),
    ...card.twins.map(({ title, sourceId }) =>
      notice(`“${title}” (${sourceId}) is this same event, as people decided.`),
    ),
    ...(card.isLegacyConnector ? [notice("A connector session kept in Salesforce before SY24-25 (ruling EV1).")] : []),
    ...(trouble === null ? [] : [notice(`E-mails and calls may be missing: ${trouble}`, "warning")]),
    ...(trouble === null && asked === 0
      ? [notice("Nobody has been written to or called about it, as far as is logged.")]
      : []),
  ];
}
