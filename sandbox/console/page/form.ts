import type { BlockJson, FieldValue, FormValues, Place } from "../../slack/console-types.js";

/** What the fields of one message or view hold: what the server says, and what was typed here since. */
export class Form {
  readonly place: Place;
  #given: FormValues;
  readonly #touched = new Map<string, { block: string; action: string; value: FieldValue }>();
  /** The words of options that a type-ahead offered. */
  readonly #words = new Map<string, string>();

  constructor(place: Place, given: FormValues) {
    this.place = place;
    this.#given = given;
  }

  get(block: string, action: string): FieldValue {
    const touched = this.#touched.get(`${block}\n${action}`);
    return touched === undefined ? (this.#given[block]?.[action] ?? null) : touched.value;
  }

  set(block: string, action: string, value: FieldValue): void {
    this.#touched.set(`${block}\n${action}`, { block, action, value });
  }

  nameOption(action: string, value: string, words: string): void {
    this.#words.set(`${action}\n${value}`, words);
  }

  wordsOf(action: string, value: string): string | null {
    return this.#words.get(`${action}\n${value}`) ?? null;
  }

  /** Everything as it stands. */
  all(): FormValues {
    const all: Record<string, Record<string, FieldValue>> = {};
    for (const [block, fields] of Object.entries(this.#given)) all[block] = { ...fields };
    for (const { block, action, value } of this.#touched.values()) all[block] = { ...all[block], [action]: value };
    return all;
  }

  /** After an update: what was typed into blocks that are gone is forgotten, the rest stays. */
  renew(given: FormValues, blocks: readonly BlockJson[]): void {
    this.#given = given;
    const staying = new Set(blocks.map(({ block_id: id }) => id));
    for (const [key, { block }] of this.#touched) if (!staying.has(block)) this.#touched.delete(key);
  }
}
