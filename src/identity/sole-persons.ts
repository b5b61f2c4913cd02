interface Holder {
  /** The first contact that has the words. */
  readonly contact: number;
  /** Null where several persons share them. */
  readonly person: number | null;
}

/** Whom words stand for, an address or a name, as long as one person alone bears them (ruling P6). */
export class SolePersons {
  readonly #holders = new Map<string, Holder>();

  add(key: string, contact: number, person: number): void {
    const known = this.#holders.get(key);
    if (known === undefined) this.#holders.set(key, { contact, person });
    else if (known.person !== person) this.#holders.set(key, { ...known, person: null });
  }

  /** A contact of that person; null when there is none, or more than one. */
  find(key: string): number | null {
    const holder = this.#holders.get(key);
    return holder === undefined || holder.person === null ? null : holder.contact;
  }
}
