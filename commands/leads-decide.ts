import { defineCommand, lineOf, take } from "../src/command/index.js";
import { printDay } from "../src/domain/index.js";
import { decideLeadPair } from "../src/leads/index.js";
import { reply } from "../src/reply/index.js";
import { numberCalled } from "./duplicate-words.js";
import { nextLeadPair } from "./leads-review-words.js";
import { pairAnswerArguments, pairDecision } from "./pair-answer.js";

export const leadsDecide = defineCommand({
  name: "leads decide",
  family: "organisations",
  summary: "Says that two leads are different, or puts their pair off; or opens it again.",
  examples: ["leads decide 12 different", "leads decide 12 later", "leads decide 12 open"],
  allow: ["admin", "staff"],
  effect: "write",
  submit: "Decide",
  args: {
    pair: take.text({
      label: "Pair",
      help: "Its number, as “leads review” shows it.",
      positional: "one",
      required: true,
      placeholder: "12",
    }),
    ...pairAnswerArguments,
  },
  async run({ pair, answer, standing }, context) {
    const { pool, request } = context;
    const id = numberCalled(pair, "pair", "leads review");
    const { decision, backOn } = pairDecision({ id, answer, standing }, context);
    await pool.transaction(async (tx) => {
      const { kind, state } = await decideLeadPair(tx, decision);
      await context.auditInside(tx, { pair: id, kind, before: state, after: answer });
    });
    const said = {
      different: `Pair ${id}: ${request.actor.name} said that the two are different, and it is asked no more.`,
      later: `Pair ${id} is put off by ${request.actor.name}: it comes back on ${printDay(backOn)}.`,
      open: `Pair ${id} is open again.`,
    };
    return reply({
      title: `Pair ${id}`,
      text: said[answer],
      sensitivity: "open",
      actions: [
        answer === "open"
          ? { label: "Open the pair", line: lineOf("leads review", { pair: id }), does: "run", sensitivity: "open" }
          : {
              label: "Undo",
              line: lineOf("leads decide", { pair: id, answer: "open", standing: request.now }),
              does: "run",
              sensitivity: "open",
            },
        await nextLeadPair({ id }, context),
      ],
    });
  },
});
