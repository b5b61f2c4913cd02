import { foldText } from "../../domain/index.js";
import { type RowCells, Unreadable } from "./cells.js";
import type { Dataset } from "./model.js";
import type { EventReference } from "./records.js";
import { eventReference, readRow } from "./row.js";

/** More students or rooms than this at one event is a slip. */
const MOST = 10_000;
const EVENT = { ref: "sessionId", title: "event", date: "date" } as const;

/** Students reached and rotations per event, as staff keep them for company and pathway reports. */
export const attendance: Dataset = {
  name: "attendance",
  label: "Students per event",
  describe: "Students reached, classrooms and rotations of each event, with its pathway and STEM marks.",
  columns: [
    { key: "sessionId", names: ["Session ID", "Event ID", "Salesforce ID", "Session"], required: false },
    { key: "event", names: ["Event", "Event Name", "Title", "Session Title"], required: false },
    { key: "date", names: ["Date", "Event Date"], required: false },
    { key: "totalStudents", names: ["Total Students", "Students", "Students Reached", "# Students"], required: true },
    { key: "rooms", names: ["Classrooms", "Rooms", "Tables", "Classrooms/Tables"], required: false },
    { key: "rotations", names: ["Rotations", "# Rotations"], required: false },
    { key: "groups", names: ["Groups", "Group Rotations"], required: false },
    { key: "pathway", names: ["Pathway", "Pathways", "Career Pathway"], required: false },
    { key: "stem", names: ["STEM", "Is STEM"], required: false },
  ],
  key: ["sessionId", "event", "date"],
  isLikely: (_, places) => "sessionId" in places || ("event" in places && "date" in places),
  read(row, rules) {
    return [
      readRow(row, rules, this.columns, keyOfEvent, (cells) => {
        const numbers = {
          totalStudents: cells.count("totalStudents", 0, MOST),
          rooms: cells.count("rooms", 0, MOST),
          rotations: cells.count("rotations", 0, MOST),
          groups: cells.count("groups", 0, MOST),
          pathway: cells.text("pathway"),
        };
        const isStem = cells.truth("stem");
        if (!isStem && Object.values(numbers).every((value) => value === null)) return { skipped: "nothing_recorded" };
        return {
          record: {
            kind: "attendance_row",
            origin: rules.origin,
            event: eventReference(cells, EVENT),
            eventId: null,
            ...numbers,
            isStem,
          },
        };
      }),
    ];
  },
};

/** An event is known by its id, else by title and day together. */
export function keyOfEvent(cells: RowCells): string {
  return eventKey(eventReference(cells, EVENT));
}

export function eventKey({ ref, title, date }: EventReference): string {
  if (ref !== null) return ref;
  if (title === null || date === null)
    throw new Unreadable("missing_required", "the event is not named: neither a Session ID nor title and date.");
  return `${date} ${foldText(title)}`;
}
