import sql from "sql-template-tag";
import { foldText } from "../../domain/index.js";
import { isDraft, type LineReading, type SignUp } from "../../sources/index.js";
import type { AwaitsAnswer } from "../quarantine.js";
import { type Question, waitsFor } from "../tickets/model.js";
import { storeAttendance } from "./attendance-rows.js";
import { readDecidedDates, readDecidedTwins } from "./decisions.js";
import { type Directory, type Role, readDirectory } from "./directory.js";
import { type Person, personId, personKey, personOf, recognise, ticketKey, type Who } from "./people.js";
import { storePeople } from "./people-rows.js";
import type { PlaceFound } from "./places.js";
import { storeSessions } from "./session-rows.js";
import {
  groupSessions,
  KnownSessions,
  readKnownSessions,
  SessionKeys,
  type SessionRows,
  sessionTitleKey,
  titleOf,
  undatedKey,
} from "./sessions.js";
import { findTwins } from "./twins.js";
import { readWaiting, type Waiting } from "./waiting.js";
import type { Work } from "./work.js";

/** What a file brought, line by line read. */
export interface Incoming {
  readonly signUps: readonly SignUp[];
  readonly refused: readonly Extract<LineReading, { kind: "refused" }>[];
  readonly skippedBy: Readonly<Record<string, number>>;
  /** False when these are only some rows of their sessions: what is known of a session then stands. */
  readonly whole: boolean;
}

/** What is to become of one row. */
export type Fate =
  | { readonly kind: "stored"; readonly session: string; readonly role: Role; readonly person: string }
  | { readonly kind: "skipped"; readonly reason: string }
  | {
      readonly kind: "waits";
      readonly reason: AwaitsAnswer;
      readonly detail: string;
      readonly ticket: string;
    }
  | {
      readonly kind: "refused";
      readonly reason: "bad_value" | "missing_required" | "expectation_failed";
      readonly detail: string;
    };

export interface Item {
  readonly signUp: SignUp;
  /** What the row is, or would be, kept under. */
  readonly id: string;
  /** Its place in quarantine, when it waited there and is not of the file. */
  readonly waited: string | null;
  readonly fate: Fate;
}

/** What a file had, by the ids that its rows and sessions are kept under. */
export interface Seen {
  readonly rows: ReadonlySet<string>;
  readonly sessions: ReadonlySet<string>;
}

/** Everything worked out of a file before any of it is stored. */
export interface Plan {
  readonly whole: boolean;
  readonly directory: Directory;
  readonly known: KnownSessions;
  readonly sessions: readonly (SessionRows & { readonly key: string })[];
  /** Session key → the event of another source that it is, as a person decided. */
  readonly joined: ReadonlyMap<string, number>;
  readonly people: ReadonlyMap<string, Person>;
  readonly who: ReadonlyMap<string, Who>;
  readonly items: readonly Item[];
  readonly waiting: ReadonlyMap<string, Waiting>;
  readonly questions: readonly Question[];
  /** Questions that these rows have answered by themselves, as "kind:key". */
  readonly answered: ReadonlySet<string>;
}

/**
 * Takes people in sessions in: sessions become events, people are recognised, asked about or made, and who can be told is put to the session. Rows that
 * waited go along as soon as what they waited for is known. The same rows again change nothing, in whatever order they come.
 */
export async function takeIn(work: Work, incoming: Incoming): Promise<Seen> {
  const plan = await planFor(work, incoming);
  const events = await storeSessions(work, plan);
  const contacts = await storePeople(work, plan);
  await storeAttendance(work, plan, incoming, events, contacts);
  await findTwins(work, plan, events);
  const fresh = plan.items.filter(({ waited }) => waited === null);
  return {
    rows: new Set(fresh.map(({ id }) => id)),
    sessions: new Set(plan.sessions.flatMap(({ key, isFresh }) => (isFresh ? [key] : []))),
  };
}

