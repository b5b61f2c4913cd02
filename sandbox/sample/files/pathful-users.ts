import type { Chance } from "../random.js";
import type { ContactRow } from "../rows.js";
import type { Cast, Teacher } from "./model.js";

/** Somebody with an account at Pathful, as Pathful writes them. */
export interface PathfulUser {
  readonly id: string;
  readonly role: "Educator" | "Professional" | "Student" | "Parent";
  readonly name: string;
  readonly school: string;
  /** "District or Company". */
  readonly home: string;
  /** Null for somebody whom the User Report does not list. */
  readonly mail: string | null;
  readonly job: string;
}

/** Whom Pathful knows: most are plainly somebody of Salesforce, the others have to be asked about. */
export interface PathfulUsers {
  readonly educators: readonly PathfulUser[];
  readonly professionals: readonly PathfulUser[];
  /** Written as a record that another one may be: a short form, an initial, a name that two people bear. */
  readonly doubtful: readonly PathfulUser[];
  /** In no other system, at a school or company that nobody has entered or has entered by another name. */
  readonly strangers: readonly PathfulUser[];
}

/** Short forms of first names. */
const SHORT: Readonly<Record<string, string>> = {
  David: "Dave",
  Robert: "Rob",
  William: "Bill",
  Deborah: "Debbie",
  Margaret: "Peggy",
  Victor: "Vic",
  Thomas: "Tom",
};

export const PARTNER = "PREP-KC";

export function pathfulUsers(cast: Cast): PathfulUsers {
  const luck = cast.chance("pathful-users");
  const teachers = byName(cast.teachers, ({ contact }) => contact);
  const volunteers = byName(cast.volunteers, (contact) => contact);
  const ordinary = volunteers.alone.filter(({ FirstName }) => !(FirstName !== null && FirstName in SHORT));
  return {
    educators: luck
      .sample(teachers.alone.slice(1), 36)
      .map((teacher, index) => educatorOf(luck, teacher, 41_000 + index)),
    professionals: luck
      .sample(ordinary, 45)
      .map((contact, index) => professionalOf(cast, luck, contact, 52_000 + index)),
    doubtful: [
      ...doubtfulTeachers(luck, teachers.alone.slice(0, 1), teachers.shared.slice(0, 1)),
      ...doubtfulVolunteers(
        cast,
        luck,
        volunteers.alone.filter(isUnmet),
        volunteers.shared.filter(isUnmet).slice(0, 1),
      ),
    ],
    strangers: strangersOf(cast),
  };
}

/** Salesforce does not know who they are at Pathful. */
const isUnmet = ({ Connector_User_ID__c }: ContactRow): boolean => Connector_User_ID__c === null;

const fullName = ({ FirstName, LastName }: ContactRow): string => `${FirstName ?? ""} ${LastName}`.trim();

/** People whose name nobody else bears, and of each name that several bear the first. */
function byName<T>(people: readonly T[], contactOf: (person: T) => ContactRow): { alone: T[]; shared: T[] } {
  const named = new Map<string, T[]>();
  for (const person of people) {
    const name = fullName(contactOf(person)).toLowerCase();
    named.set(name, [...(named.get(name) ?? []), person]);
  }
  const groups = [...named.values()];
  return {
    alone: groups.flatMap((group) => (group.length === 1 ? group : [])),
    shared: groups.flatMap(([first, ...others]) => (first !== undefined && others.length > 0 ? [first] : [])),
  };
}

function educatorOf(luck: Chance, { contact, school, district }: Teacher, id: number): PathfulUser {
  const title = luck.happens(0.15) ? luck.pick(["Mrs. ", "Mr. ", "Dr. ", "Ms. "]) : "";
  return {
    id: String(id),
    role: "Educator",
    name: `${title}${fullName(contact)}`,
    school: luck.weighted([
      [school.Name, 80],
      [school.Name.replace("Elementary School", "Elem"), 10],
      [school.Name.replace(/ School$/, ""), 10],
    ]),
    home: luck.weighted([
      [district?.Name ?? "", 70],
      [(district?.Name ?? "").replace(" School District", ""), 25],
      ["", 5],
    ]),
    mail: luck.happens(0.15) ? "" : (contact.Email ?? ""),
    job: "Teacher",
  };
}

