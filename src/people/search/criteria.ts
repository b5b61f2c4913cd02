import { eventTypeLabel, foldText, parseAvailability, printDates, printDay, sharesTime } from "../../domain/index.js";
import { skillKey } from "../../identity/index.js";
import { isValidOn } from "../affiliations.js";
import { folded } from "../narrow.js";
import { type SkillAsk, stemsOf, understandSkill, type Vocabulary } from "../vocabulary.js";
import { anyOf, type Criterion, type CriterionKey, criterion } from "./criterion.js";
import type { Span, VolunteerSearch, Wanted } from "./model.js";
import type { Register, Registered } from "./registered.js";

/** Skill words as they were understood. */
export interface Asks {
  readonly all: readonly (readonly SkillAsk[])[];
  readonly none: readonly SkillAsk[];
}

export const understandAll = (wanted: Wanted, vocabulary: Vocabulary): Asks => ({
  all: wanted.all.map((words) => words.map((word) => understandSkill(word, vocabulary))),
  none: wanted.none.map((word) => understandSkill(word, vocabulary)),
});

/** What criteria are made of, besides the search itself. */
export interface Grounds {
  readonly register: Register;
  readonly asks: Asks;
  /** The pathway that a skill carries, by `skillKey`. */
  readonly pathwayOf: ReadonlyMap<string, string>;
}

/**
 * Everything that a search asks, one by one: a repeated key asks several things (rulings S1, S3 and the small print on filters). A wide search asks any of
 * them, and what must not be besides.
 */
export function criteriaOf(search: VolunteerSearch, grounds: Grounds): readonly Criterion[] {
  const all = eachAsked(search, grounds);
  return search.isWide ? [...anyOf(all.filter(({ isNot }) => !isNot)), ...all.filter(({ isNot }) => isNot)] : all;
}

const eachAsked = (search: VolunteerSearch, grounds: Grounds): readonly Criterion[] => [
  ...search.words.filter((word) => foldText(word) !== "").map((word) => wordCriterion(word, grounds)),
  ...skillCriteria(search.skill, grounds),
  ...wantedCriteria("pathway", "pathway", search.pathway, (names) => pathwayJudge(names, grounds)),
  ...wantedCriteria("org", "org", search.org, (names) => organizationJudge(names, search.at, grounds), said(search.at)),
  ...wantedCriteria("org-ever", "org-ever", search.orgEver, (names) => everJudge(names, grounds)),
  ...wantedCriteria("title", "title", search.title, (texts) =>
    textJudge("title", texts, ({ title }) => title, grounds),
  ),
  ...wantedCriteria("industry", "industry", search.industry, (texts) =>
    textJudge("industry", texts, ({ industry }) => industry, grounds),
  ),
  ...wantedCriteria("interest", "interest", search.interest, (texts) =>
    textJudge("interests", texts, ({ interests }) => interests, grounds),
  ),
  ...wantedCriteria("available", "available", search.available, availabilityJudge),
  ...wantedCriteria("local", "local status", search.local, localJudge, "", spaced),
  ...wantedCriteria("type", "type", search.type, typeJudge, "", eventTypeLabel),
  ...wantedCriteria("consent", "consent", search.consent, consentJudge),
  ...flagCriterion("connector", search.connector, ({ isConnector }) => isConnector, "Pathful profile"),
  ...flagCriterion(
    "virtual-only",
    search.virtualOnly,
    ({ attendedVirtually, attendedInPerson }) => attendedVirtually && !attendedInPerson,
    "virtual sessions only",
  ),
  ...dayCriterion("last", search.last, ({ lastOn }) => lastOn, ["last event", "no event yet"]),
  ...dayCriterion("last-email", search.lastEmail, ({ lastEmailOn }) => lastEmailOn, ["last e-mail", "no e-mail yet"]),
  ...dayCriterion("last-activity", search.lastActivity, ({ lastActivityOn }) => lastActivityOn, [
    "last activity",
    "no activity yet",
  ]),
  ...timesCriterion(search.times),
];

