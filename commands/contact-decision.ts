import { type CommandContext, lineOf } from "../src/command/index.js";
import { decideAtOnce, type Following } from "../src/identity/index.js";
import { type FoundContact, holdContact } from "../src/people/index.js";
import type { Transaction } from "../src/pool/index.js";
import type { Action } from "../src/reply/index.js";

/**
 * Changes what is decided about somebody: one at a time for one contact, with its audit entry in the same transaction, and figures moved before the answer.
 * @throws PolarisError not_found when the record went meanwhile, and what `change` throws
 */
export async function decideAbout<Result>(
  contact: FoundContact,
  context: CommandContext,
  change: (tx: Transaction, by: { readonly by: string; readonly now: string }) => Promise<Result>,
  follows: Following = "nothing",
): Promise<Result> {
  const { pool, organization, request } = context;
  return decideAtOnce(pool, { organization, now: request.now, follows }, async (tx) => {
    await holdContact(tx, contact);
    const made = await change(tx, { by: request.actor.id, now: request.now });
    await context.auditInside(tx, { contact: contact.sourceId });
    return made;
  });
}

/** Said beside the field while the form is open, so that nothing typed is lost. */
export const besideReason = (wrong: string | null): Readonly<Record<string, string>> =>
  wrong === null ? {} : { reason: wrong };

/** The button that takes one decision back. */
export const undoDecision = (id: number): Action => undoBy(lineOf("undo", { id }));

export const undoBy = (line: string): Action => ({ label: "Undo", line, does: "run", sensitivity: "open" });

export const openProfile = ({ kind, sourceId }: Pick<FoundContact, "kind" | "sourceId">): Action => ({
  label: "Open profile",
  line: lineOf(kind === "teacher" ? "teacher" : "volunteer", { who: sourceId }),
  does: "run",
  sensitivity: "open",
});
