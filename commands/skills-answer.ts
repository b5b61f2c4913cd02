import { type CommandContext, defineCommand, type Filter, lineOf, type Reference, take } from "../src/command/index.js";
import { decideAtOnce } from "../src/identity/index.js";
import { answerSuggestions, type Basis, MOST_ANSWERED, reopenSuggestions } from "../src/people/index.js";
import { type Ask, counted, type Reply, reply, showInteger } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { undoBy } from "./contact-decision.js";
import { basisArgument, contactOf, whoseArgument } from "./skills-review.js";

const args = {
  ids: take.words({ label: "Which ones", help: "Their numbers, as “skills review” shows them." }),
  skill: take.text({ label: "Skill", help: "All suggestions of this skill.", main: true }),
  basis: basisArgument,
  who: whoseArgument,
};

interface Selected {
  readonly ids: Filter<string>;
  readonly skill: string | null;
  readonly basis: Basis | null;
  readonly who: Reference | null;
}

export const skillsAccept = defineCommand({
  name: "skills accept",
  family: "people",
  summary:
    "Accepts suggested skills: the volunteers have them from now on, with what they were read from as the reason.",
  examples: ["skills accept skill:nursing basis:title", "skills accept ids:12,13"],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  submit: "Accept",
  args,
  run: (selected, context) => answered(selected, "accepted", context),
});

export const skillsRefuse = defineCommand({
  name: "skills refuse",
  family: "people",
  summary: "Refuses suggested skills: they never come back.",
  examples: ["skills refuse skill:leadership basis:title", "skills refuse ids:12,13"],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  submit: "Refuse",
  args,
  run: (selected, context) => answered(selected, "refused", context),
});

async function answered(
  { ids, skill, basis, who }: Selected,
  answer: "accepted" | "refused",
  context: CommandContext,
): Promise<Reply | Ask> {
  const { pool, organization, request } = context;
  const numbers = idsOf(ids);
  if (numbers.length === 0 && skill === null && who === null)
    throw new PolarisError(
      "argument_missing",
      "Which suggestions? Expected a skill, a volunteer, or numbers that “skills review” shows, as in ids:12,13.",
      { suggestions: [{ label: "Show suggestions", line: "skills review" }] },
    );
  const contactId = await contactOf(who, context, { skill, basis });
  if (contactId !== null && typeof contactId === "object") return contactId;
  const which = { skill, basis, contactId, ...(numbers.length === 0 ? {} : { ids: numbers }) };
  const done = await decideAtOnce(pool, { organization, now: request.now, follows: "nothing" }, async (tx) => {
    const settled = await answerSuggestions(tx, which, answer, { by: request.actor.id, now: request.now });
    if (settled.length === 0)
      throw new PolarisError(
        "not_found",
        "None of these suggestions waits for an answer any more: somebody has answered them, or nothing supports them now. Nothing was changed.",
        { suggestions: [{ label: "What waits still", line: "skills review" }] },
      );
    await context.auditInside(tx, { answer, suggestions: settled.length, skill, basis });
    return settled;
  });
  const skills = [...new Set(done.map((each) => each.skill))];
  const what = skills.length <= 3 ? skills.join(", ") : `${showInteger(skills.length)} skills`;
  const people = counted(new Set(done.map(({ contactId: id }) => id)).size, "volunteer");
  const more =
    done.length === MOST_ANSWERED
      ? ` No more than ${MOST_ANSWERED} are answered at once; run it again for the rest.`
      : "";
  return reply({
    title: answer === "accepted" ? "Skills accepted" : "Skills refused",
    text:
      answer === "accepted"
        ? `${people} ${people.startsWith("1 ") ? "has" : "have"} ${what} from now on.${more}`
        : `${counted(done.length, "suggestion")} of ${what} refused: ${done.length === 1 ? "it never comes" : "they never come"} back.${more}`,
    sensitivity: "open",
    actions: [
      undoBy(lineOf("skills reopen", { answered: request.now, by: request.actor.id })),
      { label: "Go on reviewing", line: "skills review", does: "run", style: "primary", sensitivity: "open" },
    ],
  });
}

/** @throws PolarisError argument_invalid */
function idsOf({ all }: Filter<string>): number[] {
  return all.flat().map((text) => {
    const number = Number(text.replace("#", ""));
    if (!Number.isInteger(number) || number < 1 || number > 2_000_000_000)
      throw new PolarisError("argument_invalid", `“${text}” is no number of a suggestion, as in ids:12,13.`);
    return number;
  });
}

export const skillsReopen = defineCommand({
  name: "skills reopen",
  family: "people",
  summary: "Takes back what was accepted or refused at once: the suggestions wait for an answer again.",
  examples: ["skills reopen answered:2026-02-15T16:00:00.000Z by:U012AB3CD"],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  args: {
    answered: { ...take.instant("Answered at"), required: true, main: true },
    by: take.text({ label: "By", help: "A Slack id; left out, you.", main: true }),
  },
  async run({ answered: at, by }, context) {
    const { pool, organization, request } = context;
    const reopened = await decideAtOnce(pool, { organization, now: request.now, follows: "nothing" }, async (tx) => {
      const answeredBy = by ?? request.actor.id;
      const count = await reopenSuggestions(tx, {
        answeredAt: at ?? "",
        answeredBy,
        by: request.actor.id,
        now: request.now,
      });
      if (count === 0)
        throw new PolarisError(
          "not_found",
          "That was taken back already, or nobody answered then. Nothing was changed.",
        );
      await context.auditInside(tx, { reopened: count });
      return count;
    });
    return reply({
      title: "Suggestions open again",
      text: `${counted(reopened, "suggestion")} wait${reopened === 1 ? "s" : ""} for an answer again.`,
      sensitivity: "open",
      actions: [{ label: "Review", line: "skills review", does: "run", style: "primary", sensitivity: "open" }],
    });
  },
});
