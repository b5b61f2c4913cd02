import { defineCommand, lineOf, take } from "../src/command/index.js";
import { printDay } from "../src/domain/index.js";
import { decidePair, pairWithId } from "../src/identity/index.js";
import { reply } from "../src/reply/index.js";
import { nextButton, numberCalled } from "./duplicate-words.js";
import { pairAnswerArguments, pairDecision } from "./pair-answer.js";

export const duplicateDecide = defineCommand({
  name: "duplicate decide",
  family: "people",
  summary: "Says that two records are different, or puts their pair off; or opens it again.",
  examples: ["duplicate decide 12 different", "duplicate decide 12 later", "duplicate decide 12 open"],
  allow: ["admin", "staff"],
  effect: "write",
  submit: "Decide",
  args: {
    id: take.text({
      label: "Pair",
      help: "Its number in the list of duplicates.",
      positional: "one",
      required: true,
      placeholder: "12",
    }),
    ...pairAnswerArguments,
  },
  async run({ id, answer, standing }, context) {
    const { pool, request } = context;
    const number = numberCalled(id, "pair", "duplicates");
    const { decision, backOn } = pairDecision({ id: number, answer, standing }, context);
    await pool.transaction(async (tx) => {
      const { kind, state } = await decidePair(tx, decision);
      await context.auditInside(tx, { pair: number, kind, before: state, after: answer });
    });
    const pair = await pairWithId(pool, number);
    const said = {
      different: `Pair ${number}: the two are different, and it is asked no more.`,
      later: `Pair ${number} is put off: it comes back on ${printDay(backOn)}.`,
      open: `Pair ${number} is open again.`,
    };
    return reply({
      title: `Pair ${number}`,
      text: said[answer],
      sensitivity: "open",
      actions: [
        answer === "open"
          ? { label: "Open the pair", line: lineOf("duplicate", { id: number }), does: "run", sensitivity: "open" }
          : {
              label: "Undo",
              line: lineOf("duplicate decide", { id: number, answer: "open", standing: request.now }),
              does: "run",
              sensitivity: "open",
            },
        await nextButton(pair, context),
      ],
    });
  },
});
