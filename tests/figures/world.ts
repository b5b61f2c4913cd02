import sql from "sql-template-tag";
import { SalesforceOrg } from "../../sandbox/salesforce/index.js";
import {
  generateOrganization,
  type Row,
  SAMPLE_DISTRICT_ALIASES,
  type SampleOrganization,
} from "../../sandbox/sample/index.js";
import { derive } from "../../src/identity/index.js";
import { type SyncResult, syncSalesforce } from "../../src/intake/index.js";
import type { Engine, Pool } from "../../src/pool/index.js";
import { type Clock, organizationSchema } from "../../src/runtime/index.js";
import { SalesforceSource } from "../../src/sources/index.js";
import { type PlainAttendance, type PlainRow, type PlainRows, type PlainRules, whoIsWho } from "../plain/index.js";
import { FilledPools } from "../pool/engines.js";
import { importSample, NO_VIRTUAL_ROWS, plainId, type VirtualRows, virtualRows } from "./virtual.js";

/** The local day on which everything here is asked. */
export const TODAY = "2026-11-20";
export const CALENDAR = { today: TODAY, schoolYearStartMonth: 8 } as const;
export const ORGANIZATION = organizationSchema.parse({
  districtAliases: Object.fromEntries(
    Object.entries(SAMPLE_DISTRICT_ALIASES).map(([name, others]) => [name, [...others]]),
  ),
});
export const SEEDS = [1, 22, 303] as const;
const NOON = Date.parse("2026-11-20T18:00:00.000Z");
/** In the order in which they come. */
export const PATHFUL_FILES = ["Pathful User Report", "Pathful Session Report"] as const;
const OBJECTS = ["Account", "Contact", "npe5__Affiliation__c", "Session__c", "Session_Participant__c"] as const;

export interface WorldOptions {
  readonly engine: Engine;
  readonly seed: number;
  readonly size?: number;
  /** Puts the rows of every object into another order before they are loaded. */
  readonly reversed?: boolean;
  /** Without what people decide and record inside Polaris. */
  readonly untouched?: boolean;
  /** With the virtual sessions that Pathful reports, imported from the sample's files; and levels of schools, decided by their names. */
  readonly virtual?: boolean;
}

/** What a world knows besides its pool and its stand-in. */
interface Known {
  readonly now: number;
  readonly excluded: readonly string[];
  readonly attendance: Readonly<Record<string, PlainAttendance>>;
  readonly virtual: VirtualRows;
  readonly levels: Readonly<Record<string, string>>;
}

const pools = new FilledPools<Known>();

/** The sample organisation in its stand-in, read into a pool by the real sync, and the same rows for the plain calculation. */
export class World {
  readonly org: SalesforceOrg;
  readonly #ids: Readonly<Record<(typeof OBJECTS)[number], Set<string>>>;
  readonly #virtualFiles: { readonly sample: SampleOrganization; readonly seed: number } | null;
  #pool: Pool | null = null;
  #drop: () => Promise<void> = async () => undefined;
  #now = NOON;
  #excluded: Known["excluded"] = [];
  #attendance: Known["attendance"] = {};
  #virtual: VirtualRows = NO_VIRTUAL_ROWS;
  #levels: Known["levels"] = {};

