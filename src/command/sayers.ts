import { setTimeout as after } from "node:timers/promises";
import type { Cell, Reply } from "../reply/index.js";
import { PolarisError, SaidBeforeError } from "../runtime/index.js";
import type { CommandContext } from "./model.js";

/** What people are called, by their ids, as far as anybody says. */
export type Names = ReadonlyMap<string, string>;
/** How somebody is called to whoever asks. */
export type Sayers = (id: string | null) => string;
type Asking = Pick<CommandContext, "services" | "request">;

const MOST_ASKED_FOR = 20;
/** A list does not wait longer for names while Slack does not answer. */
const LONGEST_MILLISECONDS = 1_000;

/** How each of them is called to whoever asks: "you", or the name that Slack has; "somebody" where nobody is known. */
export async function sayersOf(people: readonly (string | null)[], context: Asking): Promise<Sayers> {
  const names = await namesOfPeople(
    people.filter((id) => id !== null),
    context,
  );
  return (id) => (id === null ? "somebody" : id === context.request.actor.id ? "you" : (names.get(id) ?? id));
}

/** A reply with a column of ids in one of its tables, where people are called instead as they are called to whoever asks. */
export async function withSayers(
  reply: Reply,
  { table: key, column }: { readonly table: string; readonly column: string },
  context: Asking,
): Promise<Reply> {
  const shown = reply.tables.find((each) => each.key === key);
  const place = shown?.columns.findIndex((each) => each.key === column) ?? -1;
  if (shown === undefined || place < 0) return reply;
  const idOf = (row: readonly Cell[]): string | null => {
    const id = row[place];
    return typeof id === "string" ? id : null;
  };
  const whose = await sayersOf(shown.rows.map(idOf), context);
  const rows = shown.rows.map((row) => (idOf(row) === null ? row : row.with(place, whose(idOf(row)))));
  return { ...reply, tables: reply.tables.map((each) => (each === shown ? { ...each, rows } : each)) };
}

/** In sentences that every place shows people have no names (docs/access.md); lists say who it was. */
export const sayerUnnamed = (id: string | null, { request }: Pick<CommandContext, "request">): string =>
  id === null ? "somebody" : id === request.actor.id ? "you" : "a colleague";

/**
 * A refusal that says who came first, by name where the place holds names. Slack is asked once the change has been given up, because nobody else can
 * change anything while one waits.
 */
export async function sayingWho(thrown: unknown, context: Asking & Pick<CommandContext, "holds">): Promise<unknown> {
  if (!(thrown instanceof SaidBeforeError)) return thrown;
  const { by, code, suggestions } = thrown;
  const unnamed = sayerUnnamed(by, context);
  const isNamed = by !== null && by !== context.request.actor.id && context.holds.includes("name");
  const who = isNamed ? ((await namesOfPeople([by], context)).get(by) ?? unnamed) : unnamed;
  return new PolarisError(code, thrown.says(who), { suggestions });
}

export async function namesOfPeople(
  people: readonly string[],
  { services, request: { actor } }: Asking,
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
      return colleague === null ? [] : [[id, colleague.name] as const];
    }),
  );
  return new Map([...known, ...found.flat()]);
}
