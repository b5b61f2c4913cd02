import sql from "sql-template-tag";
import { type Availability, parseAvailability } from "../../domain/index.js";
import type { Reader } from "../../pool/index.js";
import { isValidOn } from "../affiliations.js";
import { isPlanned } from "../communications.js";
import { type Merged, ofThoseThatStand, readMerged, standsFor } from "../merged.js";
import type { HiddenReason } from "./model.js";
import { OneCopy } from "./one-copy.js";
import { type Affiliated, type Register, type Registered, WordsKept } from "./registered.js";

interface Row {
  readonly id: number;
  readonly source: string;
  readonly source_id: string;
  readonly full_name: string;
  readonly title: string | null;
  readonly industry: string | null;
  readonly interests: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly last_email_on: string | null;
  readonly last_activity_on: string | null;
  readonly local_status: string;
  readonly local_basis: string;
  readonly person_id: number | null;
  readonly pathful_user_id: string | null;
  readonly status: string | null;
  readonly email_bounced_on: string | null;
  readonly do_not_contact: boolean | number;
  readonly do_not_call: boolean | number;
  readonly email_opt_out: boolean | number;
  readonly excluded: boolean | number;
}

/** Reads every volunteer with all that a search may ask of them: one statement a table. */
export async function readRegister(reader: Reader, today: string): Promise<Register> {
  const rows = await reader.query<Row>(sql`
    SELECT id, source, source_id, full_name, title, industry, interests, email, phone, last_email_on, last_activity_on, local_status, local_basis, person_id,
      pathful_user_id, status, email_bounced_on, do_not_contact, do_not_call, email_opt_out, excluded
    FROM contact WHERE kind = 'volunteer' AND deleted_at IS NULL`);
  const merged = mergedAmong(rows, await readMerged(reader));
  const takenPart = await readTakenPart(reader);
  const copies = new OneCopy();
  const about = {
    copies,
    marked: await markedPersons(reader),
    ties: await tiesByContact(reader, merged, copies),
    skills: await textsByContact(reader, SKILLS, merged, copies),
    history: historiesOf(takenPart, merged, today),
    emails: ofThoseThatStand(await lastEmails(reader, today), merged, later),
    spokeOn: await textsByContact(reader, SPOKE_ON, merged, copies),
    availabilities: await availabilities(reader, merged),
    connectors: await connectors(reader, merged),
  };
  const order = new Intl.Collator("en");
  const sorted = joined(rows, merged).sort((a, b) => order.compare(a.full_name, b.full_name) || a.id - b.id);
  const organizations = new Set<string>();
  const skills = new Set<string>();
  const volunteers = sorted.map((row, place) => {
    const known = registered(row, place, about, today);
    for (const name of known.organizationsEver) organizations.add(name);
    for (const skill of known.skills) skills.add(skill);
    return known;
  });
  const days = new Map([...takenPart.events].map(([id, { day }]) => [id, day]));
  const byId = new Map(volunteers.map((each) => [each.id, each]));
  return {
    volunteers,
    byId,
    merged,
    days,
    organizations: [...organizations],
    skills: [...skills],
    words: new WordsKept(),
  };
}

/** The records that another volunteer's stands for; nobody vanishes behind one that is not there. */
function mergedAmong(rows: readonly Row[], merged: Merged): Merged {
  if (merged.size === 0) return merged;
  const there = new Set(rows.map(({ id }) => id));
  return new Map([...merged].filter(([goes, stays]) => there.has(goes) && there.has(stays)));
}

/** The rows of those that stand, with what only another record of theirs says, and with what any of theirs forbids. */
function joined(rows: Row[], merged: Merged): Row[] {
  if (merged.size === 0) return rows;
  const standing = new Map(rows.filter(({ id }) => !merged.has(id)).map((row) => [row.id, row]));
  for (const row of rows) {
    const stands = standing.get(merged.get(row.id) ?? 0);
    if (stands !== undefined) standing.set(stands.id, withOther(stands, row));
  }
  return [...standing.values()];
}

