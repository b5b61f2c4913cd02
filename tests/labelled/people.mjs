// People of an organisation like ours, some with a second record or a third as they come about: another address, a nickname, a slip, a move, a
// marriage, half of it left blank. Beside them those who only look alike: couples of one house, twins, fathers and sons, bearers of frequent names.
import { isSameGivenName } from "../../dist/src/domain/index.js";

const SHORT = {
  James: "Jim",
  Robert: "Bob",
  John: "Jack",
  Michael: "Mike",
  William: "Bill",
  David: "Dave",
  Richard: "Rick",
  Thomas: "Tom",
  Charles: "Chuck",
  Christopher: "Chris",
  Daniel: "Dan",
  Matthew: "Matt",
  Anthony: "Tony",
  Steven: "Steve",
  Andrew: "Drew",
  Kenneth: "Ken",
  Joshua: "Josh",
  Timothy: "Tim",
  Edward: "Ed",
  Nicholas: "Nick",
  Jonathan: "Jon",
  Benjamin: "Ben",
  Samuel: "Sam",
  Gregory: "Greg",
  Patrick: "Pat",
  Elizabeth: "Liz",
  Patricia: "Pat",
  Jennifer: "Jen",
  Susan: "Sue",
  Jessica: "Jess",
  Margaret: "Peggy",
  Kimberly: "Kim",
  Deborah: "Debbie",
  Rebecca: "Becky",
  Katherine: "Kate",
  Pamela: "Pam",
  Victoria: "Vicky",
  Samantha: "Sam",
  Christina: "Tina",
  Abigail: "Abby",
};
const MAILERS = ["gmail.com", "yahoo.com", "outlook.com", "icloud.com", "aol.com"];
const STREETS =
  "Main Oak Maple Cedar Elm Wornall Troost Holmes Paseo Prospect Walnut Grand Locust Cherry Euclid Benton Gladstone Belleview".split(
    " ",
  );
const KINDS = ["Street", "Avenue", "Road", "Drive", "Lane", "Terrace", "Court"];
const TITLES =
  "Engineer Analyst Manager Director Nurse Attorney Accountant Designer Developer Consultant Architect Recruiter Buyer Planner".split(
    " ",
  );
const ZIPS = Array.from({ length: 60 }, (_, at) => String(64_101 + at));

/** `people` volunteers, of whom six in a hundred have further records; each record with the person it is of. */
export function volunteersOf(luck, { people, employers, cluster = "v" }) {
  const records = [];
  for (let index = 0; index < people; index++) {
    const person = volunteer(luck, employers);
    add(records, `${cluster}${index}`, person);
    if (luck.chance(0.06)) add(records, `${cluster}${index}`, again(luck, person, employers));
    if (luck.chance(0.005)) add(records, `${cluster}${index}`, again(luck, person, employers));
    if (luck.chance(0.05)) add(records, `${cluster}${index}-partner`, partner(luck, person, employers));
    if (luck.chance(0.003)) add(records, `${cluster}${index}-son`, son(luck, person));
  }
  return records;
}

/** Students of schools, with a birth date and a number; some entered twice, some twins. */
export function studentsOf(luck, { people, schools }) {
  const records = [];
  for (let index = 0; index < people; index++) {
    const school = luck.below(schools);
    const pupil = {
      first: luck.given(),
      last: luck.surname(),
      emails: [],
      phones: [],
      employers: [],
      birthdate: luck.day(2006, 12),
      school,
      grade: luck.below(13),
      studentId: luck.digits(7),
    };
    add(records, `s${index}`, pupil);
    if (luck.chance(0.04)) add(records, `s${index}`, enteredAgain(luck, pupil, schools));
    if (luck.chance(0.02))
      add(records, `s${index}-twin`, { ...pupil, first: anotherName(luck, pupil.first), studentId: luck.digits(7) });
  }
  return records;
}

function anotherName(luck, name) {
  const other = luck.given();
  return isSameGivenName(other, name) ? anotherName(luck, name) : other;
}

const add = (records, cluster, person) => records.push({ cluster, ...person });

function volunteer(luck, employers) {
  const [first, last] = [luck.given(), luck.surname()];
  const person = { first, last, emails: [], phones: [], employers: [luck.below(employers)] };
  if (luck.chance(0.85)) person.emails = [mailOf(luck, first, last)];
  if (luck.chance(0.6)) person.phones = [phoneOf(luck)];
  if (luck.chance(0.65)) person.address = addressOf(luck);
  if (luck.chance(0.1)) person.birthdate = luck.day(1950, 50);
  if (luck.chance(0.7)) person.title = `${luck.pick(["Senior ", "", "", "Lead "])}${luck.pick(TITLES)}`;
  return person;
}

