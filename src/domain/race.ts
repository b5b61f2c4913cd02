import { absent } from "./absent.js";
import { foldText } from "./names.js";

export const RACES = [
  "american_indian",
  "asian",
  "black",
  "hispanic",
  "native_hawaiian",
  "white",
  "multi_racial",
  "bi_racial",
  "two_or_more",
  "other_poc",
  "other",
  "prefer_not_to_say",
  "unknown",
] as const;
export type Race = (typeof RACES)[number];

const LABELS: Readonly<Record<Exclude<Race, "unknown">, readonly string[]>> = {
  hispanic: [
    "Hispanic American/Latino",
    "Hispanic or Latino",
    "Hispanic/Latino",
    "Hispanic",
    "Latino",
    "Latina",
    "Latinx",
  ],
  black: ["Black", "Black/African American", "African American", "Black or African American"],
  white: ["White", "White/Caucasian/European American", "White/Caucasian", "Caucasian", "European American"],
  asian: ["Asian", "Asian American", "Asian American/Pacific Islander", "Asian/Pacific Islander"],
  native_hawaiian: [
    "Pacific Islander",
    "Native Hawaiian",
    "Native Hawaiian or Other Pacific Islander",
    "Native Hawaiian/Pacific Islander",
  ],
  american_indian: [
    "American Indian or Alaska Native",
    "American Indian/Alaska Native",
    "American Indian",
    "Native American",
    "Alaska Native",
    "Native American/Alaska Native/First Nation",
    "First Nation",
  ],
  bi_racial: ["Bi-racial", "Biracial"],
  multi_racial: ["Multi-racial", "Multiracial", "Bi-racial/Multi-racial/Multicultural", "Multicultural"],
  two_or_more: ["Two or more", "Two or More Races"],
  prefer_not_to_say: ["Prefer not to answer", "Prefer not to say"],
  other: ["Other"],
  other_poc: ["Other POC"],
};

const BY_KEY: ReadonlyMap<string, Race> = new Map(
  Object.entries(LABELS).flatMap(([race, labels]) => labels.map((label) => [foldText(label), race as Race])),
);

/** For a label no one has listed: the words that give it away. */
const TELLING: readonly (readonly [RegExp, Race])[] = [
  [/hispanic|latin[oax]/, "hispanic"],
  [/black|african american/, "black"],
  [/white|caucasian/, "white"],
  [/asian/, "asian"],
  [/pacific islander|hawaiian/, "native_hawaiian"],
  [/native american|alaska native|first nation|american indian/, "american_indian"],
];
const TELLING_OF_SEVERAL: readonly (readonly [RegExp, Race])[] = [
  [/multi|bi ?racial|two or more/, "multi_racial"],
  [/prefer not/, "prefer_not_to_say"],
  [/other/, "other"],
];

/** One word for a race or ethnicity text; two labels are multi_racial (T47). A leading "AggregateResult", left by an export, is dropped. */
export function readRace(raw: string | null | undefined): Race {
  if (raw === null || raw === undefined) return "unknown";
  const text = raw.replaceAll("AggregateResult", "");
  if (absent(text)) return "unknown";
  const whole = BY_KEY.get(foldText(text));
  if (whole !== undefined) return whole;
  const named = new Set(text.split(/[;,]/).flatMap((label) => (absent(label) ? [] : racesIn(label))));
  const races = [...named].filter((race) => race !== "unknown" && race !== "prefer_not_to_say");
  if (races.length > 1) return "multi_racial";
  return races[0] ?? [...named].find((race) => race === "prefer_not_to_say") ?? "unknown";
}

function racesIn(label: string): Race[] {
  const text = foldText(label);
  const known = BY_KEY.get(text);
  if (known !== undefined) return [known];
  // "White, not Hispanic" names one group, not two.
  const said = text.replace(/(?:non|not)(?: of)? (?:hispanic|latin[oax])(?: or latin[oax]| origin)*/g, "");
  const told = TELLING.filter(([words]) => words.test(said)).map(([, race]) => race);
  if (told.length > 0) return told;
  const several = TELLING_OF_SEVERAL.find(([words]) => words.test(said));
  return several === undefined ? ["unknown"] : [several[1]];
}

/** True, false, or null for "not known" (ruling P4, config peopleOfColor). White is false; a text not understood is not known. */
export function isPersonOfColor(race: string | null, peopleOfColor: readonly string[]): boolean | null {
  if (race !== null && peopleOfColor.includes(race)) return true;
  return race === "white" ? false : null;
}
