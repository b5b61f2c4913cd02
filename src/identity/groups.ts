/** Which ids belong together, transitively; a group goes by its smallest id. */
export class Groups {
  readonly #parent = new Map<number, number>();

  /** The smallest id of the group that this one is in: itself when it was never joined. */
  smallestOf(id: number): number {
    let root = id;
    for (let up = this.#parent.get(root); up !== undefined; up = this.#parent.get(root)) root = up;
    // The path is shortened, so that a long chain is walked once.
    for (let at = id; at !== root; ) {
      const up = this.#parent.get(at) ?? root;
      this.#parent.set(at, root);
      at = up;
    }
    return root;
  }

  join(one: number, other: number): void {
    const [a, b] = [this.smallestOf(one), this.smallestOf(other)];
    if (a !== b) this.#parent.set(Math.max(a, b), Math.min(a, b));
  }

  joinAll(ids: readonly number[]): void {
    const [first, ...rest] = ids;
    if (first !== undefined) for (const id of rest) this.join(first, id);
  }
}
