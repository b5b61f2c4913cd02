import { wordsAsked } from "./registry.js";
import type { RulingId } from "./rulings.js";

/** A rule of the Bible on where events count: it has an id and a definition, and no figure of its own. */
export interface Attribution {
  readonly id: string;
  readonly name: string;
  /** Words that find it besides its name. */
  readonly also: readonly string[];
  readonly definition: string;
  readonly reference: string;
  readonly rulings: readonly RulingId[];
}

export const ATTRIBUTIONS: readonly Attribution[] = [
  {
    id: "M50",
    name: "District attribution",
    also: ["district of an event"],
    definition:
      "The district of an event, in this order: its linked districts; else the written district, by exact name or alias; else its school's district; else the districts of the students and teachers who attended, marked inferred; else Unknown. An event of several districts counts in full in each, and once in any total.",
    reference: "Metrics Bible v1.0, M50",
    rulings: ["E2"],
  },
  {
    id: "M51",
    name: "School attribution",
    also: ["school of an event"],
    definition:
      "The school of an event is the event's school, not its students' home school. What is counted by the students' own school says so: by:home_school.",
    reference: "Metrics Bible v1.0, M51",
    rulings: ["E3"],
  },
];

/** The rule that an id or its name means; null when it is none of them. */
export function findAttribution(text: string): Attribution | null {
  const asked = wordsAsked(text);
  return (
    ATTRIBUTIONS.find(({ id, name, also }) => [id, name, ...also].some((each) => wordsAsked(each) === asked)) ?? null
  );
}
