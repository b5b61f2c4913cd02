import { knownCityAt, oneWordCityAt } from "./known-cities.js";
import { DIRECTION_WORDS, LANDSCAPE_ENDINGS, STREET_ENDINGS } from "./street-words.js";
import type { Words } from "./unit-spans.js";

/** Streets that need no ending. */
const STREETS_ALONE = new Set("broadway embarcadero bowery strand esplanade".split(" "));
/** Words that begin a city more often than they stand in a street's name. */
const CITY_BEGINNINGS = new Set("san santa new ft fort mt mount port north south east west".split(" "));
/** After these a name goes on: "Calle de las Flores". */
const LINKS = new Set("de del la las los el of the y and calle camino via avenida paseo".split(" "));
/** Words of the landscape that begin a city, where another stands before them: "Eagle Ridge Lake Forest". */
const OPENINGS = new Set("lk spg mtn prt ft mt park un gln frst msn vly".split(" "));
const NUMBERED = new Set(["hwy", "rte"]);
const ROADS_OF = new Set("us u s state st county co old interstate nv ca az ut tx nm ny".split(" "));
const ROAD_LETTERS = new Set("us sr cr fm i nv ca az ut tx nm ny".split(" "));
const ROAD_NUMBER = /^\d{1,4}(?: ?[a-z])?$/;

/**
 * Where the street ends in words that go on with the city, without a comma: a numbered highway ("US Hwy 95 N"), else before a city known by its
 * several words, else after the last ending of a street ("Some St"), an ordinal ("5th"), or a word of the landscape ("Pebble Creek").
 *
 * A direction after the ending belongs to the city where it is spelt out or makes a city that is known ("100 Main St North Mesquite", "100 Main St N Las
 * Vegas"), or where the street has one before its name already; else to the street ("100 Main St N Mesquite"). A highway keeps its short one ("US Hwy 95
 * N Las Vegas"), and so does a street that is named for the city ("Las Vegas Blvd N Las Vegas").
 *
 * The place of the city's first word, or after the last word where none follows; null where nothing tells.
 */
export function endOfStreet(words: Words): number | null {
  const { folded } = words;
  const nameAt = startOfName(folded);
  return (
    ruralRoute(folded, nameAt) ??
    highway(folded, nameAt) ??
    numberedRoad(folded, nameAt) ??
    beforeKnownCity(folded, nameAt) ??
    afterEnding(folded, nameAt) ??
    byLikelihood(folded, nameAt)
  );
}

const isDirection = (word: string | undefined): boolean => DIRECTION_WORDS.has(word ?? "");
const isEnding = (word: string | undefined): boolean => STREET_ENDINGS.has(word ?? "");

/**
 * After the house number, its fraction and a direction: "150 1/2 N Some St". Before the one ending a direction is the name: "100 North St", not "100 N
 * Court St".
 */
function startOfName(folded: readonly string[]): number {
  let at = /\d/.test(folded[0] ?? "") ? 1 : 0;
  if (/^\d \d$/.test(folded[at] ?? "")) at += 1;
  const next = folded[at + 1];
  const isName = next === undefined || (isEnding(next) && !isEnding(folded[at + 2]));
  return isDirection(folded[at]) && !isName ? at + 1 : at;
}

/** "RR 2 Box 15", "HC 60 Box 5". */
function ruralRoute(folded: readonly string[], nameAt: number): number | null {
  if (nameAt > 1 || !folded.includes("box")) return null;
  if (!/^(?:rr|hc|r r|h c|rural r(?:ou)?te?|star r(?:ou)?te?|r(?:ou)?te?) \d+\w? box \w*\d/.test(folded.join(" ")))
    return null;
  return folded.indexOf("box") + 2;
}

/** "12345 US Hwy 95 N Beatty", "100 SR 160 Pahrump", "100 Interstate 15 Jean". */
function highway(folded: readonly string[], nameAt: number): number | null {
  for (let at = nameAt; at < folded.length - 1; at++) {
    const word = folded[at] ?? "";
    const ending = STREET_ENDINGS.get(word) ?? "";
    const isRoad =
      NUMBERED.has(ending) ||
      (ending === "rd" && at > nameAt && ROADS_OF.has(folded[at - 1] ?? "")) ||
      ((ROAD_LETTERS.has(word) || word === "interstate") && at <= nameAt + 1);
    if (isRoad && ROAD_NUMBER.test(folded[at + 1] ?? "")) return afterRoad(folded, at + 2);
    // "NV-160" and "I-15" are one word.
    if (at <= nameAt + 1 && isRoadInOne(word)) return afterRoad(folded, at + 1);
  }
  return null;
}

