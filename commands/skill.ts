import { defineCommand, lineOf, take } from "../src/command/index.js";
import { addSkill, removeSkill } from "../src/people/index.js";
import { reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { decideAbout, openProfile, undoBy, undoDecision } from "./contact-decision.js";
import { onePerson, personArgument } from "./named-person.js";
import { skillsCalled } from "./skills-names.js";
import { vocabulary } from "./words.js";

export const skill = defineCommand({
  name: "skill",
  family: "people",
  summary: "Tags a volunteer with a skill, or takes one away; it survives every sync.",
  examples: ["skill Victor add:python", 'skill Victor remove:"public speaking" reason:"asked not to"'],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  args: {
    who: personArgument("volunteer", { positional: "rest" }),
    add: take.text({
      label: "Skill to add",
      help: "One that others have already is found while you type; a new one is fine.",
      main: true,
      options: skillsCalled,
    }),
    remove: take.text({
      label: "Skill to take away",
      help: "Where Salesforce says it, it is left out here all the same; “decisions” lists it.",
      main: true,
      options: skillsCalled,
    }),
    reason: take.text({ label: "Reason", help: "How you know." }),
  },
  problems: ({ add, remove }): Readonly<Record<string, string>> =>
    (add === null) === (remove === null) ? { add: "Expected one skill, to add or to take away." } : {},
  async run({ who, add, remove, reason }, context) {
    const asked = add ?? remove;
    if (asked === null || (add !== null && remove !== null))
      throw new PolarisError(
        "argument_missing",
        "Expected one skill, to add or to take away, as in add:python or remove:python.",
      );
    const contact = await onePerson("volunteer", who, context, { with: { add, remove, reason } });
    if ("choices" in contact) return contact;
    const change = add === null ? removeSkill : addSkill;
    const { skill, decision } = await decideAbout(contact, context, (tx, by) =>
      change(tx, { contact, skill: asked, vocabulary: vocabulary(), reason, ...by }),
    );
    const back = lineOf("skill", { who: contact.sourceId, [add === null ? "add" : "remove"]: skill });
    return reply({
      title: add === null ? "Skill taken away" : "Skill added",
      text:
        add === null ? `${contact.name} no longer has the skill ${skill}.` : `${contact.name} has the skill ${skill}.`,
      sensitivity: "name",
      openText: "The volunteer's skills are changed.",
      actions: [decision === null ? undoBy(back) : undoDecision(decision), openProfile(contact)],
    });
  },
});