const spaced = (value: string): string => value.replaceAll("_", " ");
const said = (at: Span | null): string => (at === null ? "" : ` at ${printDates(at)}`);

/** Whether a volunteer fits any of some values, and by what. */
interface Judge {
  fits(volunteer: Registered): boolean;
  why(volunteer: Registered): readonly string[];
}

const judge = (why: (volunteer: Registered) => readonly string[]): Judge => ({
  fits: (volunteer) => why(volunteer).length > 0,
  why,
});

function wantedCriteria(
  key: CriterionKey,
  named: string,
  { all, none }: Wanted,
  judgeOf: (values: readonly string[]) => Judge,
  behind = "",
  label: (value: string) => string = (value) => value,
): Criterion[] {
  const one = (values: readonly string[], isNot: boolean): Criterion => {
    const { fits, why } = judgeOf(values);
    return criterion(key, `${named} ${values.map(label).join(" or ")}${behind}`, fits, why, isNot);
  };
  return [...all.map((values) => one(values, false)), ...(none.length === 0 ? [] : [one(none, true)])];
}

const wordsOf = (text: string): readonly string[] => folded(text).split(" ").filter(Boolean);

/** Whether each word begins a word of a name: "vict" is in Victor Chase. A single letter is only ever a word by itself (ruling S3). */
const begins = (parts: readonly string[], words: readonly string[]): boolean =>
  parts.length > 0 &&
  parts.every((part) => words.some((word) => (part.length === 1 ? word === part : word.startsWith(part))));

/** The organisations in whose names the words of any of the texts begin words: judged once, not per person. */
function organizationsCalled(texts: readonly string[], { register }: Grounds): ReadonlySet<string> {
  const asked = texts.map(wordsOf);
  return new Set(
    register.organizations.filter((name) => {
      const words = register.words.words(name, wordsOf);
      return asked.some((parts) => begins(parts, words));
    }),
  );
}

const holdsStems = (text: string, stems: readonly string[], { register }: Grounds): boolean => {
  const has = register.words.stems(text, stemsOf);
  return stems.every((stem) => has.has(stem));
};

/** A word is found in names as the beginning of a word ("Vict" finds Victor), in titles and skills as a whole word, by its stem. */
function wordCriterion(word: string, grounds: Grounds): Criterion {
  const { register } = grounds;
  const parts = wordsOf(word);
  const stems = stemsOf(word);
  const organizations = organizationsCalled([word], grounds);
  const skills = new Set(
    stems.length === 0 ? [] : register.skills.filter((skill) => holdsStems(skill, stems, grounds)),
  );
  const isNamed = ({ name }: Registered) => begins(parts, register.words.words(name, wordsOf));
  const isTitled = ({ title }: Registered) => stems.length > 0 && title !== null && holdsStems(title, stems, grounds);
  const holdsOne = (text: string | null) => text !== null && stems.some((stem) => holdsStems(text, [stem], grounds));
  /** What holds the parts of a word such as "front-end" between them. */
  const betweenBoth = ({ title, skills: own }: Registered): readonly string[] => {
    if (stems.length < 2) return [];
    const texts = title === null ? own : [title, ...own];
    if (!stems.every((stem) => texts.some((text) => holdsStems(text, [stem], grounds)))) return [];
    return [...(holdsOne(title) ? [`title: ${title}`] : []), ...own.filter(holdsOne).map((skill) => `skill: ${skill}`)];
  };
  return criterion(
    "word",
    `word ${word}`,
    (volunteer) =>
      isNamed(volunteer) ||
      volunteer.organizations.some((name) => organizations.has(name)) ||
      isTitled(volunteer) ||
      volunteer.skills.some((skill) => skills.has(skill)) ||
      betweenBoth(volunteer).length > 0,
    (volunteer) => [
      ...(isNamed(volunteer) ? [`name: ${word}`] : []),
      ...volunteer.organizations.filter((name) => organizations.has(name)).map((name) => `organisation: ${name}`),
      ...(isTitled(volunteer) ? [`title: ${volunteer.title}`] : []),
      ...volunteer.skills.filter((skill) => skills.has(skill)).map((skill) => `skill: ${skill}`),
      ...(isTitled(volunteer) ? [] : betweenBoth(volunteer)),
    ],
  );
}

