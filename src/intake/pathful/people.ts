import { createHash } from "node:crypto";
import { absent, foldText, recaseName, splitPersonName } from "../../domain/index.js";
import type { SignUp } from "../../sources/index.js";
import type { Suggestion } from "../tickets/model.js";
import { type Contact, type Directory, type Role, rosterKey } from "./directory.js";
import { bestOf, type Entry, NameBook, type PersonName, suggest } from "./name-book.js";

/** Somebody of a file: all rows with one user id, or without one, of one name at one place. */
export interface Person {
  readonly role: Role;
  readonly key: string;
  readonly userId: string | null;
  readonly name: PersonName | null;
  readonly nameRaw: string | null;
  readonly school: string | null;
  /** A teacher's district, a professional's company. */
  readonly place: string | null;
}

/** Who somebody of a file is. */
export type Who =
  | { readonly kind: "contact"; readonly contact: Contact; readonly by: "decision" | "id" | "link" | "email" | "name" }
  /** Nobody near is known: made under this key, or made by another row of the same name. */
  | { readonly kind: "new"; readonly key: string }
  | { readonly kind: "ignored" }
  | {
      readonly kind: "asks";
      readonly reason: "ambiguous_person" | "unmatched_person";
      readonly suggestions: readonly Suggestion[];
    };

/** Rows of one user share its id; without an id, of one name at one place, which are not to be read from the key. */
export function personKey(signUp: SignUp): string {
  if (signUp.userId !== null) return signUp.userId;
  const place = signUp.role === "teacher" ? (signUp.school ?? signUp.place) : signUp.place;
  const words = JSON.stringify([signUp.role, foldText(signUp.name ?? ""), foldText(place ?? "")]);
  return `name:${createHash("sha256").update(words).digest("hex").slice(0, 20)}`;
}

/** What a question about somebody is kept under. */
export const ticketKey = ({ key, userId }: Pick<Person, "key" | "userId">): string =>
  userId === null ? key : `user:${userId}`;

export const personId = (role: Role, key: string): string => `${role} ${key}`;

export function personOf(signUp: SignUp, role: Role): Person {
  const split = splitPersonName(recaseName(signUp.name));
  return {
    role,
    key: personKey(signUp),
    userId: signUp.userId,
    name: split,
    nameRaw: signUp.name,
    school: absent(signUp.school) ? null : signUp.school,
    place: absent(signUp.place) ? null : signUp.place,
  };
}

/**
 * Says who each is, the same whatever order they come in: first all that is certain (a decision, Pathful's id, what stored rows say, a unique address),
 * then exact names that only one bears, and last, in the order of their keys, those near whom nobody is.
 */
export function recognise(people: readonly Person[], directory: Directory, source: string): Map<string, Who> {
  const who = new Map<string, Who>();
  const sorted = [...people].sort((a, b) => (personId(a.role, a.key) < personId(b.role, b.key) ? -1 : 1));
  const claims = claimsOf(directory);
  const rest: Person[] = [];
  for (const person of sorted) {
    const certain = certainly(person, directory);
    if (certain === null) rest.push(person);
    else {
      who.set(personId(person.role, person.key), certain);
      if (certain.kind === "contact") claim(claims, certain.contact.id, person.userId);
    }
  }
  const exact = new Map(rest.map((person) => [person, exactly(person, directory)]));
  for (const [{ userId }, [only, ...others]] of exact)
    if (only !== undefined && others.length === 0) claim(claims, only.id, userId);
  const newcomers = { teacher: new NameBook(), volunteer: new NameBook() };
  for (const person of rest) {
    const found = exact.get(person) ?? [];
    who.set(
      personId(person.role, person.key),
      byName(person, found, { claims, directory, newcomers: newcomers[person.role], source }),
    );
  }
  // Asked when all who are new are known: whether they were made by this import or by one that was cut off, the question is the same.
  for (const person of rest) {
    const id = personId(person.role, person.key);
    if (who.get(id)?.kind === "asks")
      who.set(id, questionAbout(person, exact.get(person) ?? [], directory, newcomers[person.role]));
  }
  return who;
}

/** Contact → Pathful's ids of those who are that contact. */
type Claims = Map<number, Set<string>>;

function claim(claims: Claims, contact: number, userId: string | null): void {
  if (userId === null) return;
  const known = claims.get(contact);
  if (known === undefined) claims.set(contact, new Set([userId]));
  else known.add(userId);
}

function claimsOf({ byUserId, linked }: Directory): Claims {
  const claims: Claims = new Map();
  for (const [userId, contacts] of byUserId) for (const { id } of contacts) claim(claims, id, userId);
  for (const [key, { id }] of linked) if (!key.startsWith("name:")) claim(claims, id, key);
  return claims;
}

