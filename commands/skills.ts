import { defineCommand, lineOf, take } from "../src/command/index.js";
import { foldText } from "../src/domain/index.js";
import { type ListedSkill, listSkills, pathwayNamed, unknownPathways } from "../src/people/index.js";
import { type Action, column, counted, type Notice, notice, reply, showInteger, table } from "../src/reply/index.js";
import { footerOf } from "./footer.js";
import { vocabulary } from "./words.js";

const SIZE = 20;
const SORTS = ["people", "skill", "open"] as const;

export const skills = defineCommand({
  name: "skills",
  family: "people",
  summary: "Lists the skills of volunteers: how many have each, where it comes from, its pathway and its other names.",
  examples: ["skills", "skills python", "skills pathway:stem sort:skill"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  args: {
    find: take.text({
      label: "Skill",
      help: "A part of its name or of another name of it.",
      positional: "rest",
      main: true,
    }),
    pathway: take.text({
      label: "Pathway",
      help: "As in config/pathways.yml; none for skills without one.",
      main: true,
    }),
    ...take.listing({ sort: SORTS, as: ["xlsx", "csv"] }),
  },
  async run({ find, pathway, sort, page, asOf }, context) {
    const { pool, organization } = context;
    const rules = organization.pathways;
    const wanted = pathway === null || /^none$/i.test(pathway) ? null : pathwayNamed(pathway, rules);
    const all = await listSkills(pool, vocabulary(), rules);
    const asked = foldText(find ?? "");
    const found = all
      .filter(({ skill, names }) => asked === "" || [skill, ...names].some((name) => foldText(name).includes(asked)))
      .filter((each) => pathway === null || each.pathway === wanted);
    const by = ORDER[sort?.key ?? "people"];
    const shown = [...found].sort(sort?.descending ? (a, b) => by(b, a) : by);
    const open = found.reduce((sum, each) => sum + each.open, 0);
    return reply({
      title: "Skills",
      text:
        shown.length === 0
          ? `No skill of ${counted(all.length, "skill")} fits.`
          : `${counted(shown.length, "skill")}${open === 0 ? "" : `; ${counted(open, "suggestion")} to review`}.`,
      sensitivity: "open",
      tables: [
        table({
          key: "skills",
          title: "Skills",
          columns: [
            column("skill", "Skill", "text", "open"),
            column("people", "Volunteers", "integer", "open"),
            column("salesforce", "From Salesforce", "integer", "open"),
            column("pathful", "From Pathful", "integer", "open"),
            column("tagged", "By hand", "integer", "open"),
            column("suggested", "Suggested, accepted", "integer", "open"),
            column("open", "To review", "integer", "open"),
            column("pathway", "Pathway", "text", "open"),
            column("names", "Also called", "text", "open"),
          ],
          rows: shown.map((each) => [
            each.skill,
            each.people,
            each.salesforce,
            each.pathful,
            each.tagged,
            each.suggested,
            each.open,
            each.pathway,
            each.names.join(", ") || null,
          ]),
          empty: "Nothing fits. “skills” alone lists every skill that a volunteer has.",
        }),
      ],
      notices: await pathwayNotices(unknownPathways(pool, rules)),
      actions: actionsFor(shown, open),
      files: [
        { key: "skills", kind: "xlsx", name: "skills.xlsx" },
        { key: "skills", kind: "csv", name: "skills.csv" },
      ],
      page: { number: page, size: SIZE, line: context.line, ...(asOf === null ? {} : { since: asOf }) },
      provenance: await footerOf(context, { figures: "none", filters: context.filters }),
    });
  },
});

const byName = (a: ListedSkill, b: ListedSkill): number => a.skill.localeCompare(b.skill, "en");
const ORDER: Readonly<Record<(typeof SORTS)[number], (a: ListedSkill, b: ListedSkill) => number>> = {
  people: (a, b) => b.people - a.people || byName(a, b),
  skill: byName,
  open: (a, b) => b.open - a.open || byName(a, b),
};

async function pathwayNotices(unknown: Promise<readonly string[]>): Promise<Notice[]> {
  const names = await unknown;
  return names.length === 0
    ? []
    : [
        notice(
          `Salesforce has ${counted(names.length, "pathway")} that config/pathways.yml does not know, so no skill can belong there yet: ${names.slice(0, 5).join(", ")}${names.length > 5 ? " …" : ""}.`,
        ),
      ];
}

function actionsFor(shown: readonly ListedSkill[], open: number): Action[] {
  const [only] = shown;
  const form = (label: string, line: string): Action => ({ label, line, does: "form", sensitivity: "open" });
  const one = shown.length === 1 && only !== undefined ? only.skill : null;
  return [
    ...(open === 0
      ? []
      : [
          {
            label: `Review ${showInteger(open)} suggestions`,
            line: lineOf("skills review", { skill: one }),
            does: "run",
            style: "primary",
            sensitivity: "open",
          } as const,
        ]),
    form("Add another name", lineOf("skills alias", { means: one })),
    form("Merge skills", lineOf("skills merge", { skill: one })),
    form("Set pathway", lineOf("skills pathway", { skill: one })),
    ...(one === null
      ? []
      : [
          {
            label: "Who has it",
            line: lineOf("volunteers", { skill: one }),
            does: "run",
            sensitivity: "open",
          } as const,
        ]),
  ];
}