/** Highways have their direction behind their number more often than cities before their name. */
const afterRoad = (folded: readonly string[], at: number): number =>
  isDirection(folded[at]) && (folded[at] ?? "").length <= 2 ? at + 1 : at;

function isRoadInOne(word: string): boolean {
  const blank = word.indexOf(" ");
  return blank > 0 && ROAD_LETTERS.has(word.slice(0, blank)) && ROAD_NUMBER.test(word.slice(blank + 1));
}

/** "22500 Avenue 18 Madera", "100 W Avenue K-8 Lancaster", "100 County Road C Roseville". */
function numberedRoad(folded: readonly string[], nameAt: number): number | null {
  const isLed = folded[nameAt] === "county" || isDirection(folded[nameAt]);
  const at = isLed ? nameAt + 1 : nameAt;
  const next = folded[at + 1] ?? "";
  if (!isEnding(folded[at]) || isEnding(next)) return null;
  const isNumber = /^(?:\d{1,4}|[a-z])(?: \d{1,2})?$/.test(next);
  return isNumber && !(isLed && isDirection(next)) ? afterDirection(folded, at + 2, nameAt) : null;
}

function beforeKnownCity(folded: readonly string[], nameAt: number): number | null {
  const start = knownCityAt(folded, nameAt + 1);
  if (start === null) return null;
  return isNamedForCity(folded, start, nameAt) ? start + 1 : start;
}

/** "Las Vegas Blvd N Las Vegas": the street has the city's name, and a direction of its own. */
function isNamedForCity(folded: readonly string[], start: number, nameAt: number): boolean {
  if (!isDirection(folded[start])) return false;
  const city = folded.slice(start + 1).join(" ");
  return folded.slice(nameAt, start).join(" ").startsWith(`${city} `);
}

/** After the last ending that a city can still follow. */
function afterEnding(folded: readonly string[], nameAt: number): number | null {
  for (let at = folded.length - 1; at > nameAt; at--) {
    if (!isEnding(folded[at]) || isSaint(folded, at, nameAt)) continue;
    const end = afterDirection(folded, at + 1, nameAt);
    if (end < folded.length && !folded.slice(end).every(isEnding)) return end;
    if (end === folded.length && !folded.slice(nameAt + 1, at).some(isEnding)) return end;
  }
  return null;
}

/** "Market St St Louis": the second one is a saint; "Court St Reno" has one ending only. */
function isSaint(folded: readonly string[], at: number, nameAt: number): boolean {
  if (folded[at] !== "st" && folded[at] !== "saint") return false;
  if (folded[at] === "saint") return true;
  const before = isDirection(folded[at - 1]) ? at - 2 : at - 1;
  return before > nameAt && isEnding(folded[before]);
}

/** The place after a direction that belongs to the street. */
function afterDirection(folded: readonly string[], at: number, nameAt: number): number {
  const word = folded[at] ?? "";
  if (!isDirection(word)) return at;
  if (at === folded.length - 1) return at + 1;
  const isOfCity =
    word.length > 2 ||
    (nameAt > 0 && isDirection(folded[nameAt - 1])) ||
    (knownCityAt(folded, at) === at && !isNamedForCity(folded, at, nameAt));
  return isOfCity ? at : at + 1;
}

/** A street without an ending: an ordinal, a name that needs none, a word of the landscape, or of a city. */
function byLikelihood(folded: readonly string[], nameAt: number): number | null {
  const name = folded[nameAt] ?? "";
  const likely = (end: number): number | null => (end < folded.length ? end : null);
  if (nameAt > 0 && (/^\d+(?:st|nd|rd|th)$/.test(name) || STREETS_ALONE.has(name)))
    return likely(afterDirection(folded, nameAt + 1, nameAt));
  for (let at = nameAt + 1; at < folded.length - 1; at++) {
    const word = folded[at] ?? "";
    if (CITY_BEGINNINGS.has(word) && !LINKS.has(folded[at - 1] ?? "")) return likely(at);
    const next = LANDSCAPE_ENDINGS.get(folded[at + 1] ?? "");
    const goesOn = next !== undefined && !OPENINGS.has(next) && at + 2 < folded.length;
    if (LANDSCAPE_ENDINGS.has(word) && !goesOn) return likely(afterDirection(folded, at + 1, nameAt));
  }
  const cityAt = oneWordCityAt(folded);
  return cityAt !== null && cityAt > nameAt ? cityAt : null;
}
