import { SAMPLE_PEOPLE } from "../../../sandbox/sample/index.js";
import { POLARIS_APP, SANDBOX_TOKENS, SlackWorkspace } from "../../../sandbox/slack/index.js";
import type { Outcome, Role } from "../../../src/command/index.js";
import { createHouse, type House } from "../../../src/house.js";
import type { Engine, Pool } from "../../../src/pool/index.js";
import { type Reply, redact } from "../../../src/reply/index.js";
import { openLog, organizationSchema, readSettings } from "../../../src/runtime/index.js";
import { PLACES } from "../../commands/office.js";
import { type EmptyPool, emptyPool } from "../../pool/engines.js";

export const SALES = "C0SALESLDS";
/** Noon of a Friday in Kansas City. */
export const NOW = "2026-11-20T18:00:00.000Z";

export interface Asking {
  readonly as?: Role;
  /** Slack user id; somebody new every time unless told. */
  readonly who?: string;
  readonly name?: string;
  readonly at?: keyof typeof PLACES;
  readonly now?: string;
}

let serial = 0;

/** The whole house over an empty pool, and a Slack that knows its people; leads are put in by hand. */
export class SalesOffice {
  readonly pool: Pool;
  now = NOW;
  readonly #empty: EmptyPool;
  readonly #slack: SlackWorkspace;
  readonly #house: House;

  private constructor(empty: EmptyPool, slack: SlackWorkspace, salesChannel: string) {
    this.pool = empty.pool;
    this.#empty = empty;
    this.#slack = slack;
    const settings = readSettings({
      POLARIS_MODE: "sandbox",
      SLACK_BOT_TOKEN: SANDBOX_TOKENS.botToken,
      SLACK_APP_TOKEN: "xapp-sandbox",
      SLACK_API_URL: slack.apiUrl,
      SALESFORCE_LOGIN_URL: "http://127.0.0.1:9",
      SALESFORCE_CLIENT_ID: "polaris-sandbox",
      SALESFORCE_CLIENT_SECRET: "sandbox-secret",
    });
    const organization = organizationSchema.parse({ slack: salesChannel === "" ? {} : { salesChannel } });
    const clock = { now: () => this.now };
    this.#house = createHouse({ settings, organization, pool: empty.pool, log: openLog("silent"), clock });
  }

  /** @param salesChannel empty: none is set */
  static async open(engine: Engine, salesChannel = SALES): Promise<SalesOffice> {
    const slack = new SlackWorkspace({ data: SAMPLE_PEOPLE, app: POLARIS_APP, pageFolder: null });
    await slack.listen(0);
    return new SalesOffice(await emptyPool(engine), slack, salesChannel);
  }

  async close(): Promise<void> {
    await this.#empty.drop();
    await this.#slack.close();
  }

  run(line: string, { as = "staff", who, name = "Ada", at = "direct", now = this.now }: Asking = {}): Promise<Outcome> {
    serial += 1;
    const place = PLACES[at];
    const door = place.kind === "terminal" ? "terminal" : "slack";
    return this.#house.dispatch.run({
      id: `R${serial}`,
      line,
      actor: { id: who ?? `U0ASKER${serial}`, name, door },
      access: { role: as, districts: [] },
      place,
      now,
    });
  }

  /** The reply to a line, as the door would show it there. */
  async reply(line: string, asking: Asking = {}): Promise<Reply> {
    const outcome = await this.run(line, asking);
    if (outcome.kind === "reply") return redact(outcome.reply, outcome.holds);
    throw new Error(`expected a reply to “${line}”, but got: ${JSON.stringify(outcome)}`);
  }

  /** What a line that does not work says. */
  async failure(line: string, asking: Asking = {}): Promise<string> {
    const outcome = await this.run(line, asking);
    if (outcome.kind === "failed") return outcome.failure.text;
    throw new Error(`expected a failure of “${line}”, but got: ${outcome.kind}`);
  }

  job(name: string, dueAt: string | null = null) {
    return this.#house.runJob({ name, dueAt, late: false, trigger: dueAt === null ? "command" : "schedule" });
  }
}

/** The cells of some columns of a reply's table. */
export function cellsOf(reply: Reply, table: string, ...columns: string[]): unknown[][] {
  const found = reply.tables.find(({ key }) => key === table);
  if (found === undefined) throw new Error(`no table ${table} among ${reply.tables.map(({ key }) => key).join(", ")}`);
  const places = columns.map((key) => found.columns.findIndex((column) => column.key === key));
  return found.rows.map((row) => places.map((place) => row[place]));
}
