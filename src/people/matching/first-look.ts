import type { Register, Registered } from "../search/registered.js";
import { Brought, Fit, fitOf, TEXT_WEIGHT, type TextKind, tellings } from "./fit.js";
import { pastAmong } from "./lives.js";
import type { MatchAsk, MatchRules } from "./model.js";
import { localPart, type Past, pastValue, virtualPart } from "./parts.js";
import type { Asked } from "./read-asked.js";
import type { Want } from "./wants.js";

/** More than anybody reads; those behind have little that fits. */
const MOST_CONSIDERED = 500;
const NO_PAST: Past = { ofType: 0, ofPathway: 0 };
/** Worth of whom nothing speaks for. */
const NOTHING = -1;

/** How a volunteer stands to an ask, by what stands in their record, skills and organisations of today. */
export interface Glance {
  readonly volunteer: Registered;
  readonly brought: Brought;
  readonly past: Past;
  /** Of the topic, 0 … 1; null where nobody brings anything for it. */
  readonly topicFit: number | null;
}

export interface FirstLook {
  /** Somebody brings something for what is asked. */
  readonly hasTopic: boolean;
  /** What each want tells. */
  readonly telling: readonly number[];
  /** Wants that anybody meets, by name. */
  readonly topics: readonly string[];
  /** How many have any sign of fit: all of them where the ask names no topic. */
  readonly fitting: number;
  /** Those worth a closer look, and whoever is wanted by name. */
  readonly chosen: ReadonlyMap<number, Glance>;
}

/**
 * Goes over every volunteer in memory and chooses whom to look at closely. Of the many it keeps numbers alone, in tables; with words and reasons only the
 * chosen are told of.
 */
export function firstLook(
  { volunteers, byId }: Register,
  wants: readonly Want[],
  { like, included }: Asked,
  ask: Pick<MatchAsk, "format">,
  { matching: { weights } }: Pick<MatchRules, "matching">,
): FirstLook {
  const fit = new Fit(wants);
  const best = bestOfEach(volunteers, fit);
  const telling = tellings(wants, best, volunteers.length);
  const met = wants.filter((_, want) => best[want]?.some((value) => value > 0));
  const hasTopic = met.length > 0;
  const topicFitOf = (place: number): number | null =>
    hasTopic ? fitOf(best.reduce((sum, values, want) => sum + (values[place] ?? 0) * (telling[want] ?? 0), 0)) : null;
  const worth = Float64Array.from(volunteers, (volunteer, place) => {
    const topicFit = topicFitOf(place);
    const past = pastAmong(volunteer.cameTo, like);
    if (topicFit === 0 && past === null) return NOTHING;
    return (
      weights.skills * (topicFit ?? 0) +
      weights.past * pastValue(past ?? NO_PAST, topicFit) +
      (ask.format === "virtual"
        ? weights.virtual * virtualPart(volunteer, topicFit).value
        : weights.local * localPart(volunteer.localStatus).value)
    );
  });
  const wanted = [...included.keys()].flatMap((id) => byId.get(id)?.place ?? []);
  const glances = [...firstOf(worth, volunteers), ...wanted].flatMap((place): Glance[] => {
    const volunteer = volunteers[place];
    if (volunteer === undefined) return [];
    const past = pastAmong(volunteer.cameTo, like) ?? NO_PAST;
    return [{ volunteer, brought: broughtBy(volunteer, fit), past, topicFit: topicFitOf(place) }];
  });
  return {
    hasTopic,
    telling,
    topics: met.map(({ label }) => label),
    fitting: worth.filter((each) => each !== NOTHING).length,
    chosen: new Map(glances.map((glance) => [glance.volunteer.id, glance])),
  };
}

/** Calls back with every text that speaks for a volunteer, of those of one kind the first one first. */
function eachText(
  { title, industry, skills, interestedIn, organizations }: Registered,
  say: (kind: TextKind, text: string) => void,
): void {
  if (title !== null) say("title", title);
  if (industry !== null) say("industry", industry);
  for (const skill of skills) say("skill", skill);
  for (const interest of interestedIn) say("interest", interest);
  for (const organization of organizations) say("organization", organization);
}

/** Want → the best that each volunteer has for it, by place. */
function bestOfEach(volunteers: readonly Registered[], fit: Fit): Float64Array[] {
  const best = fit.wants.map(() => new Float64Array(volunteers.length));
  for (const [place, volunteer] of volunteers.entries())
    eachText(volunteer, (kind, text) => {
      for (const { want, value } of fit.hitsOf(text)) {
        const values = best[want];
        if (values !== undefined) values[place] = Math.max(values[place] ?? 0, value * TEXT_WEIGHT[kind]);
      }
    });
  return best;
}

function broughtBy(volunteer: Registered, fit: Fit): Brought {
  const own = new Brought();
  eachText(volunteer, (kind, text) => own.add(kind, text, fit.hitsOf(text)));
  return own;
}

/** The places of those worth most. Sorted are only numbers and then the few, not everybody. */
function firstOf(worth: Float64Array, volunteers: readonly Registered[]): number[] {
  const least = Math.max(0, worth.toSorted().at(-MOST_CONSIDERED) ?? 0);
  const idOf = (place: number): number => volunteers[place]?.id ?? 0;
  return [...worth.keys()]
    .filter((place) => (worth[place] ?? NOTHING) >= least)
    .sort((a, b) => (worth[b] ?? 0) - (worth[a] ?? 0) || idOf(a) - idOf(b))
    .slice(0, MOST_CONSIDERED);
}
