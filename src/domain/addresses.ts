import { absent, present } from "./absent.js";

const STATES: Readonly<Record<string, string>> = {
  alabama: "AL",
  alaska: "AK",
  arizona: "AZ",
  arkansas: "AR",
  california: "CA",
  colorado: "CO",
  connecticut: "CT",
  delaware: "DE",
  "district of columbia": "DC",
  florida: "FL",
  georgia: "GA",
  hawaii: "HI",
  idaho: "ID",
  illinois: "IL",
  indiana: "IN",
  iowa: "IA",
  kansas: "KS",
  kentucky: "KY",
  louisiana: "LA",
  maine: "ME",
  maryland: "MD",
  massachusetts: "MA",
  michigan: "MI",
  minnesota: "MN",
  mississippi: "MS",
  missouri: "MO",
  montana: "MT",
  nebraska: "NE",
  nevada: "NV",
  "new hampshire": "NH",
  "new jersey": "NJ",
  "new mexico": "NM",
  "new york": "NY",
  "north carolina": "NC",
  "north dakota": "ND",
  ohio: "OH",
  oklahoma: "OK",
  oregon: "OR",
  pennsylvania: "PA",
  "rhode island": "RI",
  "south carolina": "SC",
  "south dakota": "SD",
  tennessee: "TN",
  texas: "TX",
  utah: "UT",
  vermont: "VT",
  virginia: "VA",
  washington: "WA",
  "west virginia": "WV",
  wisconsin: "WI",
  wyoming: "WY",
};
const CODES = new Set(Object.values(STATES));
const HOME_COUNTRY = /^(?:us|usa|u\.s\.?|u\.s\.a\.?|united states(?: of america)?)$/i;

/** Two letters from "Missouri", "mo" or "MO."; another text as it is; null for nothing. */
export function stateCode(text: string | null | undefined): string | null {
  const state = present(text);
  if (state === null) return null;
  const word = state.toLowerCase().replaceAll(".", "");
  if (CODES.has(word.toUpperCase())) return word.toUpperCase();
  return STATES[word] ?? state;
}

/** Five digits of a ZIP or ZIP+4 ("64111-1234", "641111234"); null for a postal code that is none, such as a Canadian one (ruling P5). */
export function zipOf(postalCode: string | null | undefined, country: string | null | undefined = null): string | null {
  if (postalCode === null || postalCode === undefined) return null;
  if (country !== null && country !== undefined && !absent(country) && !HOME_COUNTRY.test(country.trim())) return null;
  const zip = /^(\d{5})(?:[- ]?\d{4}|-)?$/.exec(postalCode.trim())?.[1];
  return zip === undefined || zip === "00000" ? null : zip;
}

export interface PostalAddress {
  readonly line1: string | null;
  readonly line2: string | null;
  readonly city: string | null;
  readonly state: string | null;
  /** As written, since a foreign code is kept too; `zipOf` says whether it is a ZIP. */
  readonly zip: string | null;
  readonly country: string | null;
}

/** "123 Main St, Kansas City, MO 64111" taken apart, also over several lines and with parts missing (T51). Null when nothing is left. */
export function parseAddress(text: string | null | undefined): PostalAddress | null {
  if (text === null || text === undefined || absent(text)) return null;
  const parts = text
    .split(/[,\r\n]+/)
    .map((part) => part.trim().replace(/\s+/g, " "))
    .filter((part) => !absent(part));
  let country: string | null = null;
  const last = parts.at(-1);
  if (last !== undefined && HOME_COUNTRY.test(last)) country = parts.pop() ?? null;
  const zip = takeZip(parts);
  const state = takeState(parts);
  const city =
    parts.length > 1 || (zip === null && state === null)
      ? parts.length > 1
        ? (parts.pop() ?? null)
        : null
      : cityAlone(parts);
  const [line1 = null, ...rest] = parts;
  const address = { line1, line2: rest.length === 0 ? null : rest.join(", "), city, state, zip, country };
  return isHollow(address) ? null : address;
}

/** Takes "64111", "64111-1234" or "641111234" off the end of the last part. */
function takeZip(parts: string[]): string | null {
  const last = parts.at(-1) ?? "";
  const zip = /(?:^|\s)(\d{5}(?:-?\d{4}|-)?|[A-Z]\d[A-Z] ?\d[A-Z]\d)$/i.exec(last)?.[1];
  // A part that begins with the digits and goes on is a street.
  if (zip === undefined) return null;
  replaceLast(parts, last.slice(0, last.length - zip.length));
  return zip;
}

/** Takes "MO" or "Missouri" off the end of the last part; "Kansas City" is no state. */
function takeState(parts: string[]): string | null {
  const last = parts.at(-1) ?? "";
  const words = last.replace(/\.$/, "").split(" ");
  // No state's name ends in two letters: a code need not be looked for in three words.
  for (const length of (words.at(-1) ?? "").length === 2 ? [1] : [3, 2, 1]) {
    const ending = words.slice(-length).join(" ");
    const code = stateCode(ending);
    if (code === null || words.length < length || !CODES.has(code)) continue;
    replaceLast(parts, words.slice(0, -length).join(" "));
    return code;
  }
  return null;
}

/** One part is left beside state or ZIP: a street begins with its number, a city does not. */
function cityAlone(parts: string[]): string | null {
  return /^\d/.test(parts[0] ?? "") ? null : (parts.pop() ?? null);
}

function replaceLast(parts: string[], text: string): void {
  parts.pop();
  if (text.trim() !== "") parts.push(text.trim());
}

/** True when an address says nothing that could be used. */
export function isHollow(address: {
  line1?: string | null;
  city?: string | null;
  state?: string | null;
  zip?: string | null;
}): boolean {
  return absent(address.line1) && absent(address.city) && absent(address.state) && absent(address.zip);
}
