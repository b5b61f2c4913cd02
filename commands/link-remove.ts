import { type CommandContext, defineCommand, take } from "../src/command/index.js";
import { linkWithId, maySeeLink, type QuickLink, removeLink, restoreLink } from "../src/links/index.js";
import { reply } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";

const number = take.text({ label: "Link", help: "Its number, as links shows it.", positional: "one", required: true });
const shared = {
  family: "admin",
  allow: ["admin", "staff"],
  effect: "write",
  withoutData: true,
  args: { id: number },
} as const;

export const linkRemove = defineCommand({
  ...shared,
  name: "link remove",
  summary: "Takes a link away.",
  examples: ["link remove 3"],
  async run({ id }, context) {
    const link = await oneLink(id, context);
    const { pool, request } = context;
    const isDone = await pool.transaction(async (tx) => {
      const done = await removeLink(tx, link.id, { by: request.actor.id, now: request.now });
      await context.auditInside(tx, { link: link.id, removed: done });
      return done;
    });
    return reply({
      title: "Link removed",
      text: isDone ? `“${link.title}” is no longer among the links.` : `“${link.title}” was removed before.`,
      sensitivity: "open",
      actions: [{ label: "Undo", line: `link restore ${link.id}`, does: "run", sensitivity: "open" }],
    });
  },
});

export const linkRestore = defineCommand({
  ...shared,
  name: "link restore",
  summary: "Brings back a link that was taken away.",
  examples: ["link restore 3"],
  async run({ id }, context) {
    const link = await oneLink(id, context);
    const { pool } = context;
    const isDone = await pool.transaction(async (tx) => {
      const done = await restoreLink(tx, link.id);
      await context.auditInside(tx, { link: link.id, restored: done });
      return done;
    });
    return reply({
      title: "Link restored",
      text: isDone ? `“${link.title}” is among the links again.` : `“${link.title}” is among the links already.`,
      sensitivity: "open",
      actions: [{ label: "All links", line: "links", does: "run", sensitivity: "open" }],
    });
  },
});

/** @throws PolarisError not_found; also for what the asker may not see */
async function oneLink(id: string, { pool, request }: CommandContext): Promise<QuickLink> {
  const found = /^\d{1,9}$/.test(id) ? await linkWithId(pool, Number(id)) : null;
  if (found === null || !maySeeLink(found, request.access.role))
    throw new PolarisError("not_found", `There is no link “${id}”. Expected a number that “links” shows.`, {
      suggestions: [{ label: "Show the links", line: "links" }],
    });
  return found;
}