async function planFor(work: Work, { signUps, refused, whole }: Incoming): Promise<Plan> {
  const { pool, source } = work;
  const directory = await readDirectory(work);
  const waiting = await readWaiting(pool, source);
  const known = new KnownSessions(await readKnownSessions(pool, source));
  const decidedDates = await readDecidedDates(pool, work.organization.timeZone, source);
  const decidedTwins = await readDecidedTwins(pool, source);
  const waitedRows = new Map<SignUp, string>();
  for (const [key, { signUp }] of waiting) if (signUp !== null) waitedRows.set(signUp, key);
  const all = [...signUps, ...waitedRows.keys()];
  const dates = new Map([...decidedDates.dates, ...daysByTitle(signUps)]);
  const { sessions, undated } = groupSessions(all, new Set(waitedRows.keys()), dates);
  const keys = new SessionKeys(known, sessions);
  const questions = new Map<string, Question>();
  const answered = new Set<string>();
  const fates = new Map<SignUp, { readonly id: string; readonly fate: Fate }>();
  const keyed: (SessionRows & { readonly key: string })[] = [];

  for (const group of undated) {
    for (const signUp of group.rows) {
      const key = undatedKey(signUp);
      const fate = undatedFate(signUp, key, decidedDates.ignored);
      fates.set(signUp, { id: `${key}#${personKey(signUp)}`, fate });
      if (fate.kind === "waits") ask(questions, dateQuestion(group, key));
    }
  }
  for (const group of sessions) {
    for (const signUp of group.rows) answered.add(waitsFor("session_date", undatedKey(signUp)));
    const kept = keys.of(group);
    const title = sessionTitleKey(titleOf(group.facts), group.day ?? "");
    const chosen = "oneOf" in kept ? sameSource(decidedTwins.get(`rows:${title}`), source, title) : kept.key;
    if (chosen !== null) {
      keyed.push({ ...group, key: chosen });
      answered.add(waitsFor("session_twin", `rows:${title}`));
      continue;
    }
    const question = whichSession(group, `rows:${title}`, source, "oneOf" in kept ? kept.oneOf : [], known);
    ask(questions, question);
    const fate: Fate = {
      kind: "waits",
      reason: "ambiguous_session",
      detail: "The row has no Session ID, and several sessions have its title and date.",
      ticket: waitsFor("session_twin", question.key),
    };
    for (const signUp of group.rows) fates.set(signUp, { id: `${title}#${personKey(signUp)}`, fate });
  }

  const people = peopleOf(keyed, new Set(waitedRows.keys()));
  const who = recognise([...people.values()], directory, source);
  const asker = new Asker(work, directory, questions, answered);
  const alone = new Map([...people].map(([id, person]) => [id, asker.fateOf(person, who.get(id))]));
  // Somebody who is made by another's row waits for what that one waits for.
  const fateOf = (role: Role, person: string): Fate | null => {
    const same = who.get(personId(role, person));
    const maker = same?.kind === "new" ? alone.get(personId(role, same.key)) : null;
    return alone.get(personId(role, person)) ?? maker ?? null;
  };
  for (const { key, rows } of keyed) {
    for (const signUp of rows) {
      const { role } = signUp;
      const person = personKey(signUp);
      const fate: Fate =
        role === null
          ? { kind: "skipped", reason: "nobody_signed_up" }
          : (fateOf(role, person) ?? { kind: "stored", session: key, role, person });
      fates.set(signUp, { id: `${key}#${person}`, fate });
    }
  }
  const items: Item[] = [];
  for (const signUp of all) {
    const settled = fates.get(signUp);
    if (settled !== undefined) items.push({ signUp, ...settled, waited: waitedRows.get(signUp) ?? null });
  }
  for (const { signUp, reason, detail } of refused)
    items.push({
      signUp,
      id: `${undatedKey(signUp)}#${personKey(signUp)}`,
      waited: null,
      fate: { kind: "refused", reason, detail },
    });
  return {
    whole,
    directory,
    known,
    sessions: keyed,
    joined: await joinedEvents(work, keyed, decidedTwins),
    people,
    who,
    items,
    waiting,
    questions: [...questions.values()],
    answered,
  };
}