  private constructor({ seed, size = 0.3, reversed = false, virtual = false }: WorldOptions) {
    const sample = generateOrganization({ seed, size, today: TODAY });
    const rows = Object.entries(sample).map(([object, list]) => [object, reversed ? turnedRound(list) : list] as const);
    const idsOf = (object: (typeof OBJECTS)[number]) => new Set(sample[object].map(({ Id }) => Id));
    this.#ids = {
      Account: idsOf("Account"),
      Contact: idsOf("Contact"),
      npe5__Affiliation__c: idsOf("npe5__Affiliation__c"),
      Session__c: idsOf("Session__c"),
      Session_Participant__c: idsOf("Session_Participant__c"),
    };
    this.#virtualFiles = virtual ? { sample, seed } : null;
    this.org = new SalesforceOrg({ clock: () => this.#now });
    this.org.load(Object.fromEntries(rows));
  }

  static async open(options: WorldOptions): Promise<World> {
    const { engine, ...others } = options;
    const world = new World(options);
    await world.org.listen();
    const home = await pools.copy(engine, JSON.stringify(others), (pool) => world.#fill(pool, options));
    world.#pool = home.pool;
    world.#drop = () => home.drop();
    world.#take(home.result);
    return world;
  }

  async #fill(pool: Pool, { untouched = false, virtual = false }: WorldOptions): Promise<Known> {
    this.#pool = pool;
    await this.sync();
    if (virtual) {
      await this.#nameLevels();
      await this.importVirtual();
    }
    if (!untouched) await this.#decide();
    return {
      now: this.#now,
      excluded: this.#excluded,
      attendance: this.#attendance,
      virtual: this.#virtual,
      levels: this.#levels,
    };
  }

  #take({ now, excluded, attendance, virtual, levels }: Known): void {
    this.#now = now;
    this.#excluded = excluded;
    this.#attendance = attendance;
    this.#virtual = virtual;
    this.#levels = levels;
  }