/** The distinct skills are few: they are judged once, not per person, and the stems of what is asked are worked out once. */
function skillCriteria(wanted: Wanted, grounds: Grounds): Criterion[] {
  const { register, asks } = grounds;
  const judgeOf = (anyOfThem: readonly SkillAsk[]): Judge => {
    const asked = anyOfThem.map((ask) => ({
      ask,
      terms: ask.terms.map(stemsOf).filter((stems) => stems.length > 0),
      plain: stemsOf(ask.asked),
    }));
    const fitting = new Map(
      register.skills.flatMap((skill) => {
        const found = asked.find(({ terms }) => terms.some((stems) => holdsStems(skill, stems, grounds)));
        if (found === undefined) return [];
        // Of a group its name, of a synonym the word that was asked; nothing where the skill has that very word.
        const isPlain = found.plain.length > 0 && holdsStems(skill, found.plain, grounds);
        const by = isPlain ? "" : ` (${found.ask.group ?? found.ask.asked})`;
        return [[skill, `skill: ${skill}${by}`] as const];
      }),
    );
    return {
      fits: ({ skills }) => skills.some((skill) => fitting.has(skill)),
      why: ({ skills }) => skills.flatMap((skill) => fitting.get(skill) ?? []),
    };
  };
  const one = (anyOfThem: readonly SkillAsk[], words: readonly string[], isNot: boolean): Criterion => {
    const { fits, why } = judgeOf(anyOfThem);
    return criterion("skill", `skill ${words.join(" or ")}`, fits, why, isNot);
  };
  return [
    ...asks.all.map((each, place) => one(each, wanted.all[place] ?? [], false)),
    ...(asks.none.length === 0 ? [] : [one(asks.none, wanted.none, true)]),
  ];
}

/** Skilled in the pathway, or said to have spoken on it (ruling E8). */
function pathwayJudge(names: readonly string[], { register, pathwayOf }: Grounds): Judge {
  const carrying = new Map(
    register.skills.flatMap((skill) => {
      const name = pathwayOf.get(skillKey(skill));
      return name === undefined || !names.includes(name) ? [] : [[skill, `pathway ${name}: ${skill}`] as const];
    }),
  );
  return judge(({ skills, spokeOn }) =>
    skills.length === 0 && spokeOn.length === 0
      ? []
      : [
          ...skills.flatMap((skill) => carrying.get(skill) ?? []),
          ...spokeOn.filter((each) => names.includes(each)).map((each) => `pathway ${each}: spoke on it`),
        ],
  );
}

/** A name fits when each of its words begins a word of the organisation's name. */
function organizationJudge(names: readonly string[], at: Span | null, grounds: Grounds): Judge {
  const called = organizationsCalled(names, grounds);
  if (at === null)
    return {
      fits: ({ organizations }) => organizations.some((name) => called.has(name)),
      why: ({ organizations }) =>
        organizations.filter((name) => called.has(name)).map((name) => `organisation: ${name}`),
    };
  return judge(({ ties }) => [
    ...new Set(
      ties
        .filter((tie) => called.has(tie.organization) && isValidAt(tie, at))
        .map(({ organization }) => `organisation at ${printDates(at)}: ${organization}`),
    ),
  ]);
}

/** On one day, as ruling E5 has it; over several days, on any of them. */
function isValidAt(tie: Registered["ties"][number], { start, end }: Span): boolean {
  const first = later(start, tie.startOn) ?? end;
  if (first === null) return tie.status !== "pending";
  return (end === null || first <= end) && isValidOn(tie, first);
}

const later = (a: string | null, b: string | null): string | null =>
  a === null || b === null ? (a ?? b) : a > b ? a : b;

