import { defineCommand, take } from "../src/command/index.js";
import { studentsPerRotation, studentsPerVolunteer } from "../src/domain/index.js";
import { attendanceInWords } from "../src/events/index.js";
import { fact, metricFact, reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { countArguments, furtherCountArguments, wrongTogether } from "./attendance-arguments.js";

export const attendanceCalc = defineCommand({
  name: "attendance calc",
  family: "events",
  summary: "Works out students per volunteer from students, rooms and rotations; nothing is saved.",
  examples: [
    "attendance calc students:60 rooms:3 rotations:2",
    "attendance calc students:60 rooms:3 rotations:2 volunteers:5",
  ],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  submit: "Work out",
  withoutData: true,
  args: {
    ...countArguments,
    volunteers: take.whole({
      label: "Volunteers of one organisation",
      help: "Then the interactions and students reached by them are worked out too.",
      main: true,
      from: 1,
      to: 1_000,
    }),
    "per-rotation": furtherCountArguments["per-rotation"],
  },
  problems: wrongTogether,
  preview: {
    follows: ["students", "rooms", "rotations", "per-rotation"],
    text: async ({ students = null, rooms = null, rotations = null, "per-rotation": perRotation = null }) =>
      attendanceInWords({ students, rooms, rotations, perRotation }),
  },
  async run({ students, rooms, rotations, volunteers, "per-rotation": perRotation }) {
    const words = attendanceInWords({ students, rooms, rotations, perRotation });
    if (words === null)
      throw new PolarisError(
        "argument_missing",
        "Expected numbers to work with, as in students:60 rooms:3 rotations:2.",
      );
    const perVolunteer = studentsPerVolunteer({ students, rooms, rotations });
    const interactions = volunteers === null || perVolunteer === null ? null : perVolunteer * volunteers;
    const reached = interactions === null || students === null ? null : Math.min(interactions, students);
    return reply({
      title: "Students per volunteer",
      text: `${words}. Nothing was saved.`,
      sensitivity: "open",
      facts: [
        metricFact("M110", "Students per volunteer", perVolunteer, "integer", "open", {
          note: perVolunteer === null ? "needs students, rooms and rotations" : "rounded down",
        }),
        fact("per_rotation", "Students per rotation", studentsPerRotation({ students, rooms }), "integer", "open"),
        ...(volunteers === null
          ? []
          : [
              metricFact("X12", "Interactions", interactions, "integer", "open"),
              metricFact("X13", "Students reached", reached, "integer", "open", {
                note: "never more than were there",
              }),
            ]),
      ],
    });
  },
});
