import { askWhich, type CommandContext, defineCommand, lineOf, take } from "../src/command/index.js";
import { liesApart, PathwayNames, studentsPerVolunteer } from "../src/domain/index.js";
import {
  type AttendanceEntry,
  type AttendanceNumbers,
  type AttendanceSources,
  attendanceInWords,
  attendanceSources,
  holdEvent,
  type NamedEvent,
  oddities,
  recordAttendance,
} from "../src/events/index.js";
import { derive } from "../src/identity/index.js";
import {
  type Action,
  type Ask,
  counted,
  fact,
  metricFact,
  type Notice,
  notice,
  type Reply,
  reply,
  showInteger,
} from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { countArguments, furtherCountArguments, wrongTogether } from "./attendance-arguments.js";
import { standingEvent } from "./attended-event.js";
import { eventArgument, whichEvent } from "./named-event.js";
import { pathwaysCalled } from "./named-pathway.js";

const LONGEST_NOTE = 500;
const NONE = "none";

const args = {
  event: eventArgument({ help: "Its title or its Salesforce id.", positional: "rest" }),
  ...countArguments,
  ...furtherCountArguments,
  pathway: take.reference("pathway", {
    label: "Pathway",
    help: "Where the event was about one.",
    options: pathwaysCalled,
  }),
  stem: take.flag({ label: "STEM" }),
  note: take.text({ label: "Note", help: `Up to ${LONGEST_NOTE} characters, for others who read the numbers.` }),
  standing: take.standing(),
} as const;

export const attendance = defineCommand({
  name: "attendance",
  family: "events",
  summary:
    "Records how many students an event in person had, in how many rooms and rotations; shows students per volunteer.",
  examples: [
    'attendance "Career fair: animal nutrition" students:60 rooms:3 rotations:2',
    'attendance "Career fair: animal nutrition" students:120 note:"counted at the door"',
    'attendance "Career fair: animal nutrition"',
  ],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  submit: "Save",
  args,
  problems: (said) => {
    if (said.note !== null && said.note.length > LONGEST_NOTE)
      return { note: `A note has at most ${LONGEST_NOTE} characters; this one has ${showInteger(said.note.length)}.` };
    return wrongTogether(said);
  },
  prefillFollows: ["event"],
  async prefill({ event }, context) {
    const session = event == null ? null : await standingEvent(event.text, context);
    if (session === null || "kind" in session) return {};
    const { human, sheet } = await attendanceSources(context.pool, session.id);
    return { ...asArguments(human ?? sheet), standing: standingKey(human) };
  },
  preview: {
    follows: ["event", "students", "rooms", "rotations", "per-rotation"],
    async text({ event, students, rooms, rotations, "per-rotation": perRotation }, context) {
      const words = attendanceInWords({
        students: students ?? null,
        rooms: rooms ?? null,
        rotations: rotations ?? null,
        perRotation: perRotation ?? null,
      });
      const session = event == null ? null : await standingEvent(event.text, context);
      if (session === null || "kind" in session) return words;
      const why = whyNotCounted(session, context);
      if (why !== null) return `${session.title} ${why}.`;
      const beside = besideIt(await attendanceSources(context.pool, session.id));
      return [words, ...beside].filter((each) => each !== null).join("\n") || null;
    },
  },
  async run(said, context) {
    const { organization, pool, request } = context;
    const numbers = numbersOf(said, context);
    const words = saidInWords(numbers);
    const session = await standingEvent(said.event.text, context, { lost: words });
    if ("kind" in session) return session;
    refuseUncounted(session, context);
    if (isEmpty(numbers)) return whatWasCounted(session, context);
    const { before, id } = await pool.transaction(async (tx) => {
      if (!(await holdEvent(tx, session.id)))
        throw new PolarisError(
          "not_found",
          `${whichEvent(session)} was deleted meanwhile. Nothing was kept: ${words}.`,
        );
      const { human } = await attendanceSources(tx, session.id);
      if (human !== null && (isSame(human, numbers) || isSomebodyElses(said.standing, human)))
        return { before: human, id: null };
      const kept = await recordAttendance(tx, session.id, numbers, { by: request.actor.id, now: request.now });
      await context.auditInside(tx, auditOf(session, numbers, human));
      return { before: human, id: kept };
    });
    if (id === null && before !== null && !isSame(before, numbers))
      return whichStands(session, numbers, before, context);
    if (before?.pathway !== numbers.pathway || before?.isStem !== numbers.isStem)
      await derive(pool, organization, request.now);
    return saved(session, numbers, before, id, await attendanceSources(pool, session.id));
  },
});

