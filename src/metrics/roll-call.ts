import type { Period } from "../domain/index.js";
import type { Reader } from "../pool/index.js";
import type { EventBuckets } from "./event-buckets.js";
import { eachIn } from "./listed.js";
import type { DimensionId, Key } from "./model.js";
import { Lists, Numbers } from "./numbered.js";
import type { Roll } from "./roll.js";
import { keyOf, type Row, textOf } from "./row.js";

/** How figures are cut: by one dimension, or by an event's and within each of its buckets by the people's own. */
export interface Cut {
  readonly by: DimensionId;
  readonly part: DimensionId | null;
}

/** How many people came, and how often together. */
interface Turnout {
  readonly people: number;
  readonly times: number;
}

const NOBODY: Turnout = { people: 0, times: 0 };
/** Names of this many are asked for at once. */
const NAMED_AT_ONCE = 1_000;

/** A roll in numbers from 0 on: events, the entries at each (a person, or where contacts have buckets of their own a contact in a school year), and the person of each entry, who may have several. */
export class RollCall {
  readonly #roll: Roll;
  readonly #buckets: EventBuckets;
  readonly #periods: readonly Period[];
  /** Where an event stands, by its id. */
  readonly #placeOf = new Map<number, number>();
  readonly #entriesAt = new Lists();
  /** School year → contact → entry. */
  readonly #entryOf = new Map<number, Numbers>();
  readonly #persons: number[] = [];
  readonly #placeOfPerson = new Numbers();
  readonly #personOf: number[] = [];
  /** The entries in each bucket of the people's own. */
  readonly #entriesIn = new Map<DimensionId, Map<Key, (readonly number[])[]>>();
  readonly #labels = new Map<DimensionId, ReadonlyMap<Key, string | null>>();
  /** The last count that met each person. */
  #met = new Uint32Array(0);
  #counts = 0;

  private constructor(roll: Roll, buckets: EventBuckets) {
    this.#roll = roll;
    this.#buckets = buckets;
    this.#periods = [...new Set(roll.asked.flatMap(({ period }) => (period === null ? [] : [period])))];
  }