/** Rows without an id or a date belong to the only day that the file has for a session of their title. */
function* daysByTitle(signUps: readonly SignUp[]): Iterable<[string, { day: string; time: string | null }]> {
  const days = new Map<string, Map<string, string | null>>();
  for (const { title, day, time } of signUps) {
    if (day === null) continue;
    const key = `title:${foldText(title)}`;
    days.set(key, (days.get(key) ?? new Map<string, string | null>()).set(day, time));
  }
  for (const [key, found] of days) {
    const [[day, time] = ["", null], ...others] = found;
    if (others.length === 0) yield [key, { day, time }];
  }
}

function undatedFate(signUp: SignUp, key: string, ignored: ReadonlySet<string>): Fate {
  if (isDraft(signUp.status)) return { kind: "skipped", reason: "undated_draft" };
  if (ignored.has(key)) return { kind: "skipped", reason: "ignored_session" };
  return {
    kind: "waits",
    reason: "undated_session",
    detail: "The session has no date.",
    ticket: waitsFor("session_date", key),
  };
}

function ask(questions: Map<string, Question>, question: Question): void {
  questions.set(waitsFor(question.kind, question.key), question);
}

const dateQuestion = (group: SessionRows, key: string): Question => ({
  kind: "session_date",
  key,
  asked: titleOf(group.facts),
  detail: { status: group.facts.map(({ status }) => status ?? "").sort()[0] || null, people: peopleIn(group) },
  suggestions: [],
});

/** How many people a group's rows name, each once however often they come. */
const peopleIn = ({ rows }: SessionRows): number => new Set(rows.map(personKey)).size;

function whichSession(
  group: SessionRows,
  key: string,
  source: string,
  ids: readonly string[],
  known: KnownSessions,
): Question {
  const title = titleOf(group.facts);
  return {
    kind: "session_twin",
    key,
    asked: title,
    detail: { date: group.day, people: peopleIn(group) },
    suggestions: ids.map((id) => ({
      source,
      source_id: id,
      label: `${known.bySourceId.get(id)?.title ?? title}, session ${id}`,
      score: 0.5,
      why: "the same title and date",
    })),
  };
}

/** The session of this source that a person chose for rows without an id; their own when they said that it is a new one; null when nobody said. */
function sameSource(decided: string | undefined, source: string, own: string): string | null {
  if (decided === undefined) return null;
  return decided.startsWith(`${source}:`) ? decided.slice(source.length + 1) : own;
}

/** Each person once, as their latest row of the file says. */
function peopleOf(sessions: readonly SessionRows[], waited: ReadonlySet<SignUp>): Map<string, Person> {
  const latest = new Map<string, { readonly rank: string; readonly signUp: SignUp; readonly role: Role }>();
  for (const { rows, day } of sessions) {
    for (const signUp of rows) {
      if (signUp.role === null) continue;
      const id = personId(signUp.role, personKey(signUp));
      const rank = `${waited.has(signUp) ? 0 : 1}${day}${JSON.stringify([signUp.name, signUp.school, signUp.place])}`;
      const before = latest.get(id);
      if (before === undefined || before.rank < rank) latest.set(id, { rank, signUp, role: signUp.role });
    }
  }
  return new Map([...latest].map(([id, { signUp, role }]) => [id, personOf(signUp, role)]));
}

/** Turns what is not known of people into questions. */
class Asker {
  readonly #work: Work;
  readonly #directory: Directory;
  readonly #questions: Map<string, Question>;
  readonly #answered: Set<string>;

  constructor(work: Work, directory: Directory, questions: Map<string, Question>, answered: Set<string>) {
    this.#work = work;
    this.#directory = directory;
    this.#questions = questions;
    this.#answered = answered;
  }

