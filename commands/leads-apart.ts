import { type CommandContext, defineCommand, lineOf, take } from "../src/command/index.js";
import { decideAtOnce } from "../src/identity/index.js";
import { leadApart, namedSides } from "../src/leads/index.js";
import { type Action, reply } from "../src/reply/index.js";
import { numberCalled } from "./duplicate-words.js";
import { nextLeadPair, sideNumber } from "./leads-review-words.js";

const SALESFORCE = /^salesforce:/;

export const leadsApart = defineCommand({
  name: "leads apart",
  family: "organisations",
  summary: "Takes back that two leads are one: each stands by itself again.",
  examples: ["leads apart 34"],
  allow: ["admin", "staff"],
  effect: "write",
  submit: "Take back",
  args: {
    decision: take.text({
      label: "Decision",
      help: "The number that “leads same” gave.",
      positional: "one",
      required: true,
      placeholder: "34",
    }),
  },
  async run({ decision: text }, context) {
    const { pool, organization, request } = context;
    const id = numberCalled(text, "decision", "decisions");
    const decision = await decideAtOnce(pool, { organization, now: request.now, follows: "nothing" }, async (tx) => {
      const taken = await leadApart(tx, organization, { id, by: request.actor.id, now: request.now });
      await context.auditInside(tx, { decision: id });
      return taken;
    });
    const isMatch = SALESFORCE.test(decision.value);
    const again = await namesAgain([decision.sourceId, decision.value.replace(SALESFORCE, "")], context);
    return reply({
      title: "Taken back",
      text: isMatch
        ? `${request.actor.name} took decision ${id} back: how the lead stands to Salesforce follows from its phone and address again.`
        : `${request.actor.name} took decision ${id} back: the two are leads of their own again, unless the lists tie them.`,
      sensitivity: "open",
      actions: [...again, await nextLeadPair(null, context)],
    });
  },
});

/** The way back, by the numbers that the two have now. */
async function namesAgain(keys: readonly string[], { pool }: CommandContext): Promise<Action[]> {
  const sides = [];
  for (const key of keys) sides.push(...(await namedSides(pool, key, 1)));
  const [one, other] = sides.map(sideNumber);
  if (one === undefined || other === undefined || one === other) return [];
  return [{ label: "Same after all", line: lineOf("leads same", { one, other }), does: "run", sensitivity: "open" }];
}
