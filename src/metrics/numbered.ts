const FIRST_ROOM = 1 << 12;
/** Spreads ids that lie beside each other over a table (Knuth's multiplicative hashing). */
const SPREAD = 2_654_435_761;

/**
 * What numbers ids of rows have. A table of its own, as everybody at every event is looked up here: a map of a hundred thousand ids takes several times as
 * long.
 */
export class Numbers {
  /** 0 where there is none: no row has that id. */
  #ids = new Uint32Array(FIRST_ROOM);
  #numbers = new Uint32Array(FIRST_ROOM);
  #size = 0;

  /** Undefined where it has none. */
  of(id: number): number | undefined {
    const place = this.#placeOf(id);
    return this.#ids[place] === id ? this.#numbers[place] : undefined;
  }

  /** The number it has, or else the next one, which it is given. */
  taken(id: number, next: number): number {
    const place = this.#placeOf(id);
    if (this.#ids[place] === id) return this.#numbers[place] ?? next;
    this.#ids[place] = id;
    this.#numbers[place] = next;
    this.#size++;
    if (this.#size * 2 > this.#ids.length) this.#widen();
    return next;
  }

  /** Where an id stands, or would. */
  #placeOf(id: number): number {
    const last = this.#ids.length - 1;
    let place = (Math.imul(id, SPREAD) >>> 8) & last;
    while (this.#ids[place] !== 0 && this.#ids[place] !== id) place = (place + 1) & last;
    return place;
  }

  #widen(): void {
    const [ids, numbers] = [this.#ids, this.#numbers];
    this.#ids = new Uint32Array(ids.length * 4);
    this.#numbers = new Uint32Array(ids.length * 4);
    ids.forEach((id, before) => {
      if (id === 0) return;
      const place = this.#placeOf(id);
      this.#ids[place] = id;
      this.#numbers[place] = numbers[before] ?? 0;
    });
  }
}

/** Lists of numbers, one behind the other: as arrays of their own they would be the most of what the collector has to look at. */
export class Lists {
  #numbers = new Uint32Array(FIRST_ROOM);
  #length = 0;
  readonly #ends: number[] = [];

  /** Puts a number at the end of the list that is being filled. */
  add(number: number): void {
    if (this.#length === this.#numbers.length) {
      const numbers = new Uint32Array(this.#length * 2);
      numbers.set(this.#numbers);
      this.#numbers = numbers;
    }
    this.#numbers[this.#length++] = number;
  }

  /** The list that was being filled is whole, and has the next place. */
  end(): void {
    this.#ends.push(this.#length);
  }

  /** The numbers at a place; none where there is no list. */
  at(place: number): Uint32Array {
    return this.#numbers.subarray(place === 0 ? 0 : (this.#ends[place - 1] ?? 0), this.#ends[place] ?? 0);
  }
}
