import { defineCommand, take } from "../src/command/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { standingEvent } from "./attended-event.js";
import { eventArgument } from "./named-event.js";
import { onePerson, personArgument } from "./named-person.js";
import { optional } from "./optional.js";
import { eventOutreachReply, personOutreachReply } from "./outreach-lists.js";

export const outreachList = defineCommand({
  name: "outreach list",
  family: "events",
  summary: "Shows who was asked about an event and has answered, or what was logged of one volunteer.",
  examples: ['outreach list event:"Engineering week"', 'outreach list who:"Victor Zamora"'],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  args: {
    event: optional(eventArgument({ help: "Its title or its id." })),
    who: optional(personArgument("volunteer")),
    page: take.page(),
    as: { ...take.choice(take.plainChoices(["xlsx", "csv"]), { label: "As a file" }), isFilter: false },
    asOf: take.instant("As of"),
  },
  async run({ event, who, page, asOf }, context) {
    const about = event === null ? null : await standingEvent(event.text, context);
    if (about !== null && "choices" in about) return about;
    const person = who === null ? null : await onePerson("volunteer", who, context);
    if (person !== null && "choices" in person) return person;
    const paged = { number: page, size: 10, line: context.line, ...(asOf === null ? {} : { since: asOf }) };
    if (person !== null) return personOutreachReply(person, about, context);
    if (about === null)
      throw new PolarisError(
        "argument_missing",
        "Expected event: or who:. “outreach follow-up” lists who waits for an answer.",
      );
    return {
      ...(await eventOutreachReply(about, context)),
      page: paged,
      files: [
        { key: "asked", kind: "xlsx", name: "outreach.xlsx" },
        { key: "asked", kind: "csv", name: "outreach.csv" },
      ],
    };
  },
});