/** The same person once more. Something ties the two together, or nobody could know. */
function again(luck, person, employers) {
  const twin = { ...person };
  const keptMail = luck.chance(0.3);
  const keptPhone = luck.chance(0.55);
  const keptEmployer = luck.chance(0.65);
  const moved = luck.chance(0.35);
  if (luck.chance(0.3)) twin.first = SHORT[person.first] ?? person.first;
  else if (luck.chance(0.12)) twin.first = luck.slip(person.first);
  if (luck.chance(0.12)) twin.last = luck.slip(person.last);
  else if (luck.chance(0.05)) twin.last = luck.surname();
  else if (luck.chance(0.03)) [twin.first, twin.last] = [twin.last, twin.first];
  if (!keptMail) twin.emails = luck.chance(0.6) ? [mailOf(luck, twin.first, twin.last)] : [];
  if (!keptPhone) twin.phones = luck.chance(0.3) ? [phoneOf(luck)] : [];
  if (!keptEmployer) twin.employers = luck.chance(0.5) ? [luck.below(employers)] : [];
  if (moved) twin.address = luck.chance(0.5) ? addressOf(luck) : undefined;
  else if (luck.chance(0.3) && person.address)
    twin.address = { ...person.address, line1: luck.slip(person.address.line1) };
  if (luck.chance(0.5)) twin.birthdate = undefined;
  if (luck.chance(0.5)) twin.title = undefined;
  const ties = (keptMail ? person.emails.length : 0) + (keptPhone ? person.phones.length : 0) + (keptEmployer ? 1 : 0);
  if (ties === 0) twin.employers = person.employers;
  return twin;
}

/** Husband or wife: another given name, and else what a household shares. */
function partner(luck, person, employers) {
  const other = volunteer(luck, employers);
  if (isSameGivenName(other.first, person.first)) return partner(luck, person, employers);
  return {
    ...other,
    last: luck.chance(0.85) ? person.last : other.last,
    address: person.address ?? other.address,
    phones: luck.chance(0.5) ? person.phones : other.phones,
    emails: luck.chance(0.3) ? person.emails : other.emails,
  };
}

/** Bears his father's name and lives in his house. */
const son = (luck, person) => ({
  ...person,
  last: `${person.last} Jr`,
  emails: [mailOf(luck, person.first, person.last)],
  phones: [phoneOf(luck)],
  employers: [],
  title: undefined,
  birthdate: person.birthdate === undefined ? undefined : luck.day(2000, 5),
});

function enteredAgain(luck, pupil, schools) {
  const twin = { ...pupil };
  if (luck.chance(0.35))
    twin.first = luck.chance(0.5) ? (SHORT[pupil.first] ?? luck.slip(pupil.first)) : luck.slip(pupil.first);
  else if (luck.chance(0.3)) twin.last = luck.slip(pupil.last);
  if (luck.chance(0.4)) twin.studentId = undefined;
  else if (luck.chance(0.3)) [twin.school, twin.studentId] = [luck.below(schools), undefined];
  if (luck.chance(0.1)) twin.birthdate = undefined;
  if (luck.chance(0.3)) twin.grade = Math.max(0, pupil.grade - 1);
  return twin;
}

/** A mailbox of one's own: what is taken gets a number. */
function mailOf(luck, first, last) {
  const wished = `${luck.pick([first[0], `${first}.`, first])}${last}${luck.chance(0.5) ? luck.digits(2) : ""}`;
  for (let mailbox = wished; ; mailbox = wished + luck.digits(3)) {
    const address = `${mailbox}@${luck.pick(MAILERS)}`.toLowerCase();
    if (luck.isNew(address)) return address;
  }
}
const phoneOf = (luck) => `816${2 + luck.below(8)}${luck.digits(6)}`;
const addressOf = (luck) => ({
  line1: `${100 + luck.below(9_900)} ${luck.pick(["", "", "N ", "SW "])}${luck.pick(STREETS)} ${luck.pick(KINDS)}`,
  city: luck.pick(["Kansas City", "Kansas City", "Overland Park", "Lee's Summit", "Independence"]),
  zip: luck.pick(ZIPS),
});
