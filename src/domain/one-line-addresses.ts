import { present } from "./absent.js";
import { type PostalAddress, parseAddress } from "./addresses.js";
import { endOfStreet } from "./street-ends.js";
import { afterBox, findUnit, type Words, wordsOf, writtenFrom } from "./unit-spans.js";
import { splitUnit } from "./units.js";

/** An address taken apart, its words as they were written. What could not be told stays in `line1`. */
export interface OneLineAddress {
  readonly line1: string | null;
  /** Unit, suite, building; a PO box beside a street. */
  readonly line2: string | null;
  readonly city: string | null;
  /** Two letters. */
  readonly state: string | null;
  /** As written: five digits, or ZIP+4. */
  readonly zip: string | null;
  /** True where street, city or state is missing: street and city could perhaps not be told apart. */
  readonly isIncomplete: boolean;
}

/**
 * An address written in one line taken apart, with or without a comma before the city: "150 N. SOME ST STE 200 MESQUITE, NV 89027". `state` is that of the
 * list where the address names none. Null where nothing is said; never throws.
 */
export function parseOneLineAddress(
  text: string | null | undefined,
  state: string | null = null,
): OneLineAddress | null {
  const address = read(text);
  if (address === null) return null;
  const { line1, line2, city } = inParts(address);
  const itsState = address.state ?? state;
  const isIncomplete = line1 === null || city === null || itsState === null;
  // One literal, not several spread into one: lists have hundreds of thousands of addresses.
  return { line1, line2, city, state: itsState, zip: address.zip, isIncomplete };
}

type Parts = Pick<OneLineAddress, "line1" | "line2" | "city">;

/** Before these figures there is a number of theirs, and no ZIP: "PO Box 89003". */
const NUMBERED = /^(?:box|#|ste|suite|apt|unit|hwy|highway)$/i;

function read(text: string | null | undefined): PostalAddress | null {
  const said = tidied(text ?? "");
  const address = parseAddress(said);
  if (address === null) return null;
  const isBox = address.zip !== null && NUMBERED.test(said.split(/[\s.]+/).at(-2) ?? "");
  // "100 Main Ct" is no place in Connecticut.
  const isCourt = address.state === "CT" && address.zip === null && /^[^,]*\d[^,]*\bCT\.?$/i.test(said);
  if (!isBox && !isCourt) return address;
  return { line1: present(said), line2: null, city: null, state: null, zip: null, country: null };
}

/** "Mesquite NV89027 USA" → Mesquite NV 89027. */
function tidied(text: string): string {
  const said = text.trim();
  const home = /\d$/.test(said)
    ? said
    : said.replace(/[\s,]+(?:U\.?S\.?A\.?|United States(?: of America)?)[\s.]*$/i, "");
  const last = home.slice(home.lastIndexOf(" ") + 1);
  return /^[a-z]{2}\.?\d{5}(?:-?\d{4})?$/i.test(last) ? home.replace(/\.?(\d{5}(?:-?\d{4})?)$/, " $1") : home;
}

/** Street, unit and city of what is left beside state and ZIP. */
function inParts({ line1, line2, city }: PostalAddress): Parts {
  // One part alone that does not begin with a number is a city, unless there is a number in it: "PO Box 12 Beatty".
  if (line1 === null) return city !== null && /\d/.test(city) ? inOneRun(city) : { line1, line2, city };
  if (city === null) return inOneRun(line1);
  // "150 N Some St Mesquite, Clark County": where the city stands before it, a county says nothing more.
  if (/^\D+ county$/i.test(city)) {
    const run = inOneRun([line1, line2].filter(Boolean).join(", "));
    if (run.city !== null && run.line1 !== null) return run;
  }
  const cityWords = wordsOf(city);
  const isRun = /^[#\d]/.test(city) || findUnit(cityWords)?.start === 0;
  if (!isRun) {
    const { street, unit } = splitUnit(line1);
    const { street: place, unit: late } = splitUnit(city);
    return { line1: street, line2: joined(unit, line2, late), city: place };
  }
  // "150 N Some St, Ste 200 Mesquite": what comes before belongs to it, unless it is a name: "c/o Jane Doe, 150 N Some St Mesquite".
  if (/\d/.test(line1) || !/^\d/.test(city)) return inOneRun([line1, line2, city].filter(Boolean).join(", "));
  const run = inOneRun(city);
  return { ...run, line2: joined(line1, line2, run.line2) };
}

const joined = (...parts: (string | null)[]): string | null => parts.filter((part) => part !== null).join(", ") || null;

function inOneRun(text: string): Parts {
  const words = wordsOf(text);
  const afterStart = afterBox(words, 0);
  if (afterStart > 0 && !/^\d/.test(words.written[afterStart] ?? "")) {
    const beside = findUnit(words, afterStart);
    const cityAt = beside?.start === afterStart ? beside.end : afterStart;
    const line2 = cityAt === afterStart ? null : writtenFrom(words, afterStart, cityAt);
    return { line1: writtenFrom(words, 0, afterStart), line2, city: writtenFrom(words, cityAt) };
  }
  const unit = findUnit(words);
  if (unit === null) return streetAndCity(words);
  const line2 = writtenFrom(words, unit.start, unit.end);
  if (unit.start === 0) {
    const rest = streetAndCity(slice(words, unit.end));
    return { ...rest, line2 };
  }
  if (unit.end < words.written.length)
    return { line1: writtenFrom(words, 0, unit.start), line2, city: writtenFrom(words, unit.end) };
  return { ...streetAndCity(slice(words, 0, unit.start)), line2 };
}

const slice = ({ written, folded }: Words, start: number, end?: number): Words => ({
  written: written.slice(start, end),
  folded: folded.slice(start, end),
});

function streetAndCity(words: Words): Parts {
  const end = endOfStreet(words) ?? words.written.length;
  return { line1: writtenFrom(words, 0, end), line2: null, city: writtenFrom(words, end) };
}
