import { defineCommand, take } from "../src/command/index.js";
import { createSubscription, subscriptionWithId } from "../src/schedule/index.js";
import { subscriptionReply } from "./subscription-reply.js";
import { checkLine, DETAILS, required, whereOf, wishOf } from "./subscription-wish.js";
import { rewordSubscription } from "./subscription-words.js";

export const subscribe = defineCommand({
  name: "subscribe",
  family: "reports",
  summary:
    "Has the answer to any command posted by itself: daily, on weekdays, weekly, monthly or at the school year's end.",
  examples: [
    "subscribe metric M20 ytd weekly mon 8:00 #managers",
    'subscribe "report org Hill\'s 3y" monthly 1 8:00 me',
    "subscribe quality daily 7:30 here",
    "subscribe metric M20 by:district last year year end 8:00 thread",
  ],
  allow: ["admin", "staff", "coordinator", "district"],
  effect: "write",
  doors: ["slack"],
  withoutData: true,
  submit: "Subscribe",
  rewords: rewordSubscription,
  args: {
    line: take.text({
      label: "Command line",
      help: "Any command that only shows something, complete, as you would type it. Periods such as ytd move along.",
      placeholder: "metric M20 ytd by:district",
      positional: "rest",
      required: true,
    }),
    ...required,
    ...DETAILS,
  },
  async run(args, context) {
    const { pool, organization, request } = context;
    const where = await whereOf(args, context);
    const wish = wishOf(args.line, args, where, context);
    const question = await checkLine(args.line, context);
    if (question !== null) return question;
    const made = await pool.transaction(async (tx) => {
      const by = request.actor.id;
      const id = await createSubscription(tx, wish, { by, now: request.now, zone: organization.timeZone });
      await context.auditInside(tx, { subscription: id, pattern: wish.pattern });
      return subscriptionWithId(tx, id);
    });
    if (made === null) throw new Error("a subscription was not kept");
    return subscriptionReply({ ...made, latest: null }, context, `From now on this comes ${wish.said}, ${where.said}.`);
  },
});