const withOther = (stands: Row, other: Row): Row => ({
  ...stands,
  title: stands.title ?? other.title,
  industry: stands.industry ?? other.industry,
  interests: stands.interests ?? other.interests,
  // Writing to an address that bounces is no way to reach them.
  email: stands.email ?? (other.email_bounced_on === null ? other.email : null),
  phone: stands.phone ?? other.phone,
  pathful_user_id: stands.pathful_user_id ?? other.pathful_user_id,
  last_email_on: laterOrNone(stands.last_email_on, other.last_email_on),
  last_activity_on: laterOrNone(stands.last_activity_on, other.last_activity_on),
  do_not_contact: Boolean(stands.do_not_contact) || Boolean(other.do_not_contact),
  do_not_call: Boolean(stands.do_not_call) || Boolean(other.do_not_call),
  email_opt_out: Boolean(stands.email_opt_out) || Boolean(other.email_opt_out),
  excluded: Boolean(stands.excluded) || Boolean(other.excluded),
});

const later = (one: string, other: string): string => (one > other ? one : other);
const laterOrNone = (one: string | null, other: string | null): string | null =>
  one === null || other === null ? (one ?? other) : later(one, other);

interface About {
  readonly copies: OneCopy;
  readonly marked: ReadonlySet<number>;
  readonly ties: ReadonlyMap<number, readonly Affiliated[]>;
  readonly skills: ReadonlyMap<number, readonly string[]>;
  readonly history: ReadonlyMap<number, History>;
  readonly emails: ReadonlyMap<number, string>;
  readonly spokeOn: ReadonlyMap<number, readonly string[]>;
  readonly availabilities: ReadonlyMap<number, { readonly said: string; readonly read: Availability }>;
  readonly connectors: ReadonlySet<number>;
}

const NONE: readonly never[] = [];

function registered(row: Row, place: number, about: About, today: string): Registered {
  const ties = about.ties.get(row.id) ?? NONE;
  const history = about.history.get(row.id);
  const mustNotBeContacted = Boolean(row.do_not_contact) || (row.person_id !== null && about.marked.has(row.person_id));
  const mayBeMailed = !row.email_opt_out && row.email_bounced_on === null;
  const lastOn = history?.lastOn ?? null;
  const lastEmailOn = latest(about.emails.get(row.id) ?? null, row.last_email_on, today);
  return {
    place,
    id: row.id,
    source: row.source,
    sourceId: row.source_id,
    name: row.full_name,
    title: about.copies.of(row.title),
    industry: about.copies.of(row.industry),
    interests: about.copies.of(row.interests),
    interestedIn: about.copies.listed(row.interests),
    email: row.email,
    localStatus: row.local_status,
    localBasis: row.local_basis,
    hidden: hiddenBecause(row, mustNotBeContacted),
    times: history?.attended.size ?? 0,
    lastOn,
    types: history?.types ?? NONE,
    cameTo: history?.cameTo ?? NONE,
    nextOn: history?.nextOn ?? null,
    attendedVirtually: history?.isVirtual ?? false,
    attendedInPerson: history?.isInPerson ?? false,
    lastEmailOn,
    lastActivityOn: laterOrNone(lastOn, latest(lastEmailOn, row.last_activity_on, today)),
    ties,
    organizations: namesOf(ties.filter((tie) => isValidOn(tie, today))),
    organizationsEver: namesOf(ties),
    skills: about.skills.get(row.id) ?? NONE,
    spokeOn: about.spokeOn.get(row.id) ?? NONE,
    availability: about.availabilities.get(row.id) ?? null,
    isConnector: row.pathful_user_id !== null || about.connectors.has(row.id),
    mayBeWrittenTo: !mustNotBeContacted && mayBeMailed && row.email !== null,
    mayBeCalled: !mustNotBeContacted && !row.do_not_call && row.phone !== null,
  };
}

