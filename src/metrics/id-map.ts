const FREE = -1;
const SCATTER = 0x9e3779b1;

/**
 * Numbers by ids. A Map takes three times as long for hundreds of thousands of ids, each looked up several times for one report: it goes by several places
 * that are far apart. Here an id stands in the first free place from the one that it scatters to.
 */
export class IdMap {
  #size = 0;
  #bits = 10;
  #ids = new Float64Array(1 << this.#bits).fill(FREE);
  #numbers = new Int32Array(1 << this.#bits);

  get(id: number): number | undefined {
    const place = this.#placeOf(id);
    return this.#ids[place] === id ? this.#numbers[place] : undefined;
  }

  set(id: number, number: number): void {
    const place = this.#placeOf(id);
    if (this.#ids[place] === FREE) this.#size += 1;
    this.#ids[place] = id;
    this.#numbers[place] = number;
    if (this.#size * 2 > this.#ids.length) this.#double();
  }

  #placeOf(id: number): number {
    const ids = this.#ids;
    let place = Math.imul(id, SCATTER) >>> (32 - this.#bits);
    while (ids[place] !== id && ids[place] !== FREE) place = place + 1 === ids.length ? 0 : place + 1;
    return place;
  }

  #double(): void {
    const [ids, numbers] = [this.#ids, this.#numbers];
    this.#bits += 1;
    this.#ids = new Float64Array(1 << this.#bits).fill(FREE);
    this.#numbers = new Int32Array(1 << this.#bits);
    for (let before = 0; before < ids.length; before++) {
      const id = ids[before] ?? FREE;
      if (id === FREE) continue;
      const place = this.#placeOf(id);
      this.#ids[place] = id;
      this.#numbers[place] = numbers[before] ?? 0;
    }
  }
}
