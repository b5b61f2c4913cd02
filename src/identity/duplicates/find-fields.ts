import { isOneSlipApart, jaroWinkler } from "../../domain/index.js";
import { type Field, field, givenName, type LevelOf, namePart, oneOfSeveral, surname } from "../likeness/index.js";
import type { PersonRecord, PostalPlace } from "./find-contacts.js";

/** What a record says, or nothing where it says nothing. */
const some = <Value>(values: readonly Value[]): readonly Value[] | null => (values.length === 0 ? null : values);

/**
 * Given names are not learned: a household shares everything else, so its records would teach that one person goes by two names that have nothing
 * in common.
 */
export const firstName: Field<PersonRecord> = givenName({
  name: "first_name",
  read: ({ first, last, middle, written }) =>
    first === "" ? null : namePart(first, last, { middle, written: written.first }),
  learns: false,
});

export const lastName: Field<PersonRecord> = surname({
  name: "last_name",
  read: ({ first, last, written }) => (last === "" ? null : namePart(last, first, { written: written.last })),
});

interface Addresses {
  readonly all: readonly string[];
  readonly owner: PersonRecord;
}

/** An address of a person; one mailbox at two houses, or a slip in it, is nearly as much, unless it says no more than the name does. */
export const email: Field<PersonRecord> = field({
  name: "email",
  read: (owner: PersonRecord): Addresses | null => (owner.emails.length === 0 ? null : { all: owner.emails, owner }),
  text: ({ all }) => all.join(", "),
  terms: ({ all }) => all,
  levels: [
    { name: "exact", holds: (a, b) => a.all.some((each) => b.all.includes(each)), m: 0.35, u: 0.00001 },
    {
      name: "near",
      holds: (a, b) => a.all.some((one) => b.all.some((other) => isNearAddress(one, a.owner, other, b.owner))),
      m: 0.1,
      u: 0.0005,
    },
  ],
});

/** Shorter mailboxes are shared by too many. */
const SHORTEST_MAILBOX = 6;
/** Signs of a mailbox beyond its owner's names that make it somebody's own. */
const FEWEST_SIGNS = 3;

function isNearAddress(one: string, owner: PersonRecord, other: string, otherOwner: PersonRecord): boolean {
  const [[mailbox = "", house = ""], [otherMailbox = "", otherHouse = ""]] = [one.split("@"), other.split("@")];
  if (mailbox.length < SHORTEST_MAILBOX || otherMailbox.length < SHORTEST_MAILBOX) return false;
  const isNear = mailbox === otherMailbox || (house === otherHouse && isOneSlipApart(mailbox, otherMailbox));
  return isNear && !(isMadeOfName(mailbox, owner) && isMadeOfName(otherMailbox, otherOwner));
}

/** "jane.smith", "jsmith" and "smithj12" of Jane Smith: every other Jane Smith might have them elsewhere. */
function isMadeOfName(mailbox: string, { first, last }: PersonRecord): boolean {
  const signs = mailbox.replaceAll(/[^\p{L}\p{N}]/gu, "");
  const withoutSurname = signs.replace(last.replaceAll(" ", ""), "");
  const given = first.replaceAll(" ", "");
  const beyond = withoutSurname.replace(withoutSurname.includes(given) ? given : given.charAt(0), "");
  return beyond !== signs && beyond.length < FEWEST_SIGNS;
}

export const phone: Field<PersonRecord> = oneOfSeveral({
  name: "phone",
  read: ({ phones }) => some(phones),
  exact: [0.45, 0.00005],
  near: {
    name: "one_slip",
    holds: (a, b) => a.some((one) => b.some((other) => isOneSlipApart(one, other))),
    m: 0.05,
    u: 0.002,
  },
});

const STREET_NEAR = 0.92;
const numberOf = (street: string): string => /^\d+/.exec(street)?.[0] ?? "";

const anyPlace =
  (holds: (one: PostalPlace, other: PostalPlace) => boolean) =>
  (a: readonly PostalPlace[], b: readonly PostalPlace[]): boolean =>
    a.some((one) => b.some((other) => holds(one, other)));

const isSame = (one: string | null, other: string | null): boolean => one !== null && one === other;
const isSameArea = (one: PostalPlace, other: PostalPlace): boolean =>
  isSame(one.zip, other.zip) || ((one.zip === null || other.zip === null) && isSame(one.city, other.city));

/** People move: another address says little, the same one much. */
export const address: Field<PersonRecord> = field({
  name: "address",
  read: ({ places }: PersonRecord) => some(places),
  text: (places) => places.map(({ street, city, zip }) => [street, city, zip].filter(Boolean).join(", ")).join("; "),
  terms: (places) => places.flatMap((place) => keyOf(place) ?? []),
  levels: [
    { name: "exact", holds: anyPlace((a, b) => keyOf(a) !== null && keyOf(a) === keyOf(b)), m: 0.3, u: 0.0001 },
    { name: "near", holds: anyPlace(isNearStreet), m: 0.1, u: 0.0002 },
    { name: "same_zip", holds: anyPlace((a, b) => isSame(a.zip, b.zip)), m: 0.12, u: 0.02 },
    { name: "same_city", holds: anyPlace((a, b) => isSame(a.city, b.city)), m: 0.18, u: 0.15 },
  ],
});

function isNearStreet(a: PostalPlace, b: PostalPlace): boolean {
  if (a.street === null || b.street === null || !isSameArea(a, b)) return false;
  return numberOf(a.street) === numberOf(b.street) && jaroWinkler(a.street, b.street) >= STREET_NEAR;
}

function keyOf({ street, zip, city }: PostalPlace): string | null {
  const area = zip ?? city;
  return street === null || area === null ? null : `${street} ${area}`;
}

export const placeKeys = ({ places }: PersonRecord): string[] => places.flatMap((place) => keyOf(place) ?? []);

/** Whether two given names are those of two people of one house, not one name written twice. */
export const areOtherGivenNames = (level: LevelOf): boolean =>
  level("first_name") === "different" || level("first_name") === "near";