function everJudge(names: readonly string[], grounds: Grounds): Judge {
  const called = organizationsCalled(names, grounds);
  return judge(({ organizationsEver }) =>
    organizationsEver.length === 0
      ? organizationsEver
      : organizationsEver.filter((name) => called.has(name)).map((name) => `organisation: ${name}`),
  );
}

/** Every word of one of the texts stands in what somebody's record says, as a whole word, by its stem (ruling S3). */
function textJudge(
  named: string,
  texts: readonly string[],
  textOf: (volunteer: Registered) => string | null,
  grounds: Grounds,
): Judge {
  const asked = texts.map(stemsOf).filter((stems) => stems.length > 0);
  return judge((volunteer) => {
    const text = textOf(volunteer);
    const isFound = text !== null && asked.some((stems) => holdsStems(text, stems, grounds));
    return isFound ? [`${named}: ${text}`] : [];
  });
}

function availabilityJudge(texts: readonly string[]): Judge {
  const wanted = texts.map(parseAvailability);
  return judge(({ availability }) =>
    availability !== null && wanted.some((each) => sharesTime(availability.read, each))
      ? [`available: ${availability.said}`]
      : [],
  );
}

const localJudge = (statuses: readonly string[]): Judge => ({
  fits: ({ localStatus }) => statuses.includes(localStatus),
  why: ({ localStatus, localBasis }) => [`${spaced(localStatus)}: ${localBasis}`],
});

const typeJudge = (types: readonly string[]): Judge => ({
  fits: ({ types: done }) => done.some((each) => types.includes(each)),
  why: ({ types: done }) => done.filter((each) => types.includes(each)).map((each) => `done: ${eventTypeLabel(each)}`),
});

const CONSENTS: Readonly<Record<string, { readonly label: string; holds(volunteer: Registered): boolean }>> = {
  email: { label: "may be written to", holds: ({ mayBeWrittenTo }) => mayBeWrittenTo },
  call: { label: "may be called", holds: ({ mayBeCalled }) => mayBeCalled },
};

const consentJudge = (ways: readonly string[]): Judge =>
  judge((volunteer) =>
    ways.flatMap((way) => {
      const consent = CONSENTS[way];
      return consent?.holds(volunteer) ? [consent.label] : [];
    }),
  );

function flagCriterion(
  key: "connector" | "virtual-only",
  wanted: boolean | null,
  holds: (volunteer: Registered) => boolean,
  label: string,
): Criterion[] {
  return wanted === null ? [] : [criterion(key, key, holds, () => [label], !wanted)];
}

const printed = (day: string | null): string => (day === null ? "" : printDay(day));

function dayCriterion(
  key: "last" | "last-email" | "last-activity",
  wanted: Span | "never" | null,
  dayOf: (volunteer: Registered) => string | null,
  [named, never]: readonly [string, string],
): Criterion[] {
  if (wanted === null) return [];
  if (wanted === "never")
    return [
      criterion(
        key,
        `${key} never`,
        (volunteer) => dayOf(volunteer) === null,
        () => [never],
      ),
    ];
  const { start, end, isNot = false } = wanted;
  const isWithin = (volunteer: Registered): boolean => {
    const day = dayOf(volunteer);
    return day !== null && (start === null || day >= start) && (end === null || day <= end);
  };
  const asked = `${key} ${start === null && end === null ? "ever" : printDates(wanted)}`;
  return [criterion(key, asked, isWithin, (volunteer) => [`${named}: ${printed(dayOf(volunteer))}`], isNot)];
}

function timesCriterion(wanted: VolunteerSearch["times"]): Criterion[] {
  if (wanted === null) return [];
  const { from, to, isNot = false } = wanted;
  const asked = to === null ? `times ${from} or more` : from === to ? `times ${from}` : `times ${from} to ${to}`;
  const isAmong = ({ times }: Registered) => times >= from && (to === null || times <= to);
  return [criterion("times", asked, isAmong, ({ times }) => [`events: ${times}`], isNot)];
}
