import type { Availability } from "../../domain/index.js";
import type { Tie } from "../affiliations.js";
import type { Merged } from "../merged.js";
import type { Found } from "./model.js";

/** A tie to an organisation that is not deleted. */
export interface Affiliated extends Tie {
  readonly organization: string;
}

/** A volunteer as a search judges them. */
export interface Registered extends Found {
  /** Place by name among all volunteers, from A. */
  readonly place: number;
  readonly industry: string | null;
  readonly interests: string | null;
  /** The same, one by one. */
  readonly interestedIn: readonly string[];
  readonly ties: readonly Affiliated[];
  /** Of all ties, the primary one first. */
  readonly organizationsEver: readonly string[];
  readonly skills: readonly string[];
  /** Types of the events that they attended. */
  readonly types: readonly string[];
  /** Events at which their attendance counts (of several records of one person's at one event, one does). */
  readonly cameTo: readonly number[];
  /** The last event, the last e-mail, or what Salesforce has as their last activity: the latest of them. */
  readonly lastActivityOn: string | null;
  /** The next day for which they are signed up. */
  readonly nextOn: string | null;
  readonly attendedVirtually: boolean;
  readonly attendedInPerson: boolean;
  /** Pathways that somebody said they spoke on (ruling E8). */
  readonly spokeOn: readonly string[];
  readonly availability: { readonly said: string; readonly read: Availability } | null;
  /** Has a Pathful profile. */
  readonly isConnector: boolean;
  readonly mayBeWrittenTo: boolean;
  readonly mayBeCalled: boolean;
}

/** Every volunteer that is not deleted, by name, several records that somebody said are one as one, and what there is to be judged once rather than for each of them. */
export interface Register {
  readonly volunteers: readonly Registered[];
  readonly byId: ReadonlyMap<number, Registered>;
  /** Records that are listed as another one. */
  readonly merged: Merged;
  /** Event → its day, of all that are neither cancelled nor deleted. */
  readonly days: ReadonlyMap<number, string>;
  readonly organizations: readonly string[];
  readonly skills: readonly string[];
  /** Words of a text and their stems, worked out when first asked for. */
  readonly words: WordsKept;
}

/** What is told of texts again and again, worked out once a text. */
export class WordsKept {
  readonly #stems = new Map<string, ReadonlySet<string>>();
  readonly #words = new Map<string, readonly string[]>();
  readonly #ranks = new Map<string, ReadonlyMap<string, number>>();

  stems(text: string, stemsOf: (text: string) => readonly string[]): ReadonlySet<string> {
    return kept(this.#stems, text, () => new Set(stemsOf(text)));
  }

  words(text: string, wordsOf: (text: string) => readonly string[]): readonly string[] {
    return kept(this.#words, text, () => wordsOf(text));
  }

  /** The places of texts in an order, worked out once under a name. */
  ranks(name: string, of: () => ReadonlyMap<string, number>): ReadonlyMap<string, number> {
    return kept(this.#ranks, name, of);
  }
}

function kept<Value>(values: Map<string, Value>, key: string, of: () => Value): Value {
  const known = values.get(key);
  if (known !== undefined) return known;
  const value = of();
  values.set(key, value);
  return value;
}
