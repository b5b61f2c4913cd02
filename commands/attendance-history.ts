import { defineCommand, lineOf, type Sayers, sayersOf, sayerUnnamed } from "../src/command/index.js";
import { studentsPerVolunteer } from "../src/domain/index.js";
import { type AttendanceEntry, attendanceHistory, attendanceSources } from "../src/events/index.js";
import { column, counted, fact, reply, table } from "../src/reply/index.js";
import { saidInWords } from "./attendance.js";
import { standingEvent } from "./attended-event.js";
import { eventArgument, whichEvent } from "./named-event.js";

export const attendanceShown = defineCommand({
  name: "attendance history",
  family: "events",
  summary: "Shows everything that was entered about an event's attendance, with the sheet and Salesforce beside it.",
  examples: ['attendance history "Career fair: animal nutrition"'],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  args: { event: eventArgument({ positional: "rest" }) },
  async run({ event }, context) {
    const session = await standingEvent(event.text, context);
    if ("kind" in session) return session;
    const { pool } = context;
    const [history, { human, sheet, roster, headcount }] = await Promise.all([
      attendanceHistory(pool, session.id),
      attendanceSources(pool, session.id),
    ]);
    const counts = human ?? sheet;
    const whose = await sayersOf(
      history.flatMap(({ kind, by, reversedBy }) => [kind === "human" ? by : null, reversedBy]),
      context,
    );
    const stateOf = (entry: AttendanceEntry): string => {
      if (entry.reversedAt !== null) return "taken back";
      return entry.id === counts?.id ? "counts" : "an earlier entry";
    };
    const title = `Attendance: ${session.title}`;
    const text = (who: Sayers): string =>
      counts === null
        ? `Nobody has entered the attendance of ${whichEvent(session)} yet.`
        : `${whichEvent(session)}: ${saidInWords(counts) ?? "a note"}, ${counts.kind === "human" ? `entered by ${who(counts.by)}` : "from the sheet"}.`;
    const openText = text((id) => sayerUnnamed(id, context));
    return reply({
      title,
      ...(text(whose) === openText
        ? { text: openText, sensitivity: "open" }
        : { text: text(whose), sensitivity: "name", openText }),
      facts: [
        fact("human", "Entered by people", human?.students ?? null, "integer", "open"),
        fact("sheet", "The sheet", sheet?.students ?? null, "integer", "open"),
        fact("roster", "Attended roster", roster, "integer", "open"),
        fact("headcount", "Salesforce's headcount", headcount, "integer", "open"),
      ],
      tables: [
        table({
          key: "history",
          title: counted(history.length, "entry", "entries"),
          columns: [
            column("id", "No.", "integer", "open"),
            column("at", "When", "instant", "open"),
            column("by", "By", "text", "name"),
            column("state", "State", "text", "open"),
            column("students", "Students", "integer", "open"),
            column("rooms", "Rooms", "integer", "open"),
            column("rotations", "Rotations", "integer", "open"),
            column("per_volunteer", "Students per volunteer", "integer", "open"),
            column("groups", "Groups", "integer", "open"),
            column("per_rotation", "Per rotation", "integer", "open"),
            column("pathway", "Pathway", "text", "open"),
            column("stem", "STEM", "boolean", "open"),
            column("note", "Note", "text", "name"),
            column("taken_back_by", "Taken back by", "text", "name"),
          ],
          rows: history.map((entry) => [
            entry.id,
            entry.at,
            entry.kind === "sheet" ? `sheet ${entry.by}` : whose(entry.by),
            stateOf(entry),
            entry.students,
            entry.rooms,
            entry.rotations,
            studentsPerVolunteer(entry),
            entry.groups,
            entry.perRotation,
            entry.pathway,
            entry.isStem,
            entry.note,
            entry.reversedAt === null ? null : whose(entry.reversedBy),
          ]),
          empty: "Enter it with “attendance” and the event, as in students:60 rooms:3 rotations:2.",
        }),
      ],
      actions: [
        {
          label: counts === null ? "Enter" : "Change",
          line: lineOf("attendance", { event: session.sourceId }),
          does: "form",
          sensitivity: "open",
        },
        ...(human === null
          ? []
          : [
              {
                label: `Take ${human.id} back`,
                line: lineOf("attendance remove", { entry: human.id }),
                does: "run",
                sensitivity: "open",
              } as const,
            ]),
      ],
    });
  },
});
