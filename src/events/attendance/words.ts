import { studentsPerRotation, studentsPerVolunteer } from "../../domain/index.js";
import type { AttendanceNumbers } from "./model.js";

type Counted = Pick<AttendanceNumbers, "students" | "rooms" | "rotations"> &
  Partial<Pick<AttendanceNumbers, "perRotation" | "groups">>;

const shown = (count: number): string => count.toLocaleString("en-US");
const some = (count: number, one: string): string => `${shown(count)} ${one}${count === 1 ? "" : "s"}`;

/**
 * "60 students ÷ 3 rooms × 2 rotations = 40 students per volunteer". What an estimate is, is said (ruling E6): without the three numbers everybody
 * there counts as met. Null where no number was given.
 */
export function attendanceInWords(counts: Counted): string | null {
  const { students, rooms, rotations, perRotation = null } = counts;
  const perVolunteer = studentsPerVolunteer(counts);
  if (students !== null && rooms !== null && rotations !== null && perVolunteer !== null) {
    const isExact = (students * rotations) % rooms === 0;
    const rounded = isExact ? "" : " (rounded down)";
    return `${some(students, "student")} ÷ ${some(rooms, "room")} × ${some(rotations, "rotation")} = ${some(perVolunteer, "student")} per volunteer${rounded}`;
  }
  if (students !== null) {
    const atATime = studentsPerRotation({ students, rooms });
    const met = atATime === null ? "" : `, ${shown(atATime)} in each room`;
    return `${some(students, "student")}${met}. An estimate: without ${missing(rooms, rotations)}, a volunteer counts as meeting all of them`;
  }
  if (perRotation !== null && rotations !== null)
    return `${some(perRotation, "student")} per rotation × ${some(rotations, "rotation")} = about ${some(perRotation * rotations, "student")} per volunteer. An estimate: it counts once the total and the rooms are there`;
  if (perRotation !== null && rooms !== null)
    return `${some(perRotation, "student")} in each of ${some(rooms, "room")}: about ${some(perRotation * rooms, "student")}. An estimate: it counts once the total is there`;
  return null;
}

function missing(rooms: number | null, rotations: number | null): string {
  if (rooms === null) return rotations === null ? "rooms and rotations" : "rooms";
  return "rotations";
}

/** What does not fit together, without being impossible. */
export function oddities({ students, rooms, perRotation }: AttendanceNumbers): string[] {
  const atATime = studentsPerRotation({ students, rooms });
  if (perRotation === null || atATime === null || perRotation === atATime) return [];
  return [
    `You counted ${some(perRotation, "student")} per rotation; the total over the rooms makes ${shown(atATime)}. The figures go by the total.`,
  ];
}
