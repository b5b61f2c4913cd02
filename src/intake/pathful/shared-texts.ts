import type { SignUp } from "../../sources/index.js";

const TEXTS = [
  "sessionId",
  "title",
  "day",
  "time",
  "status",
  "userId",
  "name",
  "school",
  "place",
  "host",
  "careerCluster",
  "workBasedLearning",
  "series",
  "information",
  "link",
] as const satisfies readonly (keyof SignUp)[];

/** Holds each text once: what a report says of a session it says again of everybody who signed up, and all its rows are held until they are worked out. */
export class SharedTexts {
  readonly #held = new Map<string, string>();

  of(signUp: SignUp): SignUp {
    const shared: { -readonly [Key in keyof SignUp]: SignUp[Key] } = { ...signUp };
    for (const key of TEXTS) {
      const text = shared[key];
      if (text !== null) shared[key] = this.#one(text);
    }
    return shared;
  }

  #one(text: string): string {
    const held = this.#held.get(text);
    if (held !== undefined) return held;
    this.#held.set(text, text);
    return text;
  }
}
