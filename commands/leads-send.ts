import { type CommandContext, defineCommand, lineOf, namesOfPeople, take } from "../src/command/index.js";
import { enqueueInside } from "../src/delivery/index.js";
import {
  contentsInReply,
  type Delivery,
  deliveriesOf,
  deliverLeads,
  dueContents,
  leadsInWords,
  listAction,
  monthWords,
  workbookActions,
} from "../src/leads/index.js";
import { notice, type Reply, reply, showInstant } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";

export const leadsSend = defineCommand({
  name: "leads send",
  family: "organisations",
  summary: "Shows which leads are due for Sales, and sends them: one message a month, nobody twice.",
  examples: ["leads send", "leads send now"],
  allow: ["admin", "staff"],
  effect: "write",
  submit: "Go on",
  args: {
    now: take.flag({
      label: "Send now",
      help: "Left out: only shows what would be sent.",
      bare: ["now", "--now"],
      main: true,
    }),
    again: take.flag({
      label: "One more message this month",
      help: "Where the month has its message already.",
      bare: ["again", "--again"],
    }),
  },
  run: ({ now, again }, context) => (now === true ? send(again === true, context) : preview(again === true, context)),
});

const monthOf = ({ calendar }: CommandContext): string => calendar.today.slice(0, 7);

async function preview(again: boolean, context: CommandContext): Promise<Reply> {
  const { pool, organization } = context;
  const month = monthOf(context);
  const [latest] = await deliveriesOf(pool, month);
  const due = await dueContents(pool);
  const isDue = due.new + due.updated > 0;
  const channel = organization.slack.salesChannel;
  const sent = latest === undefined ? "" : ` ${await alreadySent(latest, context)}`;
  const isFurther = latest !== undefined || again;
  return reply({
    title: "Leads for Sales",
    text: isDue
      ? `${leadsInWords(due)} would go to Sales now. Nothing has been sent by this.${sent}`
      : `Nothing is due: every new or updated lead was sent already, or there is none.${sent}`,
    sensitivity: "name",
    openText: isDue ? `${leadsInWords(due)} would go to Sales now. Nothing has been sent by this.` : "Nothing is due.",
    ...contentsInReply(due, organization),
    actions: [
      ...(isDue && channel !== undefined
        ? [
            {
              label: isFurther ? "Send one more message now" : "Send now",
              line: lineOf("leads send", { now: "yes", again: isFurther ? "yes" : null }),
              does: "run",
              style: "primary",
              confirm: `${leadsInWords(due)} will be posted to the sales channel. A message that was sent cannot be taken back.`,
              sensitivity: "open",
            } as const,
          ]
        : []),
      ...(due.new > 0
        ? [{ label: "See the new ones", line: "leads new current:yes", does: "run", sensitivity: "open" } as const]
        : []),
      ...(due.updated > 0
        ? [{ label: "See what changed", line: "leads updated current:yes", does: "run", sensitivity: "open" } as const]
        : []),
      ...(latest === undefined ? [] : [listAction(month)]),
    ],
    ...(channel === undefined
      ? { notices: [notice(NO_CHANNEL, "warning"), ...contentsInReply(due, organization).notices] }
      : {}),
  });
}

const NO_CHANNEL =
  "No channel for Sales is set, so nothing can be sent. Expected slack.salesChannel in organization.yml, with the id of a channel that Polaris is a member of.";

async function send(again: boolean, context: CommandContext): Promise<Reply> {
  const { pool, organization, request, sample } = context;
  const channel = organization.slack.salesChannel;
  if (channel === undefined) throw new PolarisError("configuration_invalid", NO_CHANNEL);
  const order = {
    channel,
    month: monthOf(context),
    by: request.actor.id,
    now: request.now,
    again,
    sample,
    post: enqueueInside,
  };
  const result = await pool.transaction(async (tx) => {
    const delivered = await deliverLeads(tx, organization, order);
    if (delivered.kind === "sent") {
      const { id, new: fresh, updated, month } = delivered.delivery;
      await context.auditInside(tx, { delivery: id, month, new: fresh, updated });
    }
    return delivered;
  });
  if (result.kind === "nothing")
    return reply({
      title: "Nothing to send",
      text: "Nothing was sent: no new or updated lead is due that was not sent before.",
      sensitivity: "open",
      actions: [{ label: "All leads", line: "leads", does: "run", sensitivity: "open" }],
    });
  if (result.kind === "already") {
    const said = await alreadySent(result.delivery, context);
    return reply({
      title: "Sent already",
      text: `Nothing was sent now. ${said}`,
      sensitivity: "name",
      openText: `Nothing was sent now: the leads of ${monthWords(result.delivery.month)} were sent already.`,
      actions: [
        { label: "See what is due", line: "leads send", does: "run", sensitivity: "open" },
        listAction(result.delivery.month),
      ],
    });
  }
  const { delivery } = result;
  return reply({
    title: "Leads sent",
    text: `${leadsInWords(delivery)} ${delivery.new + delivery.updated === 1 ? "is" : "are"} on the way to the sales channel (${monthWords(delivery.month)}).`,
    sensitivity: "open",
    actions: [listAction(delivery.month), ...workbookActions(delivery)],
  });
}

/** "The leads of November 2026 were sent 1 Nov 2026 09:00 CST by Ada (312 new leads); what is due now waits for next month, unless it is sent as one more message." */
async function alreadySent(delivery: Delivery, context: CommandContext): Promise<string> {
  const names = await namesOfPeople([delivery.sentBy], context);
  const when = showInstant(delivery.sentAt, context.organization.timeZone);
  return `The leads of ${monthWords(delivery.month)} were sent ${when} by ${names.get(delivery.sentBy) ?? delivery.sentBy} (${leadsInWords(delivery)}); what is due now waits for next month, unless it is sent as one more message.`;
}
