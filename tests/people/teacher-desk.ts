import type { Access, Outcome, Role } from "../../src/command/index.js";
import { createHouse, type House } from "../../src/house.js";
import type { Engine, Pool } from "../../src/pool/index.js";
import { type Reply, redact } from "../../src/reply/index.js";
import { type Organization, openLog, organizationSchema, readSettings } from "../../src/runtime/index.js";
import { type TeacherDesk, teacherDesk } from "../../src/teacher-pages.js";
import { tellerOf } from "../../src/telling.js";
import { type F1, writeF1 } from "../metrics/rosters.js";
import { SmallOrganization } from "../metrics/small-organization.js";
import { emptyPool } from "../pool/engines.js";

export const START = "2026-02-15T18:00:00.000Z";

/** The house over fixture F1 with pages for teachers, at a clock that stands until it is moved. */
export class TeacherOffice {
  readonly pool: Pool;
  readonly f1: F1;
  readonly desk: TeacherDesk;
  readonly clock: { now(): string };
  readonly organization: Organization;
  now = START;
  readonly #house: House;
  readonly #drop: () => Promise<void>;
  #serial = 0;

  private constructor(pool: Pool, f1: F1, drop: () => Promise<void>, organization: Organization) {
    this.pool = pool;
    this.f1 = f1;
    this.organization = organization;
    this.#drop = drop;
    const settings = readSettings({
      POLARIS_MODE: "sandbox",
      SLACK_BOT_TOKEN: "xoxb-sandbox",
      SLACK_APP_TOKEN: "xapp-sandbox",
      SALESFORCE_LOGIN_URL: "http://127.0.0.1:9",
      SALESFORCE_CLIENT_ID: "polaris-sandbox",
      SALESFORCE_CLIENT_SECRET: "sandbox-secret",
    });
    this.clock = { now: () => this.now };
    const parts = { settings, organization, clock: this.clock };
    this.#house = createHouse({ ...parts, pool, log: openLog("silent") });
    this.desk = teacherDesk({ pool, organization, clock: this.clock, tell: tellerOf(parts) });
  }

  static async open(engine: Engine, web: { readonly port?: number } = { port: 8_443 }): Promise<TeacherOffice> {
    const { pool, drop } = await emptyPool(engine);
    const f1 = await writeF1(pool, new SmallOrganization(pool));
    const organization = organizationSchema.parse({
      web: { ...web, url: "https://polaris.example.org/" },
      slack: { alertsChannel: "C0ALERTS1" },
    });
    return new TeacherOffice(pool, f1, drop, organization);
  }

  run(line: string, role: Exclude<Role, "none"> = "staff", isPrivate = true): Promise<Outcome> {
    this.#serial += 1;
    const access: Access = { role, districts: role === "district" ? ["KCK"] : [] };
    return this.#house.dispatch.run({
      id: `R${this.#serial}`,
      line,
      actor: { id: `U0ASKER${this.#serial}`, name: "Ada", door: "slack" },
      access,
      place: { kind: isPrivate ? "direct" : "mention", channel: "C1", isPrivate, isTrusted: false, canOpenForm: false },
      now: this.now,
    });
  }

  async reply(line: string, isPrivate = true): Promise<Reply> {
    const outcome = await this.run(line, "staff", isPrivate);
    if (outcome.kind !== "reply") throw new Error(`no reply to “${line}”: ${JSON.stringify(outcome)}`);
    return redact(outcome.reply, outcome.holds);
  }

  async failure(line: string): Promise<string> {
    const outcome = await this.run(line);
    if (outcome.kind !== "failed") throw new Error(`no failure of “${line}”`);
    return `${outcome.failure.code}: ${outcome.failure.text}`;
  }

  /** Makes a link for a teacher and gives its token. */
  async linkFor(who: string): Promise<string> {
    const { facts } = await this.reply(`teacher-link ${who}`);
    return String(facts.find(({ key }) => key === "link")?.value).replace("https://polaris.example.org/teacher/", "");
  }

  later(hours: number): void {
    this.now = new Date(Date.parse(this.now) + hours * 3_600_000).toISOString();
  }

  close(): Promise<void> {
    return this.#drop();
  }
}
