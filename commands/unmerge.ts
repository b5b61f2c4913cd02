import { defineCommand, lineOf, take } from "../src/command/index.js";
import { derive, stillOne, unmergeTwo } from "../src/identity/index.js";
import { reply } from "../src/reply/index.js";
import { numberCalled } from "./duplicate-words.js";

const SALESFORCE = "salesforce:";

export const unmerge = defineCommand({
  name: "unmerge",
  family: "people",
  summary: "Takes a merge back: the records count by themselves again, as they did before.",
  examples: ["unmerge 34"],
  allow: ["admin", "staff"],
  effect: "write",
  submit: "Take back",
  args: {
    id: take.text({
      label: "Merge",
      help: "The number of the decision, as “merge” and “duplicates work” show it.",
      positional: "one",
      required: true,
      placeholder: "34",
    }),
  },
  async run({ id }, context) {
    const { pool, organization, request } = context;
    const number = numberCalled(id, "merge", "duplicates work");
    const decision = await pool.transaction(async (tx) => {
      const taken = await unmergeTwo(tx, number, { by: request.actor.id, now: request.now });
      await context.auditInside(tx, { decision: number, kind: taken.kind, goes: taken.sourceId, stays: taken.value });
      return taken;
    });
    await derive(pool, organization, request.now);
    const goes = plain(`${decision.source}:${decision.sourceId}`);
    const stays = plain(decision.value);
    const still = await stillOne(pool, decision);
    const said = `${request.actor.name} took decision ${number} back`;
    const text = {
      none: `${goes} and ${stays} count by themselves again: ${said}, and figures are as they were before it.`,
      gone: `${said}. Of ${goes} and ${stays}, one at least was merged or deleted at its source meanwhile, so figures follow what the source says now.`,
      shared: `${said}, and figures are as they were before it: ${goes} and ${stays} still count as one person, by an e-mail address, a student id or another decision that ties them.`,
    }[still ?? "none"];
    return reply({
      title: "Merge taken back",
      text,
      sensitivity: "open",
      actions: [
        ...(still === "gone"
          ? []
          : [
              {
                label: "Merge again",
                line: lineOf("merge", { a: goes, into: stays, confirm: "yes" }),
                does: "run" as const,
                sensitivity: "open" as const,
              },
            ]),
        { label: "Open pairs", line: "duplicates", does: "run", sensitivity: "open" },
      ],
    });
  },
});

const plain = (key: string): string => (key.startsWith(SALESFORCE) ? key.slice(SALESFORCE.length) : key);
