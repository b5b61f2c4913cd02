import { type Argument, type Member, take } from "../src/command/index.js";

/** Somebody in Slack, or "none" for nobody. */
export function memberOrNone(asked: {
  readonly label: string;
  readonly help: string;
}): Argument<Member | "none" | null> {
  const someone = take.member(asked);
  return {
    ...someone,
    read(given, reading) {
      const [only] = given.flatMap(({ parts }) => parts);
      const isNobody = only !== undefined && only.mention === null && /^(?:none|nobody|no one)$/i.test(only.text);
      return isNobody ? "none" : someone.read(given, reading);
    },
    write: (value) =>
      value === "none"
        ? [{ negated: false, parts: [{ text: "none", quoted: false, mention: null }] }]
        : someone.write(value),
  };
}