/** Who somebody is for sure; null where only a name could tell. */
export function certainly(person: Person, directory: Directory): Who | null {
  const { role, key, userId } = person;
  const decided = directory.decided.get(key);
  if (decided === "ignore") return { kind: "ignored" };
  const chosen = decided === undefined || decided === "new" ? undefined : directory.byKey.get(decided);
  if (chosen !== undefined) return { kind: "contact", contact: chosen, by: "decision" };
  if (userId !== null) {
    const bearing = directory.byUserId.get(userId) ?? [];
    const [only, ...others] = bearing.filter((contact) => contact.role === role && !isOwn(contact, key));
    if (only !== undefined && others.length === 0 && decided !== "new")
      return { kind: "contact", contact: only, by: "id" };
  }
  const linked = directory.linked.get(key);
  if (linked !== undefined && linked.role === role && (decided !== "new" || isOwn(linked, key)))
    return isOwn(linked, key) ? { kind: "new", key } : { kind: "contact", contact: linked, by: "link" };
  if (decided === "new") return { kind: "new", key };
  const byEmail = userId === null ? undefined : soleHolder(directory, role, userId);
  return byEmail === undefined ? null : { kind: "contact", contact: byEmail, by: "email" };
}

/** A contact that this source made for this very user is brought up to date with it. */
const isOwn = ({ source, sourceId }: Contact, key: string): boolean => source !== "salesforce" && sourceId === key;

/** The one contact of the kind that has an address of the user's. */
function soleHolder({ users, byAddress }: Directory, role: Role, userId: string): Contact | undefined {
  const holders = new Set(
    (users.get(userId)?.addresses ?? []).flatMap((address) => byAddress[role].get(address) ?? []),
  );
  const [only] = holders;
  return holders.size === 1 ? only : undefined;
}

function exactly({ role, name }: Person, { names, rosters, byId }: Directory): Contact[] {
  if (name === null) return [];
  const found = new Set<number>();
  const contacts: Contact[] = [];
  const take = (contact: Contact | undefined) => {
    if (contact === undefined || contact.role !== role || found.has(contact.id)) return;
    found.add(contact.id);
    contacts.push(contact);
  };
  for (const entry of names[role].exact(name)) take(contactOf(entry, byId));
  if (role === "teacher") for (const id of rosters.get(rosterKey(name.first, name.last)) ?? []) take(byId.get(id));
  return contacts;
}

const contactOf = (entry: Entry, byId: ReadonlyMap<number, Contact>): Contact | undefined =>
  "id" in entry && typeof entry.id === "number" ? byId.get(entry.id) : undefined;

interface Surroundings {
  readonly claims: Claims;
  readonly directory: Directory;
  /** People of the same kind whom this import makes. */
  readonly newcomers: NameBook;
  /** The source that they are made under. */
  readonly source: string;
}

function byName(
  person: Person,
  exact: readonly Contact[],
  { claims, directory, newcomers, source }: Surroundings,
): Who {
  const { role, name, userId, key } = person;
  if (name === null) return ASKS;
  const [only, ...others] = exact;
  if (only !== undefined && others.length === 0) {
    const claimants = claims.get(only.id) ?? new Set();
    const isFree = userId === null || [...claimants].every((claimant) => claimant === userId);
    if (isFree) return { kind: "contact", contact: only, by: "name" };
  }
  if (exact.length > 0) return ASKS;
  const near = directory.names[role].near(name, "");
  const [namesake] = newcomers.exact(name);
  if (near.length === 0 && namesake !== undefined && (userId === null || namesake.sourceId.startsWith("name:")))
    return { kind: "new", key: namesake.sourceId };
  if (near.length > 0 || newcomers.near(name, "").length > 0) return ASKS;
  newcomers.add(entryOf(person, name, directory, source));
  return { kind: "new", key };
}

const ASKS: Who = { kind: "asks", reason: "unmatched_person", suggestions: [] };

/** Somebody new as they will stand in the pool. */
function entryOf(
  { role, key, school, place }: Person,
  { first, last }: PersonName,
  { schools, organizations }: Directory,
  source: string,
): Entry {
  const found =
    role === "teacher"
      ? schools.find(school ?? "", foldText(place ?? "")).place
      : organizations.find(place ?? "").place;
  const name = [first, last].filter((part) => part !== null).join(" ");
  const fullName = recaseName(name) ?? name;
  return {
    source,
    sourceId: key,
    first,
    last,
    label: found === null ? fullName : `${fullName}, ${found.name}`,
    places: found === null ? [] : [foldText(found.name)],
  };
}

/** Whom somebody may be: all of exactly the name first, then those near it. */
function questionAbout(
  { role, name, school, place: company }: Person,
  exact: readonly Contact[],
  directory: Directory,
  newcomers: NameBook,
): Who {
  if (name === null) return ASKS;
  const place = foldText((role === "teacher" ? school : company) ?? "");
  const same = [...exact, ...newcomers.exact(name)].map((entry) => suggest(entry, 0.96, "the same name", place));
  const near = [...directory.names[role].near(name, place), ...newcomers.near(name, place)].filter(
    ({ source, source_id }) => !same.some((each) => each.source === source && each.source_id === source_id),
  );
  const reason = same.length > 0 ? "ambiguous_person" : "unmatched_person";
  return { kind: "asks", reason, suggestions: bestOf([...same, ...near]) };
}
