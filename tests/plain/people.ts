import { living, type PlainRow, type PlainRows, type PlainRules, text } from "./rows.js";

export interface PlainPerson {
  /** The smallest contact id of the person. */
  readonly key: string;
  /** All contact ids of the person. */
  readonly contacts: readonly string[];
  readonly isExcluded: boolean;
}

const MAIL_FIELDS = ["Email", "npe01__WorkEmail__c", "npe01__HomeEmail__c", "npe01__AlternateEmail__c"];
/** Ruling P1, configuration default. */
const ROLE_ADDRESSES = "info office admin volunteer volunteers hr contact hello support noreply".split(" ");
const MOST_SURNAMES = 3;

/** Who is who by ruling P1 (volunteers, teachers) and P2 (students): contact id → person. */
export function whoIsWho(rows: PlainRows, rules: PlainRules): Map<string, PlainPerson> {
  const contacts = living(rows.Contact);
  const shared = sharedKeys(contacts, rows);

  // Contacts that share a key are one person, transitively: follow the links until nothing new is found.
  const withKey = new Map<string, string[]>();
  for (const [id, keys] of shared) {
    for (const key of keys) withKey.set(key, [...(withKey.get(key) ?? []), id]);
  }
  const people = new Map<string, PlainPerson>();
  for (const contact of contacts) {
    const id = String(contact.Id);
    if (people.has(id)) continue;
    const together = new Set([id]);
    for (const one of together) {
      for (const key of shared.get(one) ?? []) {
        for (const other of withKey.get(key) ?? []) together.add(other);
      }
    }
    const ids = [...together].sort();
    // Ruling P1: a person is excluded if any of the records is.
    const isExcluded = ids.some((one) => rules.excluded?.includes(one) === true);
    const person: PlainPerson = { key: ids[0] ?? id, contacts: ids, isExcluded };
    for (const one of ids) people.set(one, person);
  }
  return people;
}

/** The keys under which a contact may be one with another: its addresses, or a student's number in a district. */
function sharedKeys(contacts: readonly PlainRow[], rows: PlainRows): Map<string, string[]> {
  const districtOfSchool = homeDistricts(rows);
  const surnames = new Map<string, Set<string>>();
  for (const contact of contacts) {
    for (const address of addresses(contact)) {
      const names = surnames.get(address) ?? new Set();
      names.add((text(contact, "LastName") ?? "").toLowerCase());
      surnames.set(address, names);
    }
  }
  const keys = new Map<string, string[]>();
  for (const contact of contacts) {
    const kind = kindOf(contact);
    const id = String(contact.Id);
    if (kind === "student") {
      // P2, EX1: the number counts within the district of the school on the record; without both, the record does.
      const number = text(contact, "Local_Student_ID__c");
      const district = districtOfSchool.get(text(contact, "npsp__Primary_Affiliation__c") ?? "");
      keys.set(id, number !== null && district !== undefined ? [`student ${district} ${number}`] : []);
    } else if (kind === "volunteer" || kind === "teacher") {
      // P1: an address under more than three surnames, or one of a role, identifies nobody.
      const usable = addresses(contact).filter(
        (address) =>
          (surnames.get(address)?.size ?? 0) <= MOST_SURNAMES &&
          !ROLE_ADDRESSES.includes(address.slice(0, address.indexOf("@"))),
      );
      keys.set(
        id,
        usable.map((address) => `${kind} ${address}`),
      );
    }
  }
  return keys;
}

/** P1: lower-cased and trimmed; the word "None" and other texts that are no address do not count. */
function addresses(contact: PlainRow): string[] {
  const found = new Set<string>();
  for (const field of MAIL_FIELDS) {
    const address = (text(contact, field) ?? "").toLowerCase();
    if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)) found.add(address);
  }
  return [...found];
}

/** A blank type counts as volunteer. */
function kindOf(contact: PlainRow): "volunteer" | "teacher" | "student" | "other" {
  const label = (text(contact, "Contact_Type__c") ?? "volunteer").toLowerCase();
  return label === "volunteer" || label === "teacher" || label === "student" ? label : "other";
}

/** School account id → district account id. */
export function homeDistricts(rows: PlainRows): Map<string, string> {
  const accounts = living(rows.Account);
  const districts = new Set(accounts.filter((row) => row.Type === "School District").map((row) => String(row.Id)));
  const found = new Map<string, string>();
  for (const school of accounts) {
    const parent = text(school, "ParentId");
    if (school.Type === "School" && parent !== null && districts.has(parent)) found.set(String(school.Id), parent);
  }
  return found;
}
