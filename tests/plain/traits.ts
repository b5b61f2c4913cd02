import type { PlainLedger } from "./ledger.js";
import type { PlainPerson } from "./people.js";
import { living, type PlainRow, type PlainRows, text } from "./rows.js";

/** What holds of a person, over all of their records. */
export interface PlainTraits {
  /** Ruling P5. */
  readonly isLocal: boolean;
  /** Ruling P4; what nobody knows is not. */
  readonly isOfColour: boolean;
  /** The first day of anything attended that was not cancelled (Bible M92). */
  readonly firstDay: string | null;
}

const LOCAL = "640 641 647 649 660 661 662".split(" ");
const PARTLY = "644 645 646 653 664 665 666 667 668".split(" ");
const HERE = /^(us|usa|u\.s\.?|u\.s\.a\.?|united states( of america)?)$/i;

/** Traits of everybody who came as a volunteer, by person. */
export function traitsOf(rows: PlainRows, ledger: PlainLedger): (person: PlainPerson) => PlainTraits {
  const contacts = new Map(living(rows.Contact).map((row) => [String(row.Id), row]));
  const firstDays = new Map<string, string>();
  const seen = new Set<string>();
  for (const { event, person } of ledger.volunteers) {
    if (event.isCancelled) continue;
    if (event.format === "in_person") seen.add(person.key);
    const first = firstDays.get(person.key);
    if (first === undefined || event.day < first) firstDays.set(person.key, event.day);
  }
  const known = new Map<string, PlainTraits>();
  return (person) => {
    const before = known.get(person.key);
    if (before !== undefined) return before;
    const records = person.contacts.map((id) => contacts.get(id)).filter((row) => row !== undefined);
    const traits = {
      isLocal: isLocal(records, seen.has(person.key)),
      isOfColour: records.some((row) => isOfColour(text(row, "Racial_Ethnic_Background__c"))),
      firstDay: firstDays.get(person.key) ?? null,
    };
    known.set(person.key, traits);
    return traits;
  };
}

/** The primary address first, which is the mailing one; else any other that is not of work; the closest of several; else by having come. */
function isLocal(records: readonly PlainRow[], cameInPerson: boolean): boolean {
  const mailing = records.map((row) => closeness(text(row, "MailingPostalCode"), text(row, "MailingCountry")));
  const written = records.flatMap((row) =>
    ["npe01__Home_Address__c", "npe01__Other_Address__c"].map((field) => {
      const zip = /(\d{5}(?:-\d{4})?)\s*$/.exec(text(row, field) ?? "")?.[1];
      return closeness(zip ?? null, null);
    }),
  );
  for (const found of [mailing, [...mailing, ...written]]) {
    const best = Math.min(...found);
    if (best < NOWHERE) return best === 0;
  }
  return cameInPerson;
}

const NOWHERE = 9;

/** 0 local, 1 partly, 2 far. */
function closeness(postalCode: string | null, country: string | null): number {
  if (postalCode === null || (country !== null && country.toLowerCase() !== "none" && !HERE.test(country)))
    return NOWHERE;
  const zip = /^(\d{5})(?:[- ]?\d{4}|-)?$/.exec(postalCode)?.[1];
  if (zip === undefined || zip === "00000") return NOWHERE;
  if (LOCAL.includes(zip.slice(0, 3))) return 0;
  return PARTLY.includes(zip.slice(0, 3)) ? 1 : 2;
}

const OF_COLOUR =
  /black|african|hispanic|latin|\basian|pacific islander|hawaiian|native american|alaska|first nation|american indian|bi-?racial|multi|two or more|other poc/i;

const isOfColour = (label: string | null): boolean => label !== null && OF_COLOUR.test(label);
