import { absent } from "./absent.js";
import { foldText } from "./names.js";

export type Education =
  | "high_school"
  | "some_college"
  | "associates"
  | "bachelors"
  | "masters"
  | "doctorate"
  | "professional"
  | "other"
  | "unknown";

const EDUCATION: readonly (readonly [RegExp, Education])[] = [
  [/^(?:high school|ged|high school diploma)(?: or ged)?$/, "high_school"],
  [/^some college$/, "some_college"],
  [/^associates?(?: degree)?$/, "associates"],
  [/^bachelors?(?: degree)?$/, "bachelors"],
  [/^masters?(?: degree)?$/, "masters"],
  [/^(?:doctorate|doctoral|phd)(?: degree)?$/, "doctorate"],
  [/^(?:advanced )?professional(?: degree)?$/, "professional"],
  [/^(?:certificate|certification|other)$/, "other"],
];

/** "Bachelor's", "MASTERS", "Ph.D." … in one word; "Prefer not to answer" and the unmapped are unknown. */
export function readEducation(raw: string | null | undefined): Education {
  if (raw === null || raw === undefined || absent(raw)) return "unknown";
  const text = foldText(raw);
  return EDUCATION.find(([words]) => words.test(text))?.[1] ?? "unknown";
}

export type Gender =
  | "male"
  | "female"
  | "non_binary"
  | "genderfluid"
  | "agender"
  | "transgender"
  | "prefer_not_to_say"
  | "other";

const GENDERS: Readonly<Record<string, Gender>> = {
  male: "male",
  m: "male",
  man: "male",
  female: "female",
  f: "female",
  woman: "female",
  "non binary": "non_binary",
  nonbinary: "non_binary",
  genderfluid: "genderfluid",
  "gender fluid": "genderfluid",
  agender: "agender",
  transgender: "transgender",
  "prefer not to say": "prefer_not_to_say",
  "prefer not to answer": "prefer_not_to_say",
  // Salesforce's NA on a student is an answer withheld, not a blank.
  na: "prefer_not_to_say",
  other: "other",
};

/** Null when nothing is said or the text is not mapped. */
export function readGender(raw: string | null | undefined): Gender | null {
  return raw === null || raw === undefined ? null : (GENDERS[foldText(raw.replace("/", ""))] ?? null);
}

export const AGE_GROUPS = ["Under 18", "18-24", "25-34", "35-44", "45-54", "55-64", "65+"] as const;
export type AgeGroup = (typeof AGE_GROUPS)[number] | "unknown";

export function readAgeGroup(raw: string | null | undefined): AgeGroup {
  const text = raw?.trim().replace(/[–—]/g, "-").toLowerCase();
  return AGE_GROUPS.find((group) => group.toLowerCase() === text) ?? "unknown";
}
