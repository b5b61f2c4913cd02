import { eventTypeLabel } from "../../domain/index.js";
import type { PathwayRule } from "../../runtime/index.js";
import type { MatchAsk } from "./model.js";
import { keyOf, knownStems, NEARNESS, type TermKey, type Thesaurus } from "./thesaurus.js";
import type { Topics } from "./topics.js";

/** One thing that an ask is about. */
export interface Want {
  /** As it is shown: “coding”. */
  readonly label: string;
  readonly weight: number;
  /** Terms that meet it, each with its nearness. */
  readonly near: ReadonlyMap<TermKey, number>;
}

/** How much what is said where tells of the topic. */
const WEIGHT = {
  title: 1,
  phrase: 1.2,
  wordOfPhrase: 0.3,
  tag: 1,
  description: 0.4,
  type: 0.7,
  cluster: 0.5,
  pathway: 0.25,
};
/** Words of a description that are read; a long text says everything and nothing. */
const MOST_DESCRIBED = 20;
const LONGEST_PHRASE = 3;

/** "K-2:", "1st Grade:", "4-5 Grade", "9-12": for whom, not about what. */
const GRADES =
  /\b(?:pre-?k|k|\d{1,2}(?:st|nd|rd|th)?)\s*[-–]\s*\d{1,2}(?:th)?\b|\b\d{1,2}(?:st|nd|rd|th)\b|\bgrades?\b/giu;

/** What an ask is about: by its title, tags, description, type, cluster and pathways (ruling S3: whole words by stems, none of one letter). */
export function wantsOf(
  ask: MatchAsk,
  { topics, thesaurus, pathways }: { topics: Topics; thesaurus: Thesaurus; pathways: readonly PathwayRule[] },
): Want[] {
  const wants = new Map<string, Want>();
  const want = (label: string, key: TermKey, weight: number) => {
    if (key === "" || (wants.get(key)?.weight ?? 0) >= weight) return;
    wants.set(key, { label, weight, near: thesaurus.near(key) });
  };
  const read = (
    text: string,
    weights: { readonly word: number; readonly phrase: number },
    most = Number.POSITIVE_INFINITY,
  ) => {
    for (const { label, key, isWithinPhrase } of termsOf(text, thesaurus).slice(0, most)) {
      const isPhrase = key.includes(" ");
      want(label, key, isPhrase ? weights.phrase : weights.word * (isWithinPhrase ? WEIGHT.wordOfPhrase : 1));
    }
  };
  read(ask.title, { word: WEIGHT.title, phrase: WEIGHT.phrase });
  for (const tag of ask.tags) want(tag, keyOf(tag), WEIGHT.tag);
  read(ask.description ?? "", { word: WEIGHT.description, phrase: WEIGHT.description }, MOST_DESCRIBED);
  read(ask.cluster ?? "", { word: WEIGHT.cluster, phrase: WEIGHT.cluster });
  const all = [...wants.values()];
  const ofType = ask.type === null ? [] : (topics.types[ask.type] ?? []);
  if (ask.type !== null && ofType.length > 0)
    all.push({ label: eventTypeLabel(ask.type), weight: WEIGHT.type, near: nearAny(ofType, thesaurus) });
  for (const { name, also, skills } of pathways.filter((rule) => ask.pathways.includes(rule.name)))
    all.push({
      label: `the pathway ${name}`,
      weight: WEIGHT.pathway,
      near: new Map([
        ...also.map((text) => [keyOf(text), NEARNESS.field] as const),
        ...skills.map((text) => [keyOf(text), NEARNESS.same] as const),
      ]),
    });
  return all.sort((a, b) => b.weight - a.weight);
}

/** What stands near any of several terms: a neighbour of a neighbour is none. */
function nearAny(texts: readonly string[], thesaurus: Thesaurus): Map<TermKey, number> {
  const near = new Map<TermKey, number>();
  for (const text of texts)
    for (const [key, nearness] of thesaurus.near(keyOf(text))) near.set(key, Math.max(near.get(key) ?? 0, nearness));
  return near;
}

interface Term {
  readonly label: string;
  readonly key: TermKey;
  /** It is part of a phrase that is known as a whole. */
  readonly isWithinPhrase: boolean;
}

/** The words of a text that say something, and the phrases that are known. */
function termsOf(text: string, thesaurus: Thesaurus): Term[] {
  const words = text
    .replace(GRADES, " ")
    .split(/[^\p{L}\p{N}+#]+/u)
    .flatMap((word) => knownStems(word).map((stem) => ({ word: word.toLowerCase(), stem })));
  const phrases = words.flatMap((_, start) =>
    Array.from({ length: LONGEST_PHRASE - 1 }, (_, extra) => words.slice(start, start + 2 + extra))
      .filter((piece, extra) => piece.length === 2 + extra)
      .map((piece) => ({ start, piece, key: piece.map(({ stem }) => stem).join(" ") }))
      .filter(({ key }) => thesaurus.isPhrase(key)),
  );
  const within = new Set(phrases.flatMap(({ start, piece }) => piece.map((_, offset) => start + offset)));
  return [
    ...phrases.map(({ piece, key }) => ({
      label: piece.map(({ word }) => word).join(" "),
      key,
      isWithinPhrase: false,
    })),
    ...words.flatMap(({ word, stem }, place) =>
      thesaurus.isIgnored(stem) ? [] : [{ label: word, key: stem, isWithinPhrase: within.has(place) }],
    ),
  ];
}
