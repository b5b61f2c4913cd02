interface Meanwhile {
  readonly pattern: RegExp;
  readonly act: () => void;
  left: number;
}

/** What people do in the midst of somebody's reading: right after a request that matches was answered. */
export class Interruptions {
  private waiting: Meanwhile[] = [];

  /** `match` is a regular expression on "METHOD path?query". */
  add(match: string, act: () => void, times: number): void {
    this.waiting.push({ pattern: new RegExp(match), act, left: times });
  }

  happen(method: string, pathAndQuery: string): void {
    const due = this.waiting.filter(({ pattern }) => pattern.test(`${method} ${pathAndQuery}`));
    for (const each of due) {
      each.left -= 1;
      each.act();
    }
    this.waiting = this.waiting.filter(({ left }) => left > 0);
  }
}