  /** Reads the roll, and by `once` what rolls ask alike: all that it is to be cut by. */
  static async read(
    reader: Reader,
    once: Reader,
    roll: Roll,
    cuts: readonly Cut[],
    read: Promise<EventBuckets>,
  ): Promise<RollCall> {
    const named = new Set(cuts.flatMap(({ by, part }) => (part === null ? [by] : [by, part])));
    const own = [...named].filter((id) => !roll.isOfEvent(id));
    const ofContacts = own.filter((id) => roll.isOfContact(id));
    const [events, buckets, contacts] = await Promise.all([
      reader.query<Row>(roll.byEvent(ofContacts.length > 0 ? "contacts" : "people")),
      read,
      ofContacts.length > 0 ? once.query<Row>(roll.ofContacts(ofContacts)) : [],
    ]);
    const call = new RollCall(roll, buckets);
    call.#takeEvents(events);
    if (call.#persons.length === 0) return call;
    call.#met = new Uint32Array(call.#persons.length);
    call.#takeContacts(contacts, ofContacts);
    for (const id of own) if (!roll.isOfContact(id)) call.#takePersons(id);
    const labels = await Promise.all(own.map((id) => call.#readLabels(reader, id)));
    own.forEach((id, place) => {
      call.#labels.set(id, labels[place] ?? new Map());
    });
    return call;
  }

  /** The figures of each bucket in which there is anybody, as rows of a statement; each period's where that is wanted. */
  rows({ by, part }: Cut, withPeriods: boolean): Row[] {
    const periods = withPeriods ? this.#periods : [];
    if (!this.#roll.isOfEvent(by))
      return this.#counted([...this.#placeOf.keys()], by, periods).map(({ key, figures }) => ({
        ...this.#named(by, key, "bucket"),
        ...figures,
      }));
    return this.#buckets.by(by).flatMap((bucket) =>
      this.#counted(bucket.events, part, periods).map(({ key, figures }) => ({
        bucket_key: bucket.key,
        bucket_label: bucket.label,
        ...(part === null ? {} : this.#named(part, key, "part")),
        ...figures,
      })),
    );
  }

  /** The figures of all together: 0 where nobody came. */
  total(): Row {
    const [whole] = this.#counted([...this.#placeOf.keys()], null, this.#periods);
    return whole?.figures ?? this.#figures(NOBODY, new Map());
  }

  #takeEvents(rows: readonly Row[]): void {
    rows.forEach(({ event, school_year, people }, place) => {
      const known = this.#entriesOfYear(Number(school_year));
      eachIn(people, (contact, person) => {
        const entry = known.taken(contact, this.#personOf.length);
        if (entry === this.#personOf.length) this.#personOf.push(this.#personAt(person));
        this.#entriesAt.add(entry);
      });
      this.#placeOf.set(Number(event), place);
      this.#entriesAt.end();
    });
  }

  /** Each list of contacts is of one bucket by every dimension. */
  #takeContacts(rows: readonly Row[], own: readonly DimensionId[]): void {
    const buckets = own.map((id) => ({ column: `key_${id}`, entriesIn: this.#ownBuckets(id) }));
    for (const row of rows) {
      const known = this.#entriesOfYear(Number(row.school_year));
      const entries: number[] = [];
      eachIn(row.contacts, (contact) => {
        const entry = known.of(contact);
        if (entry !== undefined) entries.push(entry);
      });
      if (entries.length === 0) continue;
      for (const { column, entriesIn } of buckets) {
        const key = keyOf(row[column]);
        const lists = entriesIn.get(key);
        if (lists) lists.push(entries);
        else entriesIn.set(key, [entries]);
      }
    }
  }

  /** Everybody is a bucket. */
  #takePersons(id: DimensionId): void {
    const entries: number[][] = this.#persons.map(() => []);
    this.#personOf.forEach((person, entry) => {
      entries[person]?.push(entry);
    });
    const buckets = this.#ownBuckets(id);
    this.#persons.forEach((key, person) => {
      buckets.set(key, [entries[person] ?? []]);
    });
  }

  #ownBuckets(id: DimensionId): Map<Key, (readonly number[])[]> {
    const buckets = new Map<Key, (readonly number[])[]>();
    this.#entriesIn.set(id, buckets);
    return buckets;
  }

  async #readLabels(reader: Reader, id: DimensionId): Promise<ReadonlyMap<Key, string | null>> {
    const keys = [...(this.#entriesIn.get(id)?.keys() ?? [])].filter((key) => typeof key === "number");
    const labels = new Map<Key, string | null>();
    for (let begin = 0; begin < keys.length; begin += NAMED_AT_ONCE) {
      const statement = this.#roll.labels(id, keys.slice(begin, begin + NAMED_AT_ONCE));
      if (statement === null) return labels;
      for (const row of await reader.query<Row>(statement)) labels.set(keyOf(row.bucket_key), textOf(row.bucket_label));
    }
    return labels;
  }

  #named(id: DimensionId, key: Key, name: "bucket" | "part"): Row {
    return { [`${name}_key`]: key, [`${name}_label`]: this.#labels.get(id)?.get(key) ?? null };
  }

  #entriesOfYear(year: number): Numbers {
    const known = this.#entryOf.get(year) ?? new Numbers();
    this.#entryOf.set(year, known);
    return known;
  }

  #personAt(id: number): number {
    const person = this.#placeOfPerson.taken(id, this.#persons.length);
    if (person === this.#persons.length) this.#persons.push(id);
    return person;
  }

  /** The figures at these events, of all or by the people's own buckets; none where nobody came. */
  #counted(
    events: readonly number[],
    own: DimensionId | null,
    periods: readonly Period[],
  ): { readonly key: Key; readonly figures: Row }[] {
    const byPeriod = periods.map((period) => {
      return [period, this.#turnout(this.#buckets.within(period, events), own)] as const;
    });
    return [...this.#turnout(events, own)].map(([key, whole]) => {
      const turnouts = byPeriod.map(([period, turnout]) => [period, turnout.get(key) ?? NOBODY] as const);
      return { key, figures: this.#figures(whole, new Map(turnouts)) };
    });
  }

  #turnout(events: readonly number[], own: DimensionId | null): Map<Key, Turnout> {
    const places = events.flatMap((event) => this.#placeOf.get(event) ?? []);
    return own === null ? this.#turnoutTogether(places) : this.#turnoutBy(places, own);
  }

  #turnoutTogether(places: readonly number[]): Map<Key, Turnout> {
    const count = ++this.#counts;
    const turnout = { people: 0, times: 0 };
    for (const place of places) {
      const entries = this.#entriesAt.at(place);
      turnout.times += entries.length;
      for (const entry of entries) if (this.#isNew(entry, count)) turnout.people++;
    }
    return new Map(turnout.times === 0 ? [] : [[null, turnout]]);
  }

  #turnoutBy(places: readonly number[], own: DimensionId): Map<Key, Turnout> {
    const times = new Uint32Array(this.#personOf.length);
    for (const place of places) for (const entry of this.#entriesAt.at(place)) times[entry] = (times[entry] ?? 0) + 1;
    const turnouts = new Map<Key, Turnout>();
    for (const [key, lists] of this.#entriesIn.get(own) ?? []) {
      const count = ++this.#counts;
      const turnout = { people: 0, times: 0 };
      for (const entries of lists)
        for (const entry of entries) {
          const came = times[entry] ?? 0;
          if (came === 0) continue;
          turnout.times += came;
          if (this.#isNew(entry, count)) turnout.people++;
        }
      if (turnout.times > 0) turnouts.set(key, turnout);
    }
    return turnouts;
  }

  /** Whether this count meets the person of an entry for the first time. */
  #isNew(entry: number, count: number): boolean {
    const person = this.#personOf[entry] ?? 0;
    if (this.#met[person] === count) return false;
    this.#met[person] = count;
    return true;
  }

  #figures(whole: Turnout, byPeriod: ReadonlyMap<Period, Turnout>): Row {
    return Object.fromEntries(
      this.#roll.asked.map(({ alias, measure, period }) => {
        const turnout = period === null ? whole : (byPeriod.get(period) ?? NOBODY);
        return [alias, measure.kind === "records" ? turnout.times : turnout.people];
      }),
    );
  }
}
