import type { Reader } from "../../pool/index.js";
import { gateOf } from "./gates.js";
import type { Gate } from "./model.js";
import { askOfEvent } from "./read-ask.js";
import { readAttempts, readElsewhere, readPeople, readSignedUp } from "./read-people.js";

export interface OneGate {
  readonly gate: Gate | null;
  /** The other event, where they are elsewhere at that time. */
  readonly elsewhere: string | null;
  readonly mayBeCalled: boolean;
}

/** What stands against asking one person, for one event or for any. */
export async function gateFor(reader: Reader, contactId: number, eventId: number | null): Promise<OneGate> {
  const [person] = await readPeople(reader, [contactId]);
  if (person === undefined) return { gate: null, elsewhere: null, mayBeCalled: false };
  const event = eventId === null ? null : ((await askOfEvent(reader, eventId))?.event ?? null);
  const attempts = event === null ? [] : await readAttempts(reader, event, "9999-12-31");
  const answer = attempts
    .filter((each) => each.contact_source === person.source && each.contact_source_id === person.source_id)
    .at(-1);
  const elsewhere = event === null ? new Map<number, string>() : await readElsewhere(reader, event);
  const signedUp = event === null ? new Map<number, "on" | "off">() : await readSignedUp(reader, event);
  return {
    gate: gateOf(person, answer ?? null, { event, signedUp, elsewhere }),
    elsewhere: elsewhere.get(contactId) ?? null,
    mayBeCalled: person.may_be_called === 1,
  };
}
