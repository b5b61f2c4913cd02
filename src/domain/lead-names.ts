import { present, presentLines } from "./absent.js";
import { recaseCompany, withoutStrayQuotes } from "./company-names.js";
import { foldText, recaseName } from "./names.js";

export interface Caregiver {
  /** "Jane Doe"; null where only a company is named. */
  readonly person: string | null;
  /** What the business is called; null where only a person is named. */
  readonly company: string | null;
}

const DOING_BUSINESS_AS = /(?:^|[\s,;]+)(?:d\/b\/a|d\.b\.a\.?|dba|d b a|doing business as)(?![\p{L}\p{N}])[\s:,.-]*/iu;
/** A role on a line of its own, below the name or above it. */
const ROLE_LINE = /(?:^|[\r\n]+)[^\S\r\n]*(?:primary caregiver|caregiver|licensee|owner|director)\b[^\r\n]*/gi;
const ROLE_END = /\s+primary caregiver\s*$/i;
/** Between two people, each with the surname first. */
const NEXT_PERSON = /\s+(?:and|&)\s+(?=[^\s,]+,)/i;

/** Words that no person is called. */
const OF_COMPANIES = new Set(
  (
    "inc incorporated llc lc ltd limited lp llp pllc pc corp corporation co company school preschool schools academy center centre childcare daycare care " +
    "learning montessori kindergarten nursery church ministries ministry university college district county city ymca ywca headstart kids kidz children childrens " +
    "child tots infant toddler early education educational development program programs services club foundation association enterprises group house"
  ).split(" "),
);
const COUPLING = new Set(["of", "the", "for", "at"]);
const AFTER_NAME = /^(?:jr|sr|ii|iii|iv|phd|md|esq)$/;

/**
 * Who cares for the children and what the business is called, from what a register writes in one cell: "DOE, JANE DBA LITTLE STARS" → Jane Doe | Little
 * Stars; "DOE, JANE" and "Jane Doe" are a person, "LITTLE STARS LLC" a company, and "LITTLE STARS LLC DBA SUNNY KIDS" the company Sunny Kids. Null when
 * nothing is said.
 */
export function readCaregiver(text: string | null | undefined): Caregiver | null {
  const said = besideRole(presentLines(text) ?? "");
  if (said === null) return null;
  const [before, after] = aroundDba(withoutStrayQuotes(said));
  if (after !== null) return { person: isCompany(before) ? null : readPerson(before), company: recaseCompany(after) };
  const only = before ?? "";
  if (isCompany(only)) return { person: null, company: recaseCompany(only) };
  const person = readPerson(only);
  return person === null ? null : { person, company: null };
}

/** The text before the line that says a role, since others of the house may follow; else what comes after it. */
function besideRole(text: string): string | null {
  const parts = text.split(ROLE_LINE).map((part) => part.replace(ROLE_END, ""));
  return present(parts.find((part) => present(part) !== null));
}

/** What stands before "DBA" and after it; of a text without it, the whole before. */
function aroundDba(text: string): readonly [string | null, string | null] {
  // Nearly no text has it, and the whole rule takes ten times as long.
  const mark = /d\W?b\W?a|doing/i.test(text) ? DOING_BUSINESS_AS.exec(text) : null;
  if (mark === null) return [present(text), null];
  return [present(text.slice(0, mark.index)), present(text.slice(mark.index + mark[0].length))];
}

function isCompany(name: string | null): boolean {
  if (name === null) return false;
  if (/\d/.test(name)) return true;
  // "CHURCH, JANE" is a person, and so is "DOE, JANE AND JOHN": what follows the comma is a given name.
  const [, given] = /^[^\s,]+,\s*(?!(?:inc|llc|l\.l\.c|ltd|corp|co|pc|lp|llp|pllc)\b)(.+)$/i.exec(name) ?? [];
  const words = foldText(given ?? name).split(" ");
  return words.some((word) => OF_COMPANIES.has(word) || (given === undefined && COUPLING.has(word)));
}

/** "DOE, JANE" → Jane Doe; "DOE JR, JANE" → Jane Doe Jr; "DOE, JANE AND ROE, JOHN" → Jane Doe and John Roe; without a comma as it is written. */
function readPerson(text: string | null): string | null {
  const people = (text ?? "").split(NEXT_PERSON).flatMap((each) => readOne(each) ?? []);
  return people.length === 0 ? null : people.join(" and ");
}

function readOne(text: string): string | null {
  const [last, ...given] = text.split(",").map((part) => part.trim());
  const firsts = given.filter((part) => part !== "" && !AFTER_NAME.test(foldText(part)));
  const endings = given.filter((part) => AFTER_NAME.test(foldText(part)));
  const name = recaseName([...firsts, last, ...endings].filter(Boolean).join(" "));
  return name?.replace(/\bAnd\b/g, "and") ?? null;
}
