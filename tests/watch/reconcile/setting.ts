import { SalesforceOrg, type SalesforceOrgOptions } from "../../../sandbox/salesforce/index.js";
import { generateOrganization } from "../../../sandbox/sample/index.js";
import type { Engine, Pool } from "../../../src/pool/index.js";
import type { Clock, Organization } from "../../../src/runtime/index.js";
import type { RereadSource } from "../../../src/watch/reconcile/index.js";
import {
  type Depth,
  type ObjectComparison,
  type ReconcileResult,
  reconcile,
} from "../../../src/watch/reconcile/index.js";
import { bulkOnly, organization, sourceOf, sync } from "../../intake/setting.js";
import { type EmptyPool, emptyPool, FilledPools } from "../../pool/engines.js";

const MINUTE = 60_000;
const BEGINNING = Date.parse("2026-11-20T12:00:00.000Z");

/** Pools of the small organisation, and what time it is after their sync. */
const smallPools = new FilledPools<number>();

export interface Asked {
  readonly depth?: Depth;
  readonly object?: string;
  readonly organization?: Organization;
  /** Rows come by Bulk however few they are. */
  readonly byBulk?: boolean;
  /** Done once, when all has been read and before the first differing row is looked up in the pool. */
  readonly beforeJudging?: () => Promise<void>;
  readonly rereads?: readonly RereadSource[];
}

/**
 * An org and the pool that was synced from it, on a clock of their own. Records were made at noon, the sync was at one o'clock, and
 * comparisons are made at three: what is stamped half past twelve was missed by the sync, what is stamped now is in flight.
 */
export class Setting {
  readonly org: SalesforceOrg;
  #pool: Pool | null = null;
  #drop: () => Promise<void> = async () => undefined;
  #time = BEGINNING;

  private constructor(options: SalesforceOrgOptions) {
    this.org = new SalesforceOrg({ ...options, clock: () => this.#time });
  }

  static async open(engine: Engine, options: SalesforceOrgOptions = {}): Promise<Setting> {
    const setting = new Setting(options);
    setting.#live(await emptyPool(engine));
    await setting.org.listen();
    return setting;
  }

  /** The small organisation, synced, and the ids of what is in it. */
  static async ofSmallOrg(
    engine: Engine,
  ): Promise<{ readonly setting: Setting; readonly ids: ReturnType<typeof smallOrg> }> {
    const setting = new Setting({});
    await setting.org.listen();
    const ids = smallOrg(setting);
    const home = await smallPools.copy(engine, "the small organisation", async (pool) => {
      setting.#pool = pool;
      await setting.sync();
      return setting.#time;
    });
    setting.#live(home);
    setting.#time = home.result;
    return { setting, ids };
  }

  #live({ pool, drop }: EmptyPool): void {
    this.#pool = pool;
    this.#drop = drop;
  }

  /** The sample organisation, synced. */
  static async ofSample(engine: Engine, { size, seed = 7 }: { size: number; seed?: number }): Promise<Setting> {
    const setting = await Setting.open(engine);
    setting.org.load(generateOrganization({ seed, size, today: "2026-11-19" }));
    await setting.sync();
    return setting;
  }

  get pool(): Pool {
    if (this.#pool === null) throw new Error("this setting has no pool yet");
    return this.#pool;
  }

  get clock(): Clock {
    return { now: () => new Date(this.#time).toISOString() };
  }

  /** Between the making of the records and the sync that has read past it. */
  readonly missed = new Date(BEGINNING + 30 * MINUTE).toISOString();
  /** When the records were made. */
  readonly made = new Date(BEGINNING).toISOString();

  /** Brings the pool up to date at one o'clock, and lets it become three. */
  async sync(): Promise<void> {
    this.#time = Math.max(this.#time, BEGINNING + 60 * MINUTE);
    const result = await sync(this.pool, this.org, { clock: this.clock });
    if (result.error !== null) throw new Error(result.error.text);
    this.#time += 120 * MINUTE;
  }

  passMinutes(minutes: number): void {
    this.#time += minutes * MINUTE;
  }

  reconcile({ depth = "deep", byBulk = false, beforeJudging, ...asked }: Asked = {}): Promise<ReconcileResult> {
    return reconcile({
      pool: beforeJudging === undefined ? this.pool : interrupted(this.pool, beforeJudging),
      source: sourceOf(this.org, this.clock),
      organization: byBulk ? bulkOnly : organization,
      clock: this.clock,
      depth,
      ...asked,
    });
  }

  async compare(object: string, asked: Asked = {}): Promise<ObjectComparison> {
    const { objects } = await this.reconcile({ ...asked, object });
    const [found] = objects;
    if (found === undefined) throw new Error(`${object} was not compared`);
    return found;
  }

  async close(): Promise<void> {
    await this.org.close();
    await this.#drop();
  }
}

/** The pool, with something done before rows are first looked up by their ids. */
function interrupted(pool: Pool, work: () => Promise<void>): Pool {
  let isDone = false;
  const query: Pool["query"] = async (statement) => {
    if (!isDone && statement.sql.includes(" IN (?")) {
      isDone = true;
      await work();
    }
    return pool.query(statement);
  };
  return { ...pool, query };
}

/** A company, a district with a school, two volunteers, a student, an event and who was there. */
export function smallOrg({ org }: Setting) {
  const company = org.insert("Account", { Name: "Acme, Inc.", Type: "Business" });
  const district = org.insert("Account", { Name: "Center School District", Type: "School District" });
  const school = org.insert("Account", { Name: "Central High", Type: "School", ParentId: district });
  const household = org.insert("Account", { Name: "Byte Household", Type: "Household" });
  const volunteer = org.insert("Contact", {
    FirstName: "Ada",
    LastName: "Byte",
    Contact_Type__c: "Volunteer",
    Email: "ada@example.org",
    Number_of_Attended_Volunteer_Sessions__c: 1000,
    Birthdate: "1990-05-04",
    Volunteer_Skills_Text__c: "Reads circuit diagrams and explains them to everyone who asks, at any hour",
    Volunteer_Interests__c: "Mentoring;Job Shadow",
  });
  const other = org.insert("Contact", { FirstName: "Bo", LastName: "Lane", Contact_Type__c: "Volunteer" });
  const student = org.insert("Contact", {
    LastName: "Young",
    Contact_Type__c: "Student",
    npsp__Primary_Affiliation__c: school,
  });
  const session = org.insert("Session__c", {
    Name: "Career Day",
    Session_Type__c: "DIA",
    Session_Status__c: "Completed",
    Format__c: "In-Person",
    Start_Date_and_Time__c: "2026-02-15T16:00:00.000+0000",
    School__c: school,
  });
  const tie = org.insert("npe5__Affiliation__c", {
    npe5__Contact__c: volunteer,
    npe5__Organization__c: company,
    npe5__Primary__c: true,
    npe5__Status__c: "Current",
    npe5__StartDate__c: "2024-03-01",
  });
  const came = org.insert("Session_Participant__c", {
    Contact__c: volunteer,
    Session__c: session,
    Participant_Type__c: "Volunteer",
    Status__c: "Attended",
    Delivery_Hours__c: 2.5,
  });
  return { company, district, school, household, volunteer, other, student, session, tie, came };
}
