import { defineCommand, lineOf, take } from "../src/command/index.js";
import { setAvailability } from "../src/people/index.js";
import { reply } from "../src/reply/index.js";
import { decideAbout, openProfile, undoBy, undoDecision } from "./contact-decision.js";
import { onePerson, personArgument } from "./named-person.js";

const NONE = /^(?:none|clear|remove|unknown)$/i;

export const available = defineCommand({
  name: "available",
  family: "people",
  summary: "Says when a volunteer can come: days, parts of the day, or both; searching and matching use it.",
  examples: [
    'available "Victor Zamora" "mon, tue afternoon"',
    'available Victor when:"weekday mornings"',
    "available Victor none",
  ],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  args: {
    who: personArgument("volunteer", {
      positional: "one",
      help: "A name, an e-mail address or a Salesforce id.",
    }),
    when: take.text({
      label: "When they can come",
      help: "Days (mon, tuesdays, mon-fri, weekends), parts of the day (morning, afternoon, evening), or both, with commas between them; none takes it back.",
      placeholder: "mon, tue afternoon",
      positional: "rest",
      required: true,
    }),
  },
  async run({ who, when }, context) {
    const contact = await onePerson("volunteer", who, context, { with: { when } });
    if ("choices" in contact) return contact;
    const wanted = NONE.test(when.trim()) ? null : when.trim().replace(/\s+/g, " ");
    const { decision, before } = await decideAbout(contact, context, (tx, by) =>
      setAvailability(tx, { contact, when: wanted, ...by }),
    );
    const instead = before === null ? "" : `, instead of ${before.value}`;
    return reply({
      title: "Availability",
      text:
        wanted === null
          ? `Nothing is said any more of when ${contact.name} can come${instead}.`
          : `${contact.name} is available ${wanted}${instead}.`,
      sensitivity: "name",
      openText: "The volunteer's availability is changed.",
      actions: [
        decision === null
          ? undoBy(lineOf("available", { who: contact.sourceId, when: before?.value ?? null }))
          : undoDecision(decision),
        openProfile(contact),
      ],
    });
  },
});
