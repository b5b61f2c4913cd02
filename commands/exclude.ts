import { askWhich, type CommandContext, defineCommand, lineOf, type Reference, take } from "../src/command/index.js";
import { excludePerson, type FoundContact, findContacts, includePerson, wrongReason } from "../src/people/index.js";
import type { Ask } from "../src/reply/index.js";
import { reply } from "../src/reply/index.js";
import { besideReason, decideAbout, openProfile, undoBy, undoDecision } from "./contact-decision.js";
import { onePerson } from "./named-person.js";

const KINDS = ["volunteer", "teacher"] as const;

const who = take.reference("person", {
  label: "Volunteer or teacher",
  help: "A name, an e-mail address or a Salesforce id. All records that count as the same person go with it.",
  required: true,
  positional: "rest",
  options: async (query, { pool }) =>
    (query.trim().length < 2 ? [] : await findContacts(pool, query, KINDS)).map(({ sourceId, name, kind, title }) => ({
      value: sourceId,
      label: name,
      detail: title ?? kind,
    })),
});

export const exclude = defineCommand({
  name: "exclude",
  family: "people",
  summary:
    "Leaves a person (a test account, staff, a duplicate) out of every list and every figure about people, the report on virtual sessions and its teachers included; events they joined still count as events. Figures move at once, footers say how many are left out, and “exclude remove” takes it back.",
  examples: ['exclude "Test Volunteer" reason:"test account"', 'exclude "Victor Zamora" reason:staff'],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  submit: "Leave out of reports",
  args: {
    who,
    reason: take.text({
      label: "Reason",
      help: "Others will read it on the profile and in the list of decisions.",
      placeholder: "test account",
      main: true,
    }),
  },
  problems: ({ reason }) => besideReason(wrongReason(reason, "test account")),
  async run({ who: named, reason }, context) {
    const contact = await volunteerOrTeacher(named, context, { reason });
    if ("choices" in contact) return contact;
    const id = await decideAbout(
      contact,
      context,
      (tx, by) => excludePerson(tx, { contact, reason, ...by }),
      "exclusions",
    );
    return reply({
      title: "Left out of reports",
      text: `${contact.name} is left out of every list and every figure about people from now on (${reason}); their events still count as events.`,
      sensitivity: "name",
      openText: "The person is left out of reports from now on.",
      actions: [undoDecision(id), openProfile(contact)],
    });
  },
});

export const excludeRemove = defineCommand({
  name: "exclude remove",
  family: "people",
  summary: "Counts a person again who was left out of reports; figures move at once.",
  examples: ['exclude remove "Test Volunteer"'],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  submit: "Count again",
  args: { who },
  async run({ who: named }, context) {
    const contact = await volunteerOrTeacher(named, context, {});
    if ("choices" in contact) return contact;
    const last = await decideAbout(contact, context, (tx, by) => includePerson(tx, { contact, ...by }), "exclusions");
    return reply({
      title: "Counted again",
      text: `${contact.name} counts in reports again; they were left out for: ${last.reason ?? "no reason given"}.`,
      sensitivity: "name",
      openText: "The person counts in reports again.",
      actions: [
        undoBy(lineOf("exclude", { who: last.sourceId, reason: last.reason ?? "as before" })),
        openProfile(contact),
      ],
    });
  },
});

/** Both kinds of people may be left out; a name that a volunteer and a teacher share is asked about. */
async function volunteerOrTeacher(
  named: Reference,
  context: CommandContext,
  also: Readonly<Record<string, string | null>>,
): Promise<FoundContact | Ask> {
  const found = await findContacts(context.pool, named.id ?? named.text, KINDS);
  const kinds = new Set(found.map(({ kind }) => kind));
  if (kinds.size < 2) return onePerson(kinds.has("teacher") ? "teacher" : "volunteer", named, context, { with: also });
  return askWhich(context, {
    text: `“${named.text}” fits volunteers and teachers. Which one?`,
    argument: "who",
    choices: found.slice(0, 10).map(({ name, title, kind, sourceId }) => ({
      label: `${name}, ${title ?? "no title"} (${kind})`,
      line: context.lineWith({ who: sourceId, ...also }),
    })),
    sensitivity: "name",
  });
}
