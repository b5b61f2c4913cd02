import type { Registered } from "./registered.js";

export type CriterionKey =
  | "word"
  | "skill"
  | "pathway"
  | "org"
  | "org-ever"
  | "title"
  | "industry"
  | "interest"
  | "available"
  | "local"
  | "type"
  | "consent"
  | "connector"
  | "virtual-only"
  | "last"
  | "last-email"
  | "last-activity"
  | "times"
  | "any";

/** One thing that a search asks of a volunteer; all of them must hold. */
export interface Criterion {
  readonly key: CriterionKey;
  /** As people write it: "skill python or sql", "not local partial". */
  readonly asked: string;
  /** It asks that something be not so. */
  readonly isNot: boolean;
  fits(volunteer: Registered): boolean;
  /** What it is of a volunteer who fits, for people; nothing where something is not so. */
  why(volunteer: Registered): readonly string[];
}

const NOTHING: readonly string[] = [];

/** What is asked, as it holds or, turned round, as it does not. */
export const criterion = (
  key: CriterionKey,
  asked: string,
  fits: (volunteer: Registered) => boolean,
  why: (volunteer: Registered) => readonly string[],
  isNot = false,
): Criterion =>
  isNot
    ? { key, asked: `not ${asked}`, isNot, fits: (volunteer) => !fits(volunteer), why: () => NOTHING }
    : { key, asked, isNot, fits, why };

/** Any of several is enough: what a wide search makes of them. */
export function anyOf(criteria: readonly Criterion[]): readonly Criterion[] {
  if (criteria.length < 2) return criteria;
  return [
    {
      key: "any",
      asked: criteria.map(({ asked }) => asked).join(", or "),
      isNot: false,
      fits: (volunteer) => criteria.some((each) => each.fits(volunteer)),
      why: (volunteer) => criteria.flatMap((each) => (each.fits(volunteer) ? each.why(volunteer) : [])),
    },
  ];
}
