import type { CommandContext } from "../src/command/index.js";
import { goneEvent, type NamedEvent } from "../src/events/index.js";
import type { Ask } from "../src/reply/index.js";
import { PolarisError } from "../src/runtime/index.js";
import { oneEvent, whichEvent } from "./named-event.js";

/**
 * The event meant, as `oneEvent` finds it; one that was deleted where it comes from is said to be so, with what would have been kept.
 * @throws PolarisError not_found
 */
export async function standingEvent(
  text: string,
  context: CommandContext,
  options: Parameters<typeof oneEvent>[2] & { readonly lost?: string | null } = {},
): Promise<NamedEvent | Ask> {
  const gone = await goneEvent(context.pool, text);
  if (gone !== null) {
    const lost = options.lost ? ` What you said: ${options.lost}.` : "";
    throw new PolarisError(
      "not_found",
      `${whichEvent(gone)} was deleted in ${gone.source === "salesforce" ? "Salesforce" : "Pathful"}, so nothing was kept.${lost} If it was entered anew, name the new one.`,
    );
  }
  return oneEvent(text, context, options);
}
