import { readLedger } from "./ledger.js";
import { type PlainPerson, whoIsWho } from "./people.js";
import { bare, living, type PlainRow, type PlainRows, type PlainRules, text } from "./rows.js";

export interface PlainPathwayOptions extends PlainRules {
  readonly start: string;
  readonly end: string;
  /** The day of asking: what lies ahead has no attendance. */
  readonly today: string;
  /** Session id → names of the pathways it is linked to. */
  readonly links: { readonly [session: string]: readonly string[] };
  /** What somebody entered about a session's pathway, by session id. */
  readonly details: { readonly [session: string]: { readonly pathway: string | null; readonly isStem: boolean } };
  /** What somebody entered that a volunteer spoke on, by participation id. */
  readonly spoken: { readonly [participation: string]: string };
}

export interface PlainPathway {
  readonly sessions: number;
  readonly inPerson: number;
  readonly virtual: number;
  readonly attendances: number;
  readonly students: number;
  readonly k8: number;
  readonly high: number;
  readonly unknown: number;
  readonly atEvents: number;
  readonly speaking: number;
  readonly skilled: number;
  readonly organizations: number;
}

/** What the sample calls the pathways, in links, on sheets and in tags. */
const NAMES: { readonly [name: string]: string } = {
  stem: "STEM",
  tech: "STEM",
  business: "Business",
  "business & finance": "Business",
  health: "Health",
  "health sciences": "Health",
  "construction/ trades": "Construction/Trades",
  arts: "Arts and Communication",
  bfi: "BFI",
};

/** The skills of the sample's people that carry a pathway. */
const SKILLS: { readonly [pathway: string]: string } = {
  STEM: "python programming;software development;computer science;technology;data analysis;statistics;python;data visualization;engineering;mathematics;robotics;3d printing;physics;biology;chemistry;laboratory science;science;cybersecurity;networking;animal science;environmental science;gis",
  Business:
    "project management;financial analysis;accounting;excel;marketing;recruiting;financial literacy;business strategy",
  Health: "healthcare;patient care",
  "Construction/Trades": "drafting;construction;electrical trades;apprenticeship;architecture",
  "Arts and Communication": "writing;graphic design;web design;illustration;editing;photography",
};

export const PLAIN_PATHWAYS = ["STEM", "Business", "Health", "Construction/Trades", "Arts and Communication", "BFI"];

/** Rulings E7 and E8 in plain steps: each pathway, and under "Total" everything that is of any. */
export function plainPathways(rows: PlainRows, options: PlainPathwayOptions): ReadonlyMap<string, PlainPathway> {
  const ledger = readLedger(rows, options);
  const people = whoIsWho(rows, options);
  const sessions = new Map(living(rows.Session__c).map((row) => [String(row.Id), row]));
  const contacts = new Map(living(rows.Contact).map((row) => [String(row.Id), row]));
  const within = (day: string): boolean => options.start <= day && day <= options.end && day <= options.today;
  const events = ledger.events.filter(({ day, isCancelled }) => within(day) && !isCancelled);
  const belongs = new Map(events.map(({ id }) => [id, pathwaysOf(id, sessions.get(id) ?? {}, options)]));
  const came = ledger.volunteers.filter(({ event, person }) => belongs.has(event.id) && !person.isExcluded);
  const sat = ledger.students.filter(({ event }) => belongs.has(event.id));
  const banded = bandedRows(rows, people, new Map(events.map(({ id, schoolYear }) => [id, schoolYear])), options.today);
  const spoke = spokenOn(rows, options, people, came);
  const found = new Map<string, PlainPathway>();
  for (const pathway of [...PLAIN_PATHWAYS, "Total"]) {
    const isOf = (names: ReadonlySet<string> | undefined): boolean =>
      names !== undefined && (pathway === "Total" ? names.size > 0 : names.has(pathway));
    const its = events.filter(({ id }) => isOf(belongs.get(id)));
    const held = its.filter(({ isHeld }) => isHeld);
    const volunteers = came.filter(({ event }) => isOf(belongs.get(event.id)));
    const students = sat.filter(({ event }) => isOf(belongs.get(event.id)));
    const inBand = (band: string): number =>
      new Set(banded.filter((row) => row.band === band && isOf(belongs.get(row.event))).map(({ person }) => person))
        .size;
    const attendances = its
      .filter(({ format }) => format === "in_person")
      .map((event) => {
        const roster = ledger.students.filter((one) => one.event === event).length;
        const entered = options.attendance?.[event.id]?.totalStudents ?? null;
        return entered ?? (roster > 0 ? roster : (event.headcount ?? 0));
      });
    found.set(pathway, {
      sessions: held.length,
      inPerson: held.filter(({ format }) => format === "in_person").length,
      virtual: held.filter(({ format }) => format === "virtual").length,
      attendances: attendances.reduce((sum, one) => sum + one, 0),
      students: new Set(students.map(({ person }) => person.key)).size,
      k8: inBand("K-8"),
      high: inBand("9-12"),
      unknown: inBand("unknown"),
      atEvents: new Set(volunteers.map(({ person }) => person.key)).size,
      speaking: new Set(spoke.filter(({ pathways }) => isOf(pathways)).map(({ person }) => person)).size,
      skilled: new Set(came.filter(({ person }) => isOf(skillsOf(person, contacts))).map(({ person }) => person.key))
        .size,
      organizations: new Set(volunteers.flatMap(({ credit }) => (credit === null ? [] : [credit.organization]))).size,
    });
  }
  return found;
}

