import { type CommandContext, defineCommand, lineOf, take } from "../src/command/index.js";
import { forgetNaming, type NamingKind, nameSkill, suggestSkills } from "../src/people/index.js";
import { type Reply, reply } from "../src/reply/index.js";
import { undoBy } from "./contact-decision.js";
import { vocabulary } from "./words.js";

export const skillsCalled = async (query: string, { pool }: CommandContext) =>
  (await suggestSkills(pool, query, vocabulary())).map((skill) => ({ value: skill, label: skill }));

const skill = (label: string, help: string, positional: "one" | "rest") =>
  take.text({ label, help, positional, required: true, options: skillsCalled });

export const skillsAlias = defineCommand({
  name: "skills alias",
  family: "people",
  summary: "Gives a skill another name, so that searching for either finds both.",
  examples: ["skills alias js javascript", 'skills alias "front end" means:"Web development"'],
  allow: ["admin", "staff"],
  effect: "write",
  args: {
    name: take.text({
      label: "Other name",
      help: "What people call it.",
      positional: "one",
      required: true,
      placeholder: "js",
    }),
    means: skill("Skill", "The skill that it means.", "rest"),
  },
  run: ({ name, means }, context) => named(name, means, "alias", context),
});

export const skillsMerge = defineCommand({
  name: "skills merge",
  family: "people",
  summary: "Makes one skill of two: whoever has the first is found and shown under the second; reversible.",
  examples: ['skills merge "JS" into:JavaScript'],
  allow: ["admin", "staff"],
  effect: "write",
  submit: "Merge",
  args: {
    skill: skill("Skill that goes", "It is kept as it came, and shown under the other name.", "one"),
    into: skill("Skill that stays", "The name that everybody sees from now on.", "rest"),
  },
  run: ({ skill: goes, into }, context) => named(goes, into.replace(/^into\s+(?=\S)/i, ""), "merge", context),
});

async function named(text: string, means: string, kind: NamingKind, context: CommandContext): Promise<Reply> {
  const { pool, request } = context;
  const naming = await pool.transaction(async (tx) => {
    const made = await nameSkill(tx, { text, means, kind, by: request.actor.id, now: request.now });
    await context.auditInside(tx, { naming: made.id, kind, skill: made.skill });
    return made;
  });
  return reply({
    title: kind === "merge" ? "Skills merged" : "Name added",
    text:
      kind === "merge"
        ? `${naming.text} is ${naming.skill} from now on: whoever has it is found and shown under ${naming.skill}.`
        : `“${naming.text}” means ${naming.skill} from now on.`,
    sensitivity: "open",
    actions: [
      undoBy(lineOf("skills forget", { name: naming.text })),
      {
        label: `Show ${naming.skill}`,
        line: lineOf("skills", { find: naming.skill }),
        does: "run",
        sensitivity: "open",
      },
    ],
  });
}

export const skillsForget = defineCommand({
  name: "skills forget",
  family: "people",
  summary: "Takes back another name of a skill, or a merge: what was merged is a skill of its own again.",
  examples: ["skills forget js"],
  allow: ["admin", "staff"],
  effect: "write",
  args: { name: take.text({ label: "Name", positional: "rest", required: true, placeholder: "js" }) },
  async run({ name }, context) {
    const { pool, request } = context;
    const was = await pool.transaction(async (tx) => {
      const forgotten = await forgetNaming(tx, name, { by: request.actor.id, now: request.now });
      await context.auditInside(tx, { naming: forgotten.id, kind: forgotten.kind, skill: forgotten.skill });
      return forgotten;
    });
    const back =
      was.kind === "merge"
        ? lineOf("skills merge", { skill: was.text, into: was.skill })
        : lineOf("skills alias", { name: was.text, means: was.skill });
    return reply({
      title: was.kind === "merge" ? "Merge taken back" : "Name taken back",
      text:
        was.kind === "merge"
          ? `${was.text} is a skill of its own again, not ${was.skill}.`
          : `“${was.text}” no longer means ${was.skill}.`,
      sensitivity: "open",
      actions: [undoBy(back)],
    });
  },
});
