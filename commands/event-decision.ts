import { type CommandContext, lineOf } from "../src/command/index.js";
import { recordUrl } from "../src/domain/index.js";
import { holdEvent, type NamedEvent } from "../src/events/index.js";
import { decisionsAbout } from "../src/identity/index.js";
import type { Transaction } from "../src/pool/index.js";
import { type Action, fact, type Reply, reply } from "../src/reply/index.js";
import { PolarisError, SaidBeforeError } from "../src/runtime/index.js";
import { whichEvent } from "./named-event.js";

/** Virtual sessions of Pathful are ours to decide about; what Salesforce keeps is changed there (ruling W2). */
export const isOurs = ({ source }: Pick<NamedEvent, "source">): boolean => source !== "salesforce";

/** A button that takes decisions back. */
export const undoing = (ids: readonly number[]): Action => ({
  label: "Undo",
  line: lineOf("undo", { id: ids.join(",") }),
  does: "run",
  sensitivity: "open",
});

/** @throws PolarisError not_found where the event went while somebody decided about it */
export async function held(tx: Transaction, event: NamedEvent): Promise<void> {
  if (!(await holdEvent(tx, event.id)))
    throw new PolarisError("not_found", `${whichEvent(event)} was deleted meanwhile. Nothing was kept.`);
}

/**
 * Refuses where somebody decided what became of the event after it was read: the later of two people sees what the earlier one said.
 * @throws PolarisError argument_invalid
 */
export async function heldAs(tx: Transaction, event: NamedEvent): Promise<void> {
  await held(tx, event);
  const { source, sourceId, status } = event;
  const said = (await decisionsAbout(tx, { subject: "event", source, sourceId }, "event_status")).at(-1);
  if (said === undefined || said.value === status) return;
  throw new SaidBeforeError(
    "argument_invalid",
    said.decidedBy,
    (who) => `Meanwhile ${who} said that ${whichEvent(event)} counts as ${said.value}. Nothing was done.`,
    { suggestions: [{ label: `Take ${said.id} back`, line: lineOf("undo", { id: said.id }) }] },
  );
}

/** What has to be done in Salesforce first, with the way there; nothing was changed here. */
export function inSalesforceFirst(
  event: NamedEvent,
  { organization }: CommandContext,
  words: { readonly title: string; readonly text: string; readonly link: string },
): Reply {
  const url = isOurs(event) ? null : recordUrl(organization.salesforce.recordUrl, "Session__c", event.sourceId);
  return reply({
    title: words.title,
    text: words.text,
    sensitivity: "open",
    facts: url === null ? [] : [fact("salesforce", words.link, url, "link", "open")],
  });
}