const SKILL_FIELDS = ["Legacy_Skill_Covered_for_the_Session__c", "Legacy_Skills_Needed__c", "Requested_Skills__c"];

/** E8: links, what was entered, tags "PWY-…", and the checkbox for STEM. The sample's Salesforce sessions have neither cluster nor topic. */
function pathwaysOf(id: string, session: PlainRow, { links, details }: PlainPathwayOptions): Set<string> {
  const detail = details[id];
  const tags = SKILL_FIELDS.flatMap((field) =>
    [...(text(session, field) ?? "").matchAll(/PWY-([^",;]+)/g)].map(([, tag]) => tag ?? ""),
  );
  const names = [...(links[id] ?? []), ...(detail?.pathway ? [detail.pathway] : []), ...tags];
  const found = names.map((name) => NAMES[name.trim().toLowerCase()]).filter((name) => name !== undefined);
  return new Set([...found, ...(detail?.isStem ? ["STEM"] : [])]);
}

/** E7: the grade they had then, as the record says with which they came; the sample's schools have no level in Salesforce. */
function bandedRows(
  rows: PlainRows,
  people: ReadonlyMap<string, PlainPerson>,
  years: ReadonlyMap<string, number>,
  today: string,
): { readonly event: string; readonly person: string; readonly band: string }[] {
  const current = Number(today.slice(0, 4)) - (Number(today.slice(5, 7)) >= 8 ? 0 : 1);
  const contacts = new Map(living(rows.Contact).map((row) => [String(row.Id), row]));
  return living(rows.Session_Participant__c).flatMap((row) => {
    const event = String(row.Session__c);
    const person = people.get(String(row.Contact__c));
    const year = years.get(event);
    const isHere = row.Participant_Type__c === "Student" && bare(text(row, "Status__c")) === "attended";
    if (!isHere || person === undefined || year === undefined) return [];
    const grade = gradeOf(contacts.get(String(row.Contact__c)) ?? {});
    const then = grade === null ? -1 : grade - (current - year);
    const band = then < 0 || then > 12 ? "unknown" : then <= 8 ? "K-8" : "9-12";
    return [{ event, person: person.key, band }];
  });
}

function gradeOf(contact: PlainRow): number | null {
  for (const field of ["Current_Grade__c", "Legacy_Grade__c"]) {
    const said = (text(contact, field) ?? "").toLowerCase();
    if (said === "k" || said === "kindergarten") return 0;
    const grade = Number.parseInt(said, 10);
    if (grade >= 0 && grade <= 12) return grade;
  }
  return null;
}

function skillsOf(person: PlainPerson, contacts: ReadonlyMap<string, PlainRow>): Set<string> {
  const own = new Set(
    person.contacts
      .flatMap((id) => ["Volunteer_Skills_Text__c", "Volunteer_Skills__c"].map((field) => [id, field] as const))
      .flatMap(([id, field]) => (text(contacts.get(id) ?? {}, field) ?? "").split(/[;,]/))
      .map((skill) => skill.trim().toLowerCase()),
  );
  return new Set(
    Object.entries(SKILLS).flatMap(([pathway, skills]) =>
      skills.split(";").some((skill) => own.has(skill)) ? [pathway] : [],
    ),
  );
}

/** Who spoke on what, of those who came; a row that counts for nobody says nothing. */
function spokenOn(
  rows: PlainRows,
  { spoken }: PlainPathwayOptions,
  people: ReadonlyMap<string, PlainPerson>,
  came: readonly { readonly event: { readonly id: string }; readonly person: PlainPerson }[],
): { readonly person: string; readonly pathways: ReadonlySet<string> }[] {
  const there = new Set(came.map(({ event, person }) => `${event.id} ${person.key}`));
  return living(rows.Session_Participant__c).flatMap((row) => {
    const pathway = spoken[String(row.Id)];
    const person = people.get(String(row.Contact__c));
    if (pathway === undefined || person === undefined) return [];
    return there.has(`${String(row.Session__c)} ${person.key}`)
      ? [{ person: person.key, pathways: new Set([pathway]) }]
      : [];
  });
}
