import { methodLabel, outcomeLabel } from "../src/events/index.js";

/** "Call: interested". */
export const saidOf = ({ method, outcome }: { readonly method: string; readonly outcome: string }): string =>
  `${methodLabel(method)}: ${outcomeLabel(outcome).toLowerCase()}`;

const ANSWER_WORDS: Readonly<Record<string, string>> = { received: "wrote back" };

/** What came of asking somebody, in a table. */
export const answerWords = (answer: string | null): string =>
  answer === null ? "no answer yet" : (ANSWER_WORDS[answer] ?? outcomeLabel(answer).toLowerCase());