interface SaidNumbers {
  readonly students: number | null;
  readonly rooms: number | null;
  readonly rotations: number | null;
  readonly groups: number | null;
  readonly "per-rotation": number | null;
  readonly pathway: { readonly text: string } | null;
  readonly stem: boolean | null;
  readonly note: string | null;
}

/** @throws PolarisError argument_invalid for a pathway that nobody knows */
function numbersOf(said: SaidNumbers, { organization }: CommandContext): AttendanceNumbers {
  const { students, rooms, rotations, groups, stem, note } = said;
  const known = said.pathway === null ? null : new PathwayNames(organization.pathways).named(said.pathway.text);
  if (known !== null && known.pathways.length === 0)
    throw new PolarisError(
      "argument_invalid",
      `“${said.pathway?.text}” is no pathway. Expected one of ${organization.pathways.list.map(({ name }) => name).join(", ")}.`,
    );
  return {
    students,
    rooms,
    rotations,
    groups,
    perRotation: said["per-rotation"],
    pathway: known?.pathways.join("; ") ?? null,
    isStem: stem ?? false,
    note: note?.trim() || null,
  };
}

function asArguments(entry: AttendanceEntry | null) {
  if (entry === null) return {};
  const { students, rooms, rotations, groups, perRotation, pathway, isStem, note } = entry;
  return {
    students,
    rooms,
    rotations,
    groups,
    "per-rotation": perRotation,
    pathway: pathway === null ? null : { text: pathway, id: null },
    stem: isStem || null,
    note,
  };
}

const standingKey = (human: AttendanceEntry | null): string => (human === null ? NONE : String(human.id));

/** The form was opened while another entry stood, or none: somebody else has entered one since. */
const isSomebodyElses = (standing: string | null, human: AttendanceEntry): boolean =>
  standing !== null && standing !== standingKey(human);

const isEmpty = (numbers: AttendanceNumbers): boolean =>
  !numbers.isStem && Object.values(numbers).every((value) => value === null || value === false);

const isSame = (one: AttendanceNumbers, other: AttendanceNumbers): boolean =>
  (["students", "rooms", "rotations", "groups", "perRotation", "pathway", "isStem", "note"] as const).every(
    (key) => one[key] === other[key],
  );

/** Every number that was said, for a sentence; null when none was. */
export function saidInWords(numbers: AttendanceNumbers): string | null {
  const { students, rooms, rotations, groups, perRotation, pathway, isStem } = numbers;
  const words = [
    students === null ? null : counted(students, "student"),
    rooms === null ? null : counted(rooms, "room"),
    rotations === null ? null : counted(rotations, "rotation"),
    groups === null ? null : counted(groups, "group"),
    perRotation === null ? null : `${counted(perRotation, "student")} per rotation`,
    pathway,
    isStem ? "STEM" : null,
  ].filter((each) => each !== null);
  return words.length === 0 ? null : words.join(", ");
}

/** Why nobody counts students at it so; null where they do. */
function whyNotCounted({ format, status, date }: NamedEvent, { calendar }: CommandContext): string | null {
  if (format === "virtual")
    return "is virtual: its students are estimated from the teachers who came (ruling E6), so there is nothing to enter";
  if (status === "Cancelled") return "was cancelled and counts nowhere";
  return date > calendar.today ? "is still to come" : null;
}

/** @throws PolarisError argument_invalid */
function refuseUncounted(session: NamedEvent, context: CommandContext): void {
  const why = whyNotCounted(session, context);
  if (why !== null)
    throw new PolarisError("argument_invalid", `${whichEvent(session)} ${why}. Expected a past event in person.`);
}

function whatWasCounted(session: NamedEvent, context: CommandContext): Ask {
  return askWhich(context, {
    text: `How many students were at ${whichEvent(session)}, in how many rooms and rotations? As in students:60 rooms:3 rotations:2.`,
    argument: "students",
    choices: [],
    sensitivity: "open",
  });
}

