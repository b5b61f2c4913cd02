import { type CommandContext, defineCommand, lineOf, type Reference, take } from "../src/command/index.js";
import { BASES, type Basis, listSuggestions, type Suggestion, suggestionGroups } from "../src/people/index.js";
import { type Action, type Ask, column, counted, type Reply, reply, showInteger, table } from "../src/reply/index.js";
import { footerOf } from "./footer.js";
import { onePerson, personArgument } from "./named-person.js";

const SIZE = 10;
/** Groups that get buttons of their own: what is shown first. */
const GROUPS_WITH_BUTTONS = 4;

const BASIS_WORDS: Readonly<Record<Basis, string>> = {
  title: "job title",
  organization: "employer",
  sessions: "sessions they came to",
  interests: "interests",
  text: "imported text",
};
export const basisArgument = take.choice(
  BASES.map((value) => ({ value, label: BASIS_WORDS[value] })),
  { label: "Read from", main: true },
);
const everybody = async () => [];
/** Left out, everybody. */
export const whoseArgument = take.reference("volunteer", {
  label: "Volunteer",
  help: "Left out, everybody.",
  main: true,
  options: personArgument("volunteer").options ?? everybody,
});

export const skillsReview = defineCommand({
  name: "skills review",
  family: "people",
  summary:
    "Shows skills that volunteers probably have, grouped by what they were read from, to accept or refuse in batches.",
  examples: ["skills review", "skills review skill:nursing basis:title", "skills review who:Victor"],
  allow: ["admin", "staff", "coordinator"],
  effect: "read",
  args: {
    skill: take.text({ label: "Skill", positional: "rest", main: true }),
    basis: basisArgument,
    who: whoseArgument,
    page: take.page(),
    as: { ...take.choice(take.plainChoices(["xlsx", "csv"]), { label: "As a file" }), isFilter: false },
    asOf: take.instant("As of"),
  },
  async run({ skill, basis, who, page, asOf }, context) {
    const contact = await contactOf(who, context, { skill, basis });
    if (contact !== null && typeof contact === "object") return contact;
    const paging = { number: page, size: SIZE, line: context.line, ...(asOf === null ? {} : { since: asOf }) };
    if (skill === null && basis === null && contact === null) return groupsReply(paging, context);
    const found = await listSuggestions(context.pool, { skill, basis, contactId: contact });
    return suggestionsReply(found, { skill, basis, who: who?.id ?? who?.text ?? null }, paging, context);
  },
});

/** The contact's id, null for everybody, or the question which one. */
export async function contactOf(
  who: Reference | null,
  context: CommandContext,
  also: Readonly<Record<string, string | null>>,
): Promise<number | null | Ask> {
  if (who === null) return null;
  const contact = await onePerson("volunteer", who, context, { with: also });
  return "choices" in contact ? contact : contact.id;
}

type Paging = NonNullable<Reply["page"]>;

async function groupsReply(page: Paging, context: CommandContext): Promise<Reply> {
  const groups = await suggestionGroups(context.pool);
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  const shown = groups.slice((page.number - 1) * SIZE, page.number * SIZE);
  return reply({
    title: "Suggested skills",
    text:
      total === 0
        ? "No suggested skill waits for an answer."
        : `${counted(total, "suggested skill")} in ${counted(groups.length, "group")} wait${total === 1 ? "s" : ""} for an answer.`,
    sensitivity: "open",
    tables: [
      table({
        key: "groups",
        title: "Suggested skills",
        columns: [
          column("skill", "Skill", "text", "open"),
          column("basis", "Read from", "text", "open"),
          column("count", "Volunteers", "integer", "open"),
          column("confidence", "Confidence up to", "percent", "open"),
        ],
        rows: groups.map(({ skill, basis, count, confidence }) => [skill, BASIS_WORDS[basis], count, confidence]),
        empty: "Skills are looked for every night, in titles, organisations, sessions, interests and imported text.",
      }),
    ],
    actions: shown.slice(0, GROUPS_WITH_BUTTONS).flatMap(({ skill, basis, count }): Action[] => [
      {
        label: `Look at ${skill} (${BASIS_WORDS[basis]})`,
        line: lineOf("skills review", { skill, basis }),
        does: "run",
        sensitivity: "open",
      },
      acceptAll(`Accept ${skill} (${showInteger(count)})`, skill, count, { skill, basis }),
    ]),
    files: [{ key: "groups", kind: "xlsx", name: "suggested-skills.xlsx" }],
    page,
    provenance: await footerOf(context, { figures: "none" }),
  });
}

interface Selected {
  readonly skill: string | null;
  readonly basis: Basis | null;
  readonly who: string | null;
}

const acceptAll = (label: string, skill: string, count: number, selected: Partial<Selected>): Action => ({
  label,
  line: lineOf("skills accept", selected),
  does: "run",
  style: "primary",
  confirm: `${counted(count, "volunteer")} will have the skill ${skill}. One Undo takes all of it back.`,
  sensitivity: "open",
});

const SHOWN_WITH_BUTTONS = 3;

async function suggestionsReply(
  found: readonly Suggestion[],
  selected: Selected,
  page: Paging,
  context: CommandContext,
): Promise<Reply> {
  const shown = found.slice((page.number - 1) * SIZE, page.number * SIZE);
  const each = (label: string, command: string, ids: readonly number[], revealing: "open" | "name"): Action => ({
    label,
    line: lineOf(command, { ids: ids.map(String) }),
    does: "run",
    sensitivity: revealing,
  });
  const pageIds = shown.map(({ id }) => id);
  return reply({
    title: "Suggested skills",
    text:
      found.length === 0
        ? "No suggested skill of this kind waits for an answer."
        : `${counted(found.length, "suggested skill")} wait${found.length === 1 ? "s" : ""} for an answer.`,
    sensitivity: "open",
    tables: [
      table({
        key: "suggestions",
        title: "Suggested skills",
        columns: [
          column("id", "No.", "integer", "open"),
          column("volunteer", "Volunteer", "text", "name"),
          column("skill", "Skill", "text", "open"),
          column("basis", "Read from", "text", "open"),
          column("evidence", "Which says", "text", "contact"),
          column("confidence", "Confidence", "percent", "open"),
        ],
        rows: found.map((one) => [one.id, one.name, one.skill, BASIS_WORDS[one.basis], one.evidence, one.confidence]),
        empty: "Nothing waits. “skills review” alone shows all that does.",
      }),
    ],
    actions:
      shown.length === 0
        ? [{ label: "All suggestions", line: "skills review", does: "run", sensitivity: "open" }]
        : [
            ...(selected.skill === null || found.length <= shown.length
              ? []
              : [acceptAll(`Accept all ${showInteger(found.length)}`, selected.skill, found.length, selected)]),
            { ...each(`Accept these ${shown.length}`, "skills accept", pageIds, "open"), style: "primary" },
            each(`Refuse these ${shown.length}`, "skills refuse", pageIds, "open"),
            ...(shown.length === 1 ? [] : shown.slice(0, SHOWN_WITH_BUTTONS)).flatMap(({ id }) => [
              each(`Accept no. ${id}`, "skills accept", [id], "open"),
              each(`Refuse no. ${id}`, "skills refuse", [id], "open"),
            ]),
          ],
    files: [{ key: "suggestions", kind: "xlsx", name: "suggested-skills.xlsx" }],
    page,
    provenance: await footerOf(context, { figures: "none" }),
  });
}
