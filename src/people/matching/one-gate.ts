import type { Reader } from "../../pool/index.js";
import { readMerged, recordsOf, standsFor } from "../merged.js";
import { asOne } from "./as-one.js";
import { gateOf } from "./gates.js";
import type { Gate } from "./model.js";
import { askOfEvent } from "./read-ask.js";
import { saidOfPersons } from "./read-asked.js";
import { mayBeCalled, readAttempts, readElsewhere, readPeople, readSignedUp } from "./read-people.js";

export interface OneGate {
  readonly gate: Gate | null;
  /** The other event, where they are elsewhere at that time. */
  readonly elsewhere: string | null;
  readonly mayBeCalled: boolean;
}

/** What stands against asking one person, for one event or for any. */
export async function gateFor(reader: Reader, contactId: number, eventId: number | null): Promise<OneGate> {
  const merged = await readMerged(reader);
  const stands = standsFor(merged, contactId);
  const [person] = asOne(await readPeople(reader, recordsOf(merged, [stands])), merged);
  if (person === undefined) return { gate: null, elsewhere: null, mayBeCalled: false };
  const event = eventId === null ? null : ((await askOfEvent(reader, eventId))?.event ?? null);
  const attempts = event === null ? [] : await readAttempts(reader, event, "9999-12-31");
  const answer = attempts
    .filter(({ contact_id }) => contact_id !== null && standsFor(merged, contact_id) === stands)
    .at(-1);
  const said = {
    elsewhere: event === null ? new Map<number, string>() : await readElsewhere(reader, event),
    signedUp: event === null ? new Map<number, "on" | "off">() : await readSignedUp(reader, event),
  };
  const against = { event, ...saidOfPersons(said, merged) };
  return {
    gate: gateOf(person, answer ?? null, against),
    elsewhere: against.elsewhere.get(stands) ?? null,
    mayBeCalled: mayBeCalled(person),
  };
}
