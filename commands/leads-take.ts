import { type CommandContext, defineCommand, namesOfPeople } from "../src/command/index.js";
import { enqueueInside } from "../src/delivery/index.js";
import { type Taking, takeLeads } from "../src/leads/index.js";
import { type Action, counted, type Reply, reply, showInstant } from "../src/reply/index.js";
import { leadsByName, leadsMeant } from "./leads-meant.js";
import { leadArgument } from "./named-lead.js";

export const leadsTake = defineCommand({
  name: "leads take",
  family: "organisations",
  summary: "Marks leads that were sent to Sales as taken by you. Whoever comes first has them.",
  examples: ["leads take 12", "leads take 12,15,19", "leads take little stars academy"],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  doors: ["slack"],
  submit: "I take it",
  args: { which: leadArgument("Leads", "The company or phone of one, or the numbers of several with commas between.") },
  async run({ which }, context) {
    const ids = await leadsMeant(which, context);
    if ("kind" in ids) return ids;
    const { request, pool } = context;
    const taking = await pool.transaction(async (tx) => {
      const result = await takeLeads(tx, ids, {
        by: request.actor.id,
        now: request.now,
        occasion: request.id,
        post: enqueueInside,
      });
      if (result.now.length > 0)
        await context.auditInside(tx, { leads: result.now.map(String), taken: result.now.length });
      return result;
    });
    return takenReply(taking, context);
  },
});

/** What is theirs, what somebody else has, kindly, and what was never sent. */
async function takenReply(taking: Taking, context: CommandContext): Promise<Reply> {
  const { now, before, others, unsent } = taking;
  const named = await leadsByName([...now, ...before, ...others.map(({ leadId }) => leadId), ...unsent], context);
  const names = await namesOfPeople(
    others.map(({ by }) => by),
    context,
  );
  const { timeZone } = context.organization;
  const sentences = (whose: (id: string) => string): string =>
    [
      ...(now.length === 0 ? [] : [`Yours now: ${named(now)}.`]),
      ...(before.length === 0 ? [] : [`Yours already: ${named(before)}.`]),
      ...others.map(
        ({ leadId, by, at }) =>
          `${whose(by)} was faster: ${named([leadId])} is theirs since ${showInstant(at, timeZone)}. Thank you for stepping up.`,
      ),
      ...(unsent.length === 0
        ? []
        : [
            `${named(unsent)} ${unsent.length === 1 ? "was" : "were"} not sent to Sales yet, so there is nothing to take; “leads send” sends what is due.`,
          ]),
    ].join(" ");
  return reply({
    title: now.length > 0 ? `${counted(now.length, "lead")} taken` : "Nothing taken",
    text: sentences((id) => names.get(id) ?? id),
    sensitivity: "name",
    openText: sentences(() => "A colleague"),
    actions: [
      ...(now.length === 0 ? [] : [undo(now)]),
      { label: "Not taken yet", line: "leads taken:no", does: "run", sensitivity: "open" },
    ],
  });
}

const undo = (ids: readonly number[]): Action => ({
  label: "Undo",
  line: `leads give-back ${ids.join(",")}`,
  does: "run",
  sensitivity: "open",
});
