import { type Action, reply, showInstant } from "../reply/index.js";
import { listSubscriptions } from "../schedule/index.js";
import { shown } from "./blocks.js";
import type { HomeParts, Section } from "./model.js";

const MOST = 10;

/** The digests that one person set up, and when each comes next. */
export async function digestsSection({ pool, organization, userId }: HomeParts): Promise<Section> {
  const { timeZone } = organization;
  const own = await listSubscriptions(pool, userId);
  const lines = own.slice(0, MOST).map(({ name, said, dueAt, pausedAt }) => {
    const next =
      pausedAt !== null ? "paused" : dueAt === null ? "no next time" : `next ${showInstant(dueAt, timeZone)}`;
    return `• ${name}: ${said}, ${next}`;
  });
  const left = own.length - MOST;
  const text =
    own.length === 0
      ? "You have set up none. Any report or list can come by itself."
      : ["What comes by itself:", ...lines, ...(left > 0 ? [`and ${left} more`] : [])].join("\n");
  const actions: Action[] = [
    { label: "Set one up", line: "subscribe", does: "form", sensitivity: "open" },
    ...(own.length === 0
      ? []
      : [{ label: "All digests", line: "subscriptions", does: "run", sensitivity: "open" } as const]),
  ];
  const listed = reply({ title: text, text, sensitivity: "name", openText: "Your digests.", actions });
  return { heading: "Your digests", blocks: shown(listed, timeZone) };
}
