import { defineCommand, take } from "../src/command/index.js";
import { addNote, wrongNote } from "../src/people/index.js";
import { reply } from "../src/reply/index.js";
import { decideAbout, openProfile, undoDecision } from "./contact-decision.js";
import { onePerson, personArgument } from "./named-person.js";

export const note = defineCommand({
  name: "note",
  family: "people",
  summary: "Adds a note to a volunteer's profile, with your name and the day.",
  examples: ['note Victor text:"Prefers the mornings; asks for parking."'],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  submit: "Add note",
  args: {
    who: personArgument("volunteer", { positional: "rest" }),
    text: take.text({ label: "Note", help: "What others should know; it stays in Polaris.", required: true }),
  },
  problems({ text }): Record<string, string> {
    const wrong = wrongNote(text);
    return wrong === null ? {} : { text: wrong };
  },
  async run({ who, text }, context) {
    const contact = await onePerson("volunteer", who, context, { with: { text } });
    if ("choices" in contact) return contact;
    const id = await decideAbout(contact, context, (tx, by) => addNote(tx, { contact, text, ...by }));
    return reply({
      title: "Note added",
      text: `The note stands on ${contact.name}'s profile.`,
      sensitivity: "name",
      openText: "The note stands on the volunteer's profile.",
      actions: [undoDecision(id), openProfile(contact)],
    });
  },
});
