import { addDays } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import { type Merged, ofThoseThatStand } from "../merged.js";
import type { AskedEvent, MatchAsk } from "./model.js";
import type { Partnership } from "./parts.js";
import {
  type Attempt,
  readAttempts,
  readElsewhere,
  readIncluded,
  readLike,
  readPartners,
  readSignedUp,
} from "./read-people.js";

/** What is read of the ask itself; none waits for another, nor for the crowd. */
export interface Asked {
  readonly like: ReadonlyMap<number, boolean>;
  readonly included: ReadonlyMap<number, string | null>;
  readonly attempts: readonly Attempt[];
  readonly partners: ReadonlyMap<number, Partnership> | null;
  readonly signedUp: ReadonlyMap<number, "on" | "off">;
  readonly elsewhere: ReadonlyMap<number, string>;
}

export async function readAsked(reader: Reader, ask: MatchAsk, today: string): Promise<Asked> {
  const { event } = ask;
  const readIf = <Found, None>(read: (reader: Reader, event: AskedEvent) => Promise<Found>, none: None) =>
    event === null ? none : read(reader, event);
  const [like, included, attempts, partners, signedUp, elsewhere] = await Promise.all([
    readLike(reader, ask, today),
    readIf(readIncluded, new Map<number, string | null>()),
    readAttempts(reader, event, addDays(today, -365)),
    readIf(readPartners, null),
    readIf(readSignedUp, new Map<number, "on" | "off">()),
    readIf(readElsewhere, new Map<number, string>()),
  ]);
  return { like, included, attempts, partners, signedUp, elsewhere };
}

/** What was read of each record, of the one that is listed for it. */
export const askedOfPersons = (asked: Asked, merged: Merged): Asked => ({
  ...asked,
  ...saidOfPersons(asked, merged),
  included: ofThoseThatStand(asked.included, merged, (_, other) => other),
});

/** Who is signed up under another record of theirs is signed up. */
export const saidOfPersons = (
  { signedUp, elsewhere }: Pick<Asked, "signedUp" | "elsewhere">,
  merged: Merged,
): Pick<Asked, "signedUp" | "elsewhere"> => ({
  signedUp: ofThoseThatStand(signedUp, merged, (one, other) => (one === "on" ? one : other)),
  elsewhere: ofThoseThatStand(elsewhere, merged, (one) => one),
});
