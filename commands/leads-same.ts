import { type Argument, askWhich, type CommandContext, defineCommand, lineOf, take } from "../src/command/index.js";
import { decideAtOnce } from "../src/identity/index.js";
import { namedSides, type ReviewedSide, sameLead } from "../src/leads/index.js";
import { type Ask, reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { nextLeadPair, sideNumber } from "./leads-review-words.js";

const MOST_CHOICES = 10;

const sideArgument = (label: string, help: string): Argument<string> =>
  take.text({ label, help, positional: "one", required: true, placeholder: "Sunny Days" });

export const leadsSame = defineCommand({
  name: "leads same",
  family: "organisations",
  summary: "Says that two leads are one, or which lead of Salesforce a lead is; it can be taken back at any time.",
  examples: ["leads same 120 341", 'leads same "Sunny Days" 00Q5f00000AbCdEFGH'],
  allow: ["admin", "staff"],
  effect: "write",
  submit: "They are one",
  args: {
    one: sideArgument("Lead", "Its number, or the name of its company where only one has it."),
    other: sideArgument("Is one with", "Another lead, or the id of a lead in Salesforce."),
  },
  async run(args, context) {
    const one = await oneSide("one", args.one, context);
    if ("kind" in one) return one;
    const other = await oneSide("other", args.other, context);
    if ("kind" in other) return other;
    const [lead, with_] = one.side.kind === "lead" ? [one, other] : [other, one];
    if (lead.side.kind !== "lead")
      throw new PolarisError(
        "argument_invalid",
        "Both are leads of Salesforce. They are merged there; expected one lead of the lists at least.",
      );
    const { key } = lead.side;
    const { pool, organization, request } = context;
    const decision = await decideAtOnce(pool, { organization, now: request.now, follows: "nothing" }, async (tx) => {
      const id = await sameLead(tx, organization, {
        one: { kind: "lead", key },
        other: with_.side,
        by: request.actor.id,
        now: request.now,
      });
      await context.auditInside(tx, { decision: id, lead: lead.leadId, with: sideNumber(with_) });
      return id;
    });
    const what =
      with_.side.kind === "lead"
        ? `${nameOf(lead)} and ${nameOf(with_)} are one lead from now on`
        : `${nameOf(lead)} is the lead ${with_.side.id} of Salesforce from now on`;
    return reply({
      title: "One lead",
      text: `${what} (decision ${decision}, ${request.actor.name}). What the lists say stays as it is.`,
      sensitivity: "open",
      actions: [
        { label: "Undo", line: lineOf("leads apart", { decision }), does: "run", sensitivity: "open" },
        await nextLeadPair(null, context),
      ],
    });
  },
});

const nameOf = (side: ReviewedSide): string => side.company ?? `lead ${sideNumber(side)}`;

/** @throws PolarisError not_found */
async function oneSide(argument: "one" | "other", text: string, context: CommandContext): Promise<ReviewedSide | Ask> {
  const found = await namedSides(context.pool, text, MOST_CHOICES);
  const [only, ...others] = found;
  if (only === undefined)
    throw new PolarisError(
      "not_found",
      `No lead fits “${text}”. Expected the number of a lead, the beginning of its company's name, or the id of a lead in Salesforce.`,
      { suggestions: [{ label: "Open pairs", line: "leads review" }] },
    );
  if (others.length === 0) return only;
  return askWhich(context, {
    text: `Several leads fit “${text}”. Which one?`,
    argument,
    choices: found.map((each) => ({
      label: `${each.company ?? "Without a name"} (lead ${sideNumber(each)})`,
      line: context.lineWith({ [argument]: sideNumber(each) }),
    })),
    sensitivity: "open",
  });
}
