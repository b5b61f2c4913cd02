import { defineCommand } from "../src/command/index.js";
import { type Derived, derive } from "../src/identity/index.js";
import { counted, type Fact, fact, notice, reply } from "../src/reply/index.js";

/** What may have moved, in words, in the order in which it is worked out. */
const MOVED: readonly (readonly [of: Exclude<keyof Derived, "isSettled">, label: string])[] = [
  ["days", "Events and e-mails on another day or at another time"],
  ["events", "Events in another school year, or with another status or school"],
  ["schools", "Schools with another level or district"],
  ["persons", "Contacts that are another person"],
  ["merged", "Rows of sessions and organisations that are one"],
  ["credit", "Participations credited to another organisation"],
  ["excluded", "Contacts left out of reports or taken in again"],
  ["locality", "Contacts with another local status"],
  ["districts", "Events in another district"],
  ["counts", "Participations that count, or do so no more"],
  ["communications", "Tasks and e-mails with other people"],
  ["pathways", "Events in another pathway"],
  ["sheets", "Rows of sheets that point elsewhere"],
  ["flags", "Flags raised or settled"],
];

export const dataRebuild = defineCommand({
  name: "data rebuild",
  family: "data",
  summary:
    "Works out anew, from the rows that are there, whatever follows from the configuration: days, school years, persons, credit, districts. The next sync does so by itself.",
  examples: ["data rebuild"],
  allow: ["admin"],
  effect: "write",
  submit: "Work out anew",
  args: {},
  async run(_args, { pool, organization, request, progress, auditInside }) {
    progress({ stage: "days, people and credit", done: 0, total: null, perSecond: null, secondsLeft: null });
    const derived = await derive(pool, organization, request.now, { rebuild: true });
    const moved = MOVED.filter(([of]) => derived[of] > 0);
    await pool.transaction((tx) => auditInside(tx, Object.fromEntries(moved.map(([of]) => [of, derived[of]]))));
    const rows = moved.reduce((sum, [of]) => sum + derived[of], 0);
    return reply({
      title: "Worked out anew",
      text:
        rows === 0
          ? "Everything that follows from the configuration was worked out anew, and nothing differed."
          : `Everything that follows from the configuration was worked out anew: ${counted(rows, "row")} changed.`,
      sensitivity: "open",
      facts: moved.map(([of, label]): Fact => fact(of, label, derived[of], "integer", "open")),
      notices: derived.isSettled
        ? []
        : [notice("Rows kept changing meanwhile. What they change is worked out when that ends.")],
    });
  },
});
