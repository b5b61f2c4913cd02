import { setTimeout as after } from "node:timers/promises";
import type { CommandContext } from "../src/command/index.js";

/** What people are called, by their ids. */
export type Names = ReadonlyMap<string, string>;
/** How somebody is called to whoever asks. */
export type Sayers = (id: string | null) => string;

const MOST_ASKED_FOR = 20;
/** A list does not wait longer for names while Slack does not answer. */
const LONGEST_MILLISECONDS = 1_000;

/** How each of them is called to whoever asks: "you", or the name that Slack has; "somebody" where nobody is known. */
export async function sayersOf(
  people: readonly (string | null)[],
  context: Pick<CommandContext, "services" | "request">,
): Promise<Sayers> {
  const names = await namesOfPeople(
    people.filter((id) => id !== null),
    context,
  );
  return (id) => (id === null ? "somebody" : id === context.request.actor.id ? "you" : (names.get(id) ?? id));
}

/** In sentences that every place shows, refusals above all, people have no names (docs/access.md); lists say who it was. */
export const sayerUnnamed = (id: string | null, { request }: Pick<CommandContext, "request">): string =>
  id === null ? "somebody" : id === request.actor.id ? "you" : "a colleague";

export async function namesOfPeople(
  people: readonly string[],
  { services, request: { actor } }: Pick<CommandContext, "services" | "request">,
): Promise<Names> {
  const known = new Map([
    [actor.id, actor.name],
    ["terminal", "the terminal"],
    ["schedule", "the clock"],
  ]);
  const asked = [...new Set(people)].filter((id) => !known.has(id)).slice(0, MOST_ASKED_FOR);
  const nobody = after(LONGEST_MILLISECONDS, null, { ref: false });
  const found = await Promise.all(
    asked.map(async (id) => {
      const colleague = await Promise.race([services.colleague(id).catch(() => null), nobody]);
      return [id, colleague?.name ?? id] as const;
    }),
  );
  return new Map([...known, ...found]);
}