  /** Null when the person's rows can be stored. */
  fateOf(person: Person, who: Who | undefined): Fate | null {
    const school = this.#school(person);
    if (who === undefined) return null;
    const key = ticketKey(person);
    if (who.kind === "ignored") return { kind: "skipped", reason: "ignored_person" };
    if (who.kind === "asks") {
      ask(this.#questions, {
        kind: person.role,
        key,
        asked: person.nameRaw ?? "(no name)",
        detail: {
          [person.role === "teacher" ? "school" : "company"]: person.role === "teacher" ? person.school : person.place,
          district: person.role === "teacher" ? person.place : null,
          user: person.userId,
          why: who.reason === "ambiguous_person" ? "several have this name" : "somebody of a near name is known",
        },
        suggestions: who.suggestions,
      });
      const detail =
        who.reason === "ambiguous_person"
          ? "Several people have this name."
          : "Nobody has exactly this name, and somebody has one near it.";
      return { kind: "waits", reason: who.reason, detail, ticket: waitsFor(person.role, key) };
    }
    this.#answered.add(waitsFor(person.role, key));
    if (who.kind !== "new" || who.key !== person.key) return null;
    if (person.role === "volunteer") this.#company(person);
    if (school === null || school.place !== null || person.school === null) return null;
    const ticket = waitsFor("school", this.#directory.schools.keyOf(person.school));
    if (this.#directory.ignored.has(ticket)) return null;
    return { kind: "waits", reason: "unresolved_school", detail: "No school or alias has this name.", ticket };
  }

  #school({ role, school, place }: Person): PlaceFound | null {
    if (role !== "teacher" || school === null || isPartner(school, this.#work)) return null;
    const { schools } = this.#directory;
    const found = schools.find(school, foldText(place ?? ""));
    this.#place("school", schools.keyOf(school), school, found, { district: place });
    return found;
  }

  /** Only somebody known from here alone needs the company (rulings, small print). */
  #company({ place }: Person): void {
    if (place === null || isNoCompany(place)) return;
    const { organizations } = this.#directory;
    this.#place("organization", organizations.keyOf(place), place, organizations.find(place), {});
  }

  #place(
    kind: "school" | "organization",
    key: string,
    asked: string,
    { place, suggestions }: PlaceFound,
    detail: Question["detail"],
  ): void {
    if (key === "" || this.#directory.ignored.has(waitsFor(kind, key))) return;
    if (place !== null) this.#answered.add(waitsFor(kind, key));
    else ask(this.#questions, { kind, key, asked, detail, suggestions });
  }
}

/** The partner is written where no school is meant. */
export const isPartner = (text: string, { organization }: Work): boolean =>
  foldText(text) === foldText(organization.pathful.partner);

const NO_COMPANY = new Set(["independent", "self", "self employed", "retired", "not applicable", "unemployed"]);
export const isNoCompany = (text: string): boolean => NO_COMPANY.has(foldText(text));

/** Events of other sources that sessions are: by a person's decision, or by Pathful's id of them (ruling EV1). */
async function joinedEvents(
  { pool, source }: Work,
  sessions: readonly (SessionRows & { readonly key: string })[],
  decided: ReadonlyMap<string, string>,
): Promise<Map<string, number>> {
  const rows = await pool.query<{ id: number; key: string; pathful_session_id: string | null }>(sql`
    SELECT id, source || ':' || source_id AS key, pathful_session_id FROM event WHERE source <> ${source} AND deleted_at IS NULL`);
  const byKey = new Map(rows.map(({ key, id }) => [key, id]));
  const bySessionId = new Map(
    rows.flatMap(({ pathful_session_id: id, ...row }) => (id === null ? [] : [[id, row.id]])),
  );
  const joined = new Map<string, number>();
  for (const { key, sessionId } of sessions) {
    const event = byKey.get(decided.get(key) ?? "") ?? bySessionId.get(sessionId ?? "");
    if (event !== undefined) joined.set(key, event);
  }
  return joined;
}