/** Ruling S1, the gravest reason first. */
function hiddenBecause(row: Row, mustNotBeContacted: boolean): HiddenReason | null {
  if (mustNotBeContacted) return "do-not-contact";
  if (row.excluded) return "excluded";
  if (row.email_opt_out) return "opted out";
  if (row.email_bounced_on !== null) return "bounced";
  return row.status === "inactive" ? "inactive" : null;
}

const namesOf = (ties: readonly Affiliated[]): readonly string[] =>
  ties.length === 0 ? NONE : [...new Set(ties.map(({ organization }) => organization))];

/** Of what was logged and what Salesforce sums up; a day still to come is none. */
function latest(logged: string | null, summedUp: string | null, today: string): string | null {
  const day = summedUp === null || summedUp.slice(0, 10) > today ? null : summedUp.slice(0, 10);
  if (logged === null || day === null) return logged ?? day;
  return logged > day ? logged : day;
}

/** A person is do-not-contact if any record of theirs is (ruling P1). */
async function markedPersons(reader: Reader): Promise<Set<number>> {
  const rows = await reader.query<{ person_id: number }>(
    sql`SELECT DISTINCT person_id FROM contact WHERE do_not_contact AND deleted_at IS NULL AND person_id IS NOT NULL`,
  );
  return new Set(rows.map(({ person_id }) => person_id));
}

interface TieRow {
  readonly contact_id: number;
  readonly name: string;
  readonly status: string | null;
  readonly start_on: string | null;
  readonly end_on: string | null;
}

async function tiesByContact(reader: Reader, merged: Merged, copies: OneCopy): Promise<Map<number, Affiliated[]>> {
  const rows = await reader.query<TieRow>(sql`
    SELECT a.contact_id, o.name, a.status, a.start_on, a.end_on
    FROM affiliation a JOIN organization o ON o.id = a.organization_id
    WHERE a.deleted_at IS NULL AND o.deleted_at IS NULL
    ORDER BY a.is_primary DESC, o.name, a.id`);
  const byContact = new Map<number, Affiliated[]>();
  for (const { contact_id, name, status, start_on, end_on } of rows) {
    const tie = { organization: copies.of(name), status: copies.of(status), startOn: start_on, endOn: end_on };
    append(byContact, standsFor(merged, contact_id), tie);
  }
  return byContact;
}

const SKILLS = sql`SELECT contact_id, skill AS value FROM contact_skill ORDER BY contact_id, skill`;

async function textsByContact(
  reader: Reader,
  statement: ReturnType<typeof sql>,
  merged: Merged,
  copies: OneCopy,
): Promise<Map<number, string[]>> {
  const rows = await reader.query<{ contact_id: number; value: string }>(statement);
  const byContact = new Map<number, string[]>();
  for (const { contact_id, value } of rows) {
    const stands = standsFor(merged, contact_id);
    // Two records that are one may both say it.
    if (merged.size === 0 || !byContact.get(stands)?.includes(value)) append(byContact, stands, copies.of(value));
  }
  return byContact;
}

function append<Value>(lists: Map<number, Value[]>, key: number, value: Value): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [value]);
  else known.push(value);
}

interface History {
  /** Events up to today, each once. */
  readonly attended: Set<number>;
  lastOn: string | null;
  nextOn: string | null;
  isVirtual: boolean;
  isInPerson: boolean;
  readonly types: string[];
  readonly cameTo: number[];
}

/** What volunteers came to and are signed up for: events with their days, and whose each participation is. */
async function readTakenPart(reader: Reader): Promise<{
  readonly events: ReadonlyMap<number, HeldEvent>;
  readonly participations: readonly Participation[];
}> {
  const events = await reader.query<HeldEvent & { id: number }>(
    sql`SELECT id, type, format, local_date AS day FROM event WHERE deleted_at IS NULL AND status <> 'Cancelled'`,
  );
  const participations = await reader.query<Participation>(sql`
    SELECT contact_id, event_id, CASE WHEN attended THEN 1 ELSE 0 END AS attended, CASE WHEN counts THEN 1 ELSE 0 END AS counts
    FROM participation
    WHERE role = 'volunteer' AND deleted_at IS NULL AND (attended OR status IN ('registered', 'confirmed', 'scheduled'))`);
  return { events: new Map(events.map((each) => [each.id, each])), participations };
}

