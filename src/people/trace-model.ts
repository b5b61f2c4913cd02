import { type Calendar, isSalesforceId, normalizeEmail, to18 } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import type { Organization } from "../runtime/index.js";
import { folded } from "./narrow.js";

/** One thing the pool knows about what was asked for, and what follows from it. */
export interface Trace {
  /** Volunteer, Event, Organisation, Pathful user, Roster entry, Question ... */
  readonly what: string;
  readonly name: string;
  /** The source that the record bears: salesforce, pathful, virtual-log, roster ... */
  readonly source: string;
  readonly sourceId: string;
  /** in the pool | deleted in Salesforce | gone from the … | merged | waiting | open | answered | left out */
  readonly state: string;
  readonly why: string;
  /** File or sheet that brought it last and the day, as in "file roster.csv, 20 Nov 2026"; null where no file did. */
  readonly cameBy: string | null;
  /** ISO-8601 UTC: when it was first seen, or when it went. */
  readonly since: string | null;
  /** True when it says something of one student. */
  readonly isStudent: boolean;
}

/** The first that were found, and how many there are in all. */
export interface Traces {
  readonly found: readonly Trace[];
  readonly total: number;
}

/** What somebody looks for, in every form that records are known by. */
export interface Asked {
  readonly text: string;
  readonly folded: string;
  /** A Salesforce id with its 18 characters. */
  readonly id: string | null;
  readonly email: string | null;
}

export interface Circumstances {
  readonly calendar: Calendar;
  /** How people are called to whoever asks, by their ids. */
  readonly sayersOf: (people: readonly (string | null)[]) => Promise<(id: string | null) => string>;
  readonly organization: Organization;
}

export interface Tracing extends Circumstances {
  readonly reader: Reader;
  readonly asked: Asked;
}

/** Looks for one kind of thing. */
export type Tracer = (tracing: Tracing) => Promise<Traces>;

/** As many of a kind as anybody reads. */
export const MOST = 40;

export const NOTHING: Traces = { found: [], total: 0 };

/** Whether a title or name has the words asked for as they stand, whatever its accents, case and punctuation. */
export const isIn = (text: string | null, { folded: words }: Asked): boolean =>
  text !== null && words !== "" && folded(text).includes(words);

/** A letter by itself names nothing (ruling S3). */
export const isOneLetter = ({ folded: words }: Asked): boolean => /^\p{L}$/u.test(words);

export function askedOf(text: string): Asked {
  const asked = text.trim();
  return {
    text: asked,
    folded: folded(asked),
    id: isSalesforceId(asked) ? to18(asked) : null,
    email: normalizeEmail(asked),
  };
}

/** Rows as traces: the first of them, and how many there are. */
export async function traced<Row>(
  rows: readonly Row[],
  toTrace: (row: Row) => Trace | Promise<Trace>,
): Promise<Traces> {
  const found: Trace[] = [];
  for (const row of rows.slice(0, MOST)) found.push(await toTrace(row));
  return { found, total: rows.length };
}