/** Under the id that Salesforce may have of them. */
function professionalOf(cast: Cast, luck: Chance, contact: ContactRow, id: number): PathfulUser {
  const employer = cast.accountOf(contact.npsp__Primary_Affiliation__c)?.Name ?? "";
  return {
    id: contact.Connector_User_ID__c ?? String(id),
    role: "Professional",
    name: luck.happens(0.06) ? fullName(contact).toUpperCase() : fullName(contact),
    school: PARTNER,
    home: luck.weighted([
      [employer, 75],
      [employer === "" ? "" : `${employer.replace(/,? (Inc\.|LLC)$/, "")}, Inc.`, 15],
      ["", 10],
    ]),
    mail: luck.happens(0.15) ? "" : (contact.Email ?? ""),
    job: contact.Title ?? "",
  };
}

/** Known by an initial alone; and one of two records of one name. Neither has an address in the User Report. */
function doubtfulTeachers(luck: Chance, alone: readonly Teacher[], shared: readonly Teacher[]): PathfulUser[] {
  const initials = alone.map((teacher, index) => {
    const user = educatorOf(luck, teacher, 43_000 + index);
    const { FirstName, LastName } = teacher.contact;
    return { ...user, name: `${FirstName?.charAt(0) ?? ""}. ${LastName}`, mail: "" };
  });
  return [...initials, ...shared.map((teacher, index) => ({ ...educatorOf(luck, teacher, 43_100 + index), mail: "" }))];
}

/** Dave for David: the first has his address in the User Report, which answers the question; the second has none. */
function doubtfulVolunteers(
  cast: Cast,
  luck: Chance,
  alone: readonly ContactRow[],
  shared: readonly ContactRow[],
): PathfulUser[] {
  const surnames = new Map<string, number>();
  for (const { LastName } of alone) surnames.set(LastName, (surnames.get(LastName) ?? 0) + 1);
  const shortened = alone
    .filter(({ FirstName, LastName }) => FirstName !== null && FirstName in SHORT && surnames.get(LastName) === 1)
    .slice(0, 2)
    .map((contact, index) => {
      const user = professionalOf(cast, luck, contact, 54_000 + index);
      const name = `${SHORT[contact.FirstName ?? ""] ?? ""} ${contact.LastName}`;
      return { ...user, name, mail: index === 0 ? (contact.Email ?? "") : "" };
    });
  const doubles = shared.map((contact, index) => ({
    ...professionalOf(cast, luck, contact, 54_100 + index),
    mail: "",
  }));
  return [...shortened, ...doubles];
}

/** New people: at a school that is known by no such name, at a company with an ending, at one that nobody has heard of. */
function strangersOf({ sample }: Cast): PathfulUser[] {
  const kck = "Kansas City Kansas Public Schools";
  const company = sample.Account.find(
    ({ Type, Name }) => Type === "Business" && /^[A-Z][a-z]+ [A-Z][a-z]+$/.test(Name),
  );
  const teacher = (id: number, name: string): PathfulUser => ({
    id: String(id),
    role: "Educator",
    name,
    school: "TA Edison",
    home: kck,
    mail: null,
    job: "Teacher",
  });
  const presenter = (id: number, name: string, home: string): PathfulUser => ({
    id: String(id),
    role: "Professional",
    name,
    school: "--",
    home,
    mail: null,
    job: "",
  });
  return [
    teacher(59_001, "Winifred Newcome"),
    teacher(59_002, "Percival Attwater"),
    presenter(59_003, "Orla Quimby-Vance", "Nowhere Known Labs"),
    presenter(59_004, "Ottilie Brackenridge", `${company?.Name ?? "Anybody"}, Inc.`),
  ];
}