interface HeldEvent {
  readonly type: string;
  readonly format: string;
  readonly day: string;
}

interface Participation {
  readonly contact_id: number;
  readonly event_id: number;
  /** 1 where they attended; 0 where they are signed up. */
  readonly attended: number;
  readonly counts: number;
}

/** The history of each volunteer, up to today what is counted. */
function historiesOf(
  { events, participations }: Awaited<ReturnType<typeof readTakenPart>>,
  merged: Merged,
  today: string,
) {
  const byContact = new Map<number, History>();
  for (const { contact_id, event_id, attended, counts } of participations) {
    const event = events.get(event_id);
    if (event === undefined) continue;
    const stands = standsFor(merged, contact_id);
    const known = byContact.get(stands) ?? newHistory();
    byContact.set(stands, known);
    if (attended === 0) {
      if (event.day > today && (known.nextOn === null || event.day < known.nextOn)) known.nextOn = event.day;
      continue;
    }
    if (counts === 1) known.cameTo.push(event_id);
    if (event.format === "virtual") known.isVirtual = true;
    else known.isInPerson = true;
    if (!known.types.includes(event.type)) known.types.push(event.type);
    if (event.day > today) continue;
    known.attended.add(event_id);
    if (event.day > (known.lastOn ?? "")) known.lastOn = event.day;
  }
  return byContact;
}

const newHistory = (): History => ({
  attended: new Set(),
  lastOn: null,
  nextOn: null,
  isVirtual: false,
  isInPerson: false,
  types: [],
  cameTo: [],
});

async function lastEmails(reader: Reader, today: string): Promise<Map<number, string>> {
  const rows = await reader.query<{ contact_id: number; last_on: string }>(sql`
    SELECT t.contact_id, MAX(m.local_date) AS last_on
    FROM communication m JOIN communication_contact t ON t.communication_id = m.id
    WHERE m.activity = 'email' AND m.deleted_at IS NULL AND NOT ${isPlanned(today)}
    GROUP BY t.contact_id`);
  return new Map(rows.map(({ contact_id, last_on }) => [contact_id, last_on]));
}

/** The pathways that people said volunteers spoke on (ruling E8). */
const SPOKE_ON = sql`
  SELECT DISTINCT p.contact_id, so.value FROM decision so JOIN participation p ON p.source = so.source AND p.source_id = so.source_id
  WHERE so.kind = 'pathway' AND so.subject = 'participation' AND so.reversed_at IS NULL
    AND p.role = 'volunteer' AND p.attended AND p.deleted_at IS NULL
  ORDER BY so.value`;

/** When somebody can come, as it was last said. */
async function availabilities(
  reader: Reader,
  merged: Merged,
): Promise<Map<number, { said: string; read: Availability }>> {
  const rows = await reader.query<{ contact_id: number; value: string }>(sql`
    SELECT c.id AS contact_id, d.value FROM decision d JOIN contact c ON c.source = d.source AND c.source_id = d.source_id
    WHERE d.kind = 'availability' AND d.subject = 'contact' AND d.reversed_at IS NULL ORDER BY d.id`);
  return new Map(
    rows.map(({ contact_id, value }) => [
      standsFor(merged, contact_id),
      { said: value, read: parseAvailability(value) },
    ]),
  );
}

async function connectors(reader: Reader, merged: Merged): Promise<Set<number>> {
  const rows = await reader.query<{ contact_id: number }>(
    sql`SELECT DISTINCT contact_id FROM pathful_user WHERE contact_id IS NOT NULL AND deleted_at IS NULL`,
  );
  return new Set(rows.map(({ contact_id }) => standsFor(merged, contact_id)));
}
