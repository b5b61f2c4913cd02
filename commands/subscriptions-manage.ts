import { type CommandContext, defineCommand, take } from "../src/command/index.js";
import type { Transaction } from "../src/pool/index.js";
import { type Ask, type Reply, reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import {
  askForRun,
  endSubscription,
  type ListedSubscription,
  OF_THE_ORGANIZATION,
  pauseSubscription,
  restoreSubscription,
  resumeSubscription,
  subscriptionWithId,
} from "../src/schedule/index.js";
import { line, refuseOrganizations, theirs, theOne, WHICH } from "./subscription-found.js";
import { subscriptionReply } from "./subscription-reply.js";

const which = take.reference("subscription", { ...WHICH, positional: "rest", required: true });
const common = {
  family: "reports",
  allow: ["admin", "staff", "coordinator", "district"],
  effect: "write",
  withoutData: true,
  args: { which },
} as const;

type Change = (tx: Transaction, one: ListedSubscription, context: CommandContext) => Promise<boolean>;

/** Does something to the digest that is meant, and shows it as it is then. */
async function changed(asked: string, context: CommandContext, said: string, change: Change): Promise<Reply | Ask> {
  const one = await theOne(asked, context);
  if ("kind" in one) return one;
  await context.pool.transaction(async (tx) => {
    const isNew = await change(tx, one, context);
    await context.auditInside(tx, { subscription: one.id, changed: isNew });
  });
  const after = (await theirs(context)).find(({ id }) => id === one.id) ?? one;
  return subscriptionReply(after, context, said);
}

export const subscriptionsPause = defineCommand({
  ...common,
  name: "subscriptions pause",
  summary: "Keeps a digest from being sent until it is resumed.",
  examples: ["subscriptions pause 12"],
  run: ({ which: asked }, context) =>
    changed(asked.text, context, "It is paused.", (tx, { id }, { request }) =>
      pauseSubscription(tx, id, { by: request.actor.id, now: request.now, why: null }),
    ),
});

export const subscriptionsResume = defineCommand({
  ...common,
  name: "subscriptions resume",
  summary: "Has a paused digest go on; what was due meanwhile is not made up for.",
  examples: ["subscriptions resume 12"],
  run: ({ which: asked }, context) =>
    changed(asked.text, context, "It goes on.", (tx, one, { request }) => resumeSubscription(tx, one, request.now)),
});

export const subscriptionsRun = defineCommand({
  ...common,
  name: "subscriptions run",
  summary: "Sends a digest now, beside its schedule.",
  examples: ["subscriptions run 12"],
  run: ({ which: asked }, context) =>
    changed(
      asked.text,
      context,
      "It is being made now and will be there in a moment.",
      async (tx, { id }, { request }) => {
        await askForRun(tx, id, request.now);
        return true;
      },
    ),
});

export const subscriptionsRemove = defineCommand({
  ...common,
  name: "subscriptions remove",
  summary: "Ends a digest; that can be taken back.",
  examples: ["subscriptions remove 12"],
  async run({ which: asked }, context) {
    const one = await theOne(asked.text, context);
    if ("kind" in one) return one;
    refuseOrganizations(one, "taken out");
    await context.pool.transaction(async (tx) => {
      await endSubscription(tx, one.id, context.request.now);
      await context.auditInside(tx, { subscription: one.id });
    });
    return reply({
      title: `Digest ${one.id}`,
      text: `Digest ${one.id} (${one.name}) is removed: it is not sent any more.`,
      sensitivity: "name",
      openText: `Digest ${one.id} is removed: it is not sent any more.`,
      actions: [{ label: "Undo", line: line("restore", one.id), does: "run", sensitivity: "open" }],
    });
  },
});

export const subscriptionsRestore = defineCommand({
  ...common,
  name: "subscriptions restore",
  summary: "Takes the removal of a digest back, by its number.",
  examples: ["subscriptions restore 12"],
  async run({ which: asked }, context) {
    const { pool, request } = context;
    const one = await subscriptionWithId(pool, Number(asked.text.replace("#", "")) || 0);
    const isTheirs = one !== null && (request.access.role === "admin" || one.createdBy === request.actor.id);
    if (!isTheirs || one.createdBy === OF_THE_ORGANIZATION)
      throw new PolarisError(
        "not_found",
        `There is no digest ${asked.text} to bring back. Expected the number of one that you removed.`,
      );
    const after = await pool.transaction(async (tx) => {
      await restoreSubscription(tx, one, request.now);
      await context.auditInside(tx, { subscription: one.id });
      return subscriptionWithId(tx, one.id);
    });
    return subscriptionReply({ ...one, ...after, latest: null }, context, "It is there again.");
  },
});
