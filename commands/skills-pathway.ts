import { defineCommand, lineOf, take } from "../src/command/index.js";
import { isKnownSkill, pathwayNamed, setSkillPathway, skillNamed } from "../src/people/index.js";
import { reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { undoBy } from "./contact-decision.js";
import { pathwaysCalled } from "./named-pathway.js";
import { skillsCalled } from "./skills-names.js";
import { vocabulary } from "./words.js";

const NONE = "none";

export const skillsPathway = defineCommand({
  name: "skills pathway",
  family: "people",
  summary:
    "Says which pathway a skill belongs to, one of those of config/pathways.yml and Salesforce's pick list; or none.",
  examples: ["skills pathway python stem", 'skills pathway "public speaking" Business', "skills pathway python none"],
  allow: ["admin", "staff"],
  effect: "write",
  args: {
    skill: take.text({
      label: "Skill",
      positional: "one",
      required: true,
      options: skillsCalled,
    }),
    pathway: take.text({
      label: "Pathway",
      help: "As in config/pathways.yml or as Salesforce calls it; none takes back what staff said.",
      positional: "rest",
      required: true,
      options: async (query, context) => [
        ...(await pathwaysCalled(query, context)),
        ...(NONE.includes(query.toLowerCase()) ? [{ value: NONE, label: NONE }] : []),
      ],
    }),
  },
  async run({ skill: asked, pathway: named }, context) {
    const { pool, organization, request } = context;
    const skill = skillNamed(asked);
    const isNone = named.trim().toLowerCase() === NONE;
    const pathway = isNone ? null : pathwayNamed(named, organization.pathways);
    if (!(await isKnownSkill(pool, skill, vocabulary())))
      throw new PolarisError(
        "not_found",
        `No volunteer has the skill ${skill}, and config/skills.yml does not know it. “skills” lists those that there are.`,
      );
    const before = await pool.transaction(async (tx) => {
      const was = await setSkillPathway(tx, { skill, pathway, by: request.actor.id, now: request.now });
      if (was === pathway)
        throw new PolarisError(
          "argument_invalid",
          pathway === null
            ? `Staff said no pathway of ${skill}, so there is nothing to take back.`
            : `${skill} belongs to ${pathway} already. Nothing was changed.`,
        );
      await context.auditInside(tx, { skill, pathway, before: was });
      return was;
    });
    return reply({
      title: "Pathway of a skill",
      text:
        pathway === null
          ? `Staff no longer say that ${skill} belongs to ${before}; config/pathways.yml decides again.`
          : `${skill} belongs to ${pathway}${before === null ? "" : `, instead of ${before}`}.`,
      sensitivity: "open",
      actions: [undoBy(lineOf("skills pathway", { skill, pathway: before ?? NONE }))],
    });
  },
});