/** Somebody else's numbers came first: both are shown, and a person says which stand. */
function whichStands(
  { sourceId }: NamedEvent,
  mine: AttendanceNumbers,
  theirs: AttendanceEntry,
  context: CommandContext,
): Ask {
  const [own, other] = [saidInWords(mine) ?? "a note", saidInWords(theirs) ?? "a note"];
  return askWhich(context, {
    text: `Somebody entered other numbers while your form was open: ${other}. Yours, not saved yet: ${own}. Which shall stand?`,
    argument: "standing",
    choices: [
      { label: `Mine: ${own}`, line: context.lineWith({ standing: standingKey(theirs) }) },
      { label: `Leave: ${other}`, line: lineOf("attendance history", { event: sourceId }) },
    ],
    sensitivity: "open",
  });
}

const auditOf = (session: NamedEvent, numbers: AttendanceNumbers, before: AttendanceEntry | null) => ({
  event: session.sourceId,
  students: numbers.students,
  rooms: numbers.rooms,
  rotations: numbers.rotations,
  before: before?.students ?? null,
});

/** What other sources say, beside a person's entry (ruling E6). */
function besideIt({ human, sheet, roster, headcount }: AttendanceSources): string[] {
  return [
    human === null ? null : `Entered before: ${saidInWords(human) ?? "a note"}.`,
    sheet === null ? null : `The sheet says: ${saidInWords(sheet) ?? "nothing of students"}.`,
    roster === null ? null : `On the roster: ${counted(roster, "student")} attended.`,
    headcount === null ? null : `Salesforce's headcount: ${showInteger(headcount)}.`,
  ].filter((each) => each !== null);
}

/** Ruling E6: a person's entry counts; what lies more than 10 % from it is said. */
function apart(students: number | null, { sheet, headcount }: AttendanceSources): Notice[] {
  const others = [
    ["The sheet", sheet?.students ?? null],
    ["Salesforce's headcount", headcount],
  ] as const;
  return others.flatMap(([who, other]) =>
    students === null || other === null || !liesApart(students, other)
      ? []
      : [
          notice(
            `${who} says ${showInteger(other)} students, more than 10 % from your ${showInteger(students)}. Yours is what counts.`,
            "warning",
          ),
        ],
  );
}

function saved(
  session: NamedEvent,
  numbers: AttendanceNumbers,
  before: AttendanceEntry | null,
  id: number | null,
  sources: AttendanceSources,
): Reply {
  const words = attendanceInWords(numbers) ?? saidInWords(numbers) ?? "the note is kept";
  const perVolunteer = studentsPerVolunteer(numbers);
  const instead = before === null ? "" : `, instead of ${saidInWords(before) ?? "a note"}`;
  const undo: Action[] =
    id === null
      ? []
      : [{ label: "Undo", line: lineOf("attendance remove", { entry: id }), does: "run", sensitivity: "open" }];
  return reply({
    title: id === null ? "Attendance stands already" : "Attendance saved",
    text:
      id === null
        ? `${whichEvent(session)} stands so already: ${words}.`
        : `${whichEvent(session)}: ${words}${instead}.`,
    sensitivity: "open",
    facts: [
      fact("students", "Students", numbers.students, "integer", "open"),
      metricFact("M110", "Students per volunteer", perVolunteer, "integer", "open", {
        note: perVolunteer === null ? "an estimate until students, rooms and rotations are there" : "rounded down",
      }),
      ...(sources.sheet === null ? [] : [fact("sheet", "The sheet says", sources.sheet.students, "integer", "open")]),
      ...(sources.headcount === null
        ? []
        : [fact("headcount", "Salesforce's headcount", sources.headcount, "integer", "open")]),
    ],
    notices: [...oddities(numbers).map((text) => notice(text, "warning")), ...apart(numbers.students, sources)],
    actions: [
      ...undo,
      { label: "Change", line: lineOf("attendance", { event: session.sourceId }), does: "form", sensitivity: "open" },
      {
        label: "History",
        line: lineOf("attendance history", { event: session.sourceId }),
        does: "run",
        sensitivity: "open",
      },
    ],
  });
}