  get pool(): Pool {
    if (this.#pool === null) throw new Error("this world has no pool yet");
    return this.#pool;
  }

  get time(): number {
    return this.#now;
  }

  get now(): string {
    return new Date(this.#now).toISOString();
  }

  /** Reads what changed into the pool, an hour after the last thing that happened. */
  async sync(full = false): Promise<SyncResult> {
    this.#now += 3_600_000;
    const clock: Clock = { now: () => this.now };
    const access = {
      loginUrl: this.org.url,
      clientId: "polaris-sandbox",
      apiVersion: "62.0",
      proof: { kind: "secret", clientSecret: "sandbox-secret" },
    } as const;
    const result = await syncSalesforce({
      pool: this.pool,
      source: new SalesforceSource({ access, rules: ORGANIZATION, clock }),
      organization: ORGANIZATION,
      clock,
      trigger: "command",
      full,
    });
    if (result.error !== null) throw new Error(result.error.text);
    return result;
  }

  /** Says that a record was made in the stand-in after the sample was loaded. */
  made(object: (typeof OBJECTS)[number], id: string): string {
    this.#ids[object].add(id);
    return id;
  }

  /** The rows as the stand-in holds them now; a record that was emptied out of the bin is gone. */
  rows(): PlainRows {
    const truths = new Map(
      this.org
        .describe()
        .map(({ name, fields }) => [
          name,
          fields.filter(({ definition }) => definition.type === "boolean").map(({ definition }) => definition.name),
        ]),
    );
    const read = (object: (typeof OBJECTS)[number]): PlainRow[] =>
      [...this.#ids[object]].flatMap((id): PlainRow[] => {
        const record = this.org.get(object, id);
        if (record === undefined) return [];
        const flags = (truths.get(object) ?? []).map((name) => [name, record[name] === 1]);
        return [{ ...record, ...Object.fromEntries(flags) }];
      });
    return {
      Account: read("Account"),
      Contact: [...read("Contact"), ...this.#virtual.Contact],
      npe5__Affiliation__c: [...read("npe5__Affiliation__c"), ...this.#virtual.npe5__Affiliation__c],
      Session__c: [...read("Session__c"), ...this.#virtual.Session__c],
      Session_Participant__c: [...read("Session_Participant__c"), ...this.#virtual.Session_Participant__c],
    };
  }

  get rules(): PlainRules {
    return {
      districtAliases: SAMPLE_DISTRICT_ALIASES,
      excluded: this.#excluded,
      attendance: this.#attendance,
      levels: this.#levels,
      pathways: this.#virtual.pathways,
    };
  }

  /** Pool's contact id → the person that the plain calculation knows. */
  async people(): Promise<Map<number, string>> {
    const known = whoIsWho(this.rows(), this.rules);
    const contacts = await this.pool.query<{ id: number; source: string; source_id: string }>(
      sql`SELECT id, source, source_id FROM contact WHERE deleted_at IS NULL`,
    );
    return new Map(
      contacts.flatMap(({ id, source, source_id }) => {
        const person = known.get(plainId(source, source_id));
        return person === undefined ? [] : [[id, person.key] as const];
      }),
    );
  }

  async close(): Promise<void> {
    await this.#drop();
    await this.org.close();
  }

  /** Imports the sample's files of Pathful as they are when somebody drops them into Slack, and keeps the rows that they left for the plain calculation. */
  async importVirtual(names: readonly string[] = PATHFUL_FILES): Promise<void> {
    if (this.#virtualFiles === null) throw new Error("this world has no virtual sessions");
    const given = { ...this.#virtualFiles, today: TODAY, organization: ORGANIZATION, clock: { now: () => this.now } };
    for (const name of names) await importSample(this.pool, { ...given, name });
    await derive(this.pool, ORGANIZATION, this.now, { force: true });
    this.#virtual = await virtualRows(this.pool);
  }

  /** Somebody says of what level the schools are, going by their names. */
  async #nameLevels(): Promise<void> {
    const { Account } = this.rows();
    const named = (["Elementary", "Middle", "High"] as const).flatMap((level) =>
      Account.filter(({ Type, Name }) => Type === "School" && String(Name).includes(level)).map(
        ({ Id }) => [String(Id), level] as const,
      ),
    );
    this.#levels = Object.fromEntries(named);
    await this.pool.transaction(async (tx) => {
      for (const [id, level] of named)
        await tx.run(sql`INSERT INTO decision (kind, subject, source, source_id, value, decided_by, decided_at)
          VALUES ('school_level', 'school', 'salesforce', ${id}, ${level}, 'U1', ${this.now})`);
    });
  }

  /** A few people are left out of reports, and at some sessions somebody counted students, rooms and rotations. */
  async #decide(): Promise<void> {
    const { Contact, Session__c, Session_Participant__c } = this.rows();
    const spoke = new Set(
      Session_Participant__c.map((row) => (row.Participant_Type__c === "Volunteer" ? row.Contact__c : "")),
    );
    this.#excluded = Contact.filter(({ Id }) => spoke.has(Id))
      .filter((_, place) => place % 41 === 3)
      .map(({ Id }) => String(Id));
    const counted = Session__c.filter(
      (row) => row.Format__c === "In-Person" && row.Start_Date_and_Time__c !== null,
    ).filter((_, place) => place % 7 === 1);
    this.#attendance = Object.fromEntries(
      counted.map(({ Id }, place) => [
        String(Id),
        {
          totalStudents: 20 + ((place * 13) % 90),
          rooms: place % 5 === 0 ? null : 2 + (place % 4),
          rotations: place % 6 === 0 ? null : 1 + (place % 3),
        },
      ]),
    );
    await this.pool.transaction(async (tx) => {
      for (const id of this.#excluded)
        await tx.run(sql`INSERT INTO decision (kind, subject, source, source_id, value, decided_by, decided_at)
          VALUES ('exclude', 'contact', 'salesforce', ${id}, 'yes', 'U1', ${this.now})`);
      for (const [id, { totalStudents, rooms, rotations }] of Object.entries(this.#attendance))
        await tx.run(sql`INSERT INTO attendance_detail (event_id, total_students, rooms, rotations, entered_by_kind, entered_by, entered_at)
          SELECT e.id, ${totalStudents}, ${rooms}, ${rotations}, 'human', 'U1', ${this.now} FROM event e WHERE e.source_id = ${id}`);
    });
    await derive(this.pool, ORGANIZATION, this.now, { force: true });
  }
}

/** The last first, and stamped the other way round: whoever reads by stamp reads them in another order too. */
function turnedRound(list: readonly Row[]): Row[] {
  return list
    .map((row, place) => ({ ...row, SystemModstamp: list[list.length - 1 - place]?.SystemModstamp ?? null }))
    .reverse();
}
