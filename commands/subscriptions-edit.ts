import { defineCommand, take } from "../src/command/index.js";
import { SaidBeforeError } from "../src/runtime/index.js";
import { editSubscription, subscriptionWithId } from "../src/schedule/index.js";
import { refuseOrganizations, theOne, WHICH } from "./subscription-found.js";
import { subscriptionReply } from "./subscription-reply.js";
import { checkLine, DETAILS, optional, whereOf, wishFrom } from "./subscription-wish.js";
import { rewordEdit } from "./subscription-words.js";

export const subscriptionsEdit = defineCommand({
  name: "subscriptions edit",
  family: "reports",
  summary: "Changes what a digest shows, when it comes or where it goes; what is not said stays.",
  examples: ["subscriptions edit 12 weekly tue 9:00", 'subscriptions edit 12 line:"metric M20 last month"'],
  allow: ["admin", "staff", "coordinator", "district"],
  effect: "write",
  withoutData: true,
  submit: "Save",
  rewords: rewordEdit,
  args: {
    which: take.reference("subscription", { ...WHICH, positional: "one", required: true }),
    line: take.text({ label: "Command line" }),
    ...optional,
    ...DETAILS,
  },
  async run(args, context) {
    const { pool, request } = context;
    const one = await theOne(args.which.text, context);
    if ("kind" in one) return one;
    refuseOrganizations(one, "changed");
    // A form shows the channel as it is: only another one is meant.
    const channel = args.channel?.id === one.channel ? null : args.channel;
    const to = args.to === "me" && one.channel === one.createdBy ? null : args.to;
    const where = channel === null && to === null ? null : await whereOf({ channel, to }, context);
    const wish = wishFrom(one, args, { line: args.line, where }, context);
    if (wish.line !== one.line && one.createdBy !== request.actor.id)
      throw new SaidBeforeError(
        "not_allowed",
        one.createdBy,
        (who) =>
          `Digest ${one.id} runs as ${who}, who set it up: only they change its command line. Subscribe to a digest of your own instead.`,
      );
    const question = wish.line === one.line ? null : await checkLine(wish.line, context);
    if (question !== null) return question;
    const after = await pool.transaction(async (tx) => {
      await editSubscription(tx, one, wish, { by: request.actor.id, now: request.now });
      await context.auditInside(tx, { subscription: one.id, pattern: wish.pattern });
      return subscriptionWithId(tx, one.id);
    });
    return subscriptionReply({ ...one, ...after }, context, `It is changed, and comes ${wish.said}.`);
  },
});
