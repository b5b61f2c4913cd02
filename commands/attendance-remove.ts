import { type CommandContext, defineCommand, lineOf, take } from "../src/command/index.js";
import {
  type AttendanceEntry,
  attendanceEntry,
  attendanceSources,
  eventWithId,
  takeBackAttendance,
} from "../src/events/index.js";
import { derive } from "../src/identity/index.js";
import { type Action, reply, showInstant } from "../src/reply/index.js";
import { PolarisError, SaidBeforeError } from "../src/runtime/index.js";
import { saidInWords } from "./attendance.js";
import { whichEvent } from "./named-event.js";

export const attendanceRemove = defineCommand({
  name: "attendance remove",
  family: "events",
  summary: "Takes an entry of attendance back, so that the one before it stands again.",
  examples: ["attendance remove 12"],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  args: {
    entry: take.whole({
      label: "Entry",
      help: "Its number, as attendance history shows it.",
      positional: "one",
      required: true,
      from: 1,
      to: 999_999_999,
    }),
  },
  async run({ entry: id }, context) {
    const { organization, pool, request } = context;
    const { taken, event } = await pool.transaction(async (tx) => {
      const entry = await attendanceEntry(tx, id);
      if (entry === null || entry.kind !== "human")
        throw new PolarisError(
          "not_found",
          `There is no entry ${id} of a person. “attendance history” lists an event's.`,
        );
      if (!(await takeBackAttendance(tx, id, { by: request.actor.id, now: request.now }))) throw gone(entry, context);
      const { human } = await attendanceSources(tx, entry.eventId);
      if (human !== null && human.id > entry.id) throw superseded(entry, human);
      const of = await eventWithId(tx, entry.eventId);
      await context.auditInside(tx, { entry: id, event: of?.sourceId ?? null, students: entry.students });
      return { taken: entry, event: of };
    });
    const { human, sheet } = await attendanceSources(pool, taken.eventId);
    const stands = human ?? sheet;
    if (taken.pathway !== (stands?.pathway ?? null) || taken.isStem !== (stands?.isStem ?? false))
      await derive(pool, organization, request.now);
    const now =
      stands === null
        ? "nothing is entered now"
        : `${saidInWords(stands) ?? "a note"} stands again${stands.kind === "sheet" ? ", from the sheet" : ""}`;
    return reply({
      title: "Attendance taken back",
      text: `${event === null ? "An event that is gone" : whichEvent(event)}: ${saidInWords(taken) ?? "the note"} was taken back, ${now}.`,
      sensitivity: "open",
      actions: event === null ? [] : [again(event.sourceId, taken, human)],
    });
  },
});

const gone = ({ id, reversedBy, reversedAt }: AttendanceEntry, context: CommandContext): PolarisError =>
  new SaidBeforeError(
    "not_found",
    reversedBy,
    (who) =>
      `Entry ${id} was taken back by ${who}${reversedAt === null ? "" : ` on ${showInstant(reversedAt, context.organization.timeZone)}`} already. Nothing was done.`,
  );

const superseded = ({ id }: AttendanceEntry, newer: AttendanceEntry): PolarisError =>
  new SaidBeforeError(
    "argument_invalid",
    newer.by,
    (who) =>
      `Since entry ${id}, ${who} entered ${saidInWords(newer) ?? "a note"}, which stands. Nothing was done; take entry ${newer.id} back if it is wrong.`,
    { suggestions: [{ label: `Take ${newer.id} back`, line: lineOf("attendance remove", { entry: newer.id }) }] },
  );

function again(event: string, entry: AttendanceEntry, stands: AttendanceEntry | null): Action {
  const line = lineOf("attendance", {
    event,
    students: entry.students,
    rooms: entry.rooms,
    rotations: entry.rotations,
    groups: entry.groups,
    "per-rotation": entry.perRotation,
    pathway: entry.pathway,
    stem: entry.isStem ? "yes" : null,
    note: entry.note,
    standing: stands === null ? "none" : stands.id,
  });
  return { label: "Enter it again", line, does: "run", sensitivity: "open" };
}
