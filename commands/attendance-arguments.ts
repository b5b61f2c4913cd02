import { take } from "../src/command/index.js";
import type { AttendanceNumbers } from "../src/events/index.js";

const MOST_ROOMS = 500;

/** The numbers of an event in person, as a form asks for them. */
export const countArguments = {
  students: take.whole({
    label: "Total students",
    help: "Everybody who was there, each once.",
    placeholder: "60",
    main: true,
    from: 0,
    to: 100_000,
  }),
  rooms: take.whole({
    label: "Classrooms or tables",
    help: "How many the students were spread over at a time.",
    placeholder: "3",
    main: true,
    also: ["classrooms", "tables"],
    from: 1,
    to: MOST_ROOMS,
  }),
  rotations: take.whole({
    label: "Rotations",
    help: "How many times they moved on, the first round counted.",
    placeholder: "2",
    main: true,
    from: 1,
    to: 50,
  }),
} as const;

export const furtherCountArguments = {
  groups: take.whole({ label: "Groups of students", main: true, from: 1, to: 1_000 }),
  "per-rotation": take.whole({
    label: "Students per rotation",
    help: "How many one volunteer met at a time, where that was counted.",
    from: 0,
    to: 10_000,
  }),
} as const;

/** What does not go together: rotations say nothing without the rooms. */
export function wrongTogether({
  students,
  rooms,
  rotations,
}: Pick<AttendanceNumbers, "students" | "rooms" | "rotations">): Readonly<Record<string, string>> {
  if (rotations !== null && rooms === null)
    return {
      rooms: "Rotations need the number of classrooms or tables beside them: say it, or leave the rotations out.",
    };
  if (students === 0 && rooms !== null && rooms > 0 && rotations !== null)
    return { students: "No students, yet rooms and rotations: say how many came, or leave rooms and rotations out." };
  return {};
}
