import { defineCommand } from "../src/command/index.js";
import { enqueueInside } from "../src/delivery/index.js";
import { giveBackLeads } from "../src/leads/index.js";
import { reply } from "../src/reply/index.js";
import { leadsByName, leadsMeant } from "./leads-meant.js";
import { leadArgument } from "./named-lead.js";

export const leadsGiveBack = defineCommand({
  name: "leads give-back",
  family: "organisations",
  summary: "Gives leads back that you have taken, so that a colleague can take them; staff can give back anybody's.",
  examples: ["leads give-back 12", "leads give-back 12,15,19"],
  allow: ["admin", "staff", "coordinator"],
  effect: "write",
  submit: "Give back",
  args: { which: leadArgument("Leads", "The company or phone of one, or the numbers of several with commas between.") },
  async run({ which }, context) {
    const ids = await leadsMeant(which, context);
    if ("kind" in ids) return ids;
    const { request, pool } = context;
    const { actor, access, now, id: occasion } = request;
    const doing = { now, occasion, post: enqueueInside };
    const { given, isOwn } = await pool.transaction(async (tx) => {
      // Their own first: who gives back a page of leads means those that are theirs.
      const own = await giveBackLeads(tx, ids, { of: actor.id, ...doing });
      const isAny = own.length === 0 && (access.role === "staff" || access.role === "admin");
      const all = isAny ? await giveBackLeads(tx, ids, { of: null, ...doing }) : own;
      if (all.length > 0) await context.auditInside(tx, { leads: all.map(String), given_back: all.length });
      return { given: all, isOwn: own.length > 0 };
    });
    const named = await leadsByName(ids, context);
    if (given.length === 0)
      return reply({
        title: "Nothing to give back",
        text: `${named(ids)}: not yours, so there was nothing to give back. Whoever has it, or staff, can do that.`,
        sensitivity: "open",
      });
    return reply({
      title: "Given back",
      text: `Given back: ${named(given)}. Anybody can take ${given.length === 1 ? "it" : "them"} now.`,
      sensitivity: "open",
      // Taking them again is no undoing where a colleague had them: they would be somebody else's than before.
      actions: isOwn
        ? [{ label: "Undo", line: `leads take ${given.join(",")}`, does: "run", sensitivity: "open" }]
        : [],
    });
  },
});
