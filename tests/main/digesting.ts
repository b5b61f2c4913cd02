import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { SAMPLE_PEOPLE } from "../../sandbox/sample/index.js";
import { type ConsoleMessage, POLARIS_APP, SANDBOX_TOKENS, SlackWorkspace } from "../../sandbox/slack/index.js";
import { accessOf } from "../../src/access.js";
import { renderParcel } from "../../src/answers.js";
import type { Outcome, Place } from "../../src/command/index.js";
import { Courier, lease, type Sender, settle, unknownParcels } from "../../src/delivery/index.js";
import { DigestRounds } from "../../src/digest-rounds.js";
import { keepDigest, makeDigest } from "../../src/digests.js";
import { type House as DoorHouse, type OpenSlackDoor, openSlackDoor } from "../../src/doors/index.js";
import { createHouse } from "../../src/house.js";
import { type Engine, openPool, type Pool } from "../../src/pool/index.js";
import { prepareFonts } from "../../src/reply/index.js";
import {
  type Organization,
  openLog,
  organizationSchema,
  projectFile,
  readOrganization,
  readSettings,
} from "../../src/runtime/index.js";
import { claimDigests, keepDigestsInStep } from "../../src/schedule/index.js";
import { fromPolaris } from "../doors/slack/looking.js";
import { SmallOrganization } from "../metrics/small-organization.js";
import { type EmptyPool, emptyPool } from "../pool/engines.js";
import { GENERAL, STAFF } from "./setting.js";

type Digests = Organization["digests"];

export interface Saying {
  readonly who?: string;
  readonly channel?: string;
  /** Said by a mention in this thread. */
  readonly thread?: string;
}

/** The house over a small pool, a Slack of its own, and a clock that the test moves: all that a digest meets on its way. */
export class Desk {
  now = "2026-11-18T18:00:00.000Z";
  readonly slack: SlackWorkspace;
  readonly pool: Pool;
  readonly small: SmallOrganization;
  readonly #empty: EmptyPool;
  readonly #folder = mkdtempSync(path.join(os.tmpdir(), "polaris-desk-"));
  readonly #organization: Organization;
  #door: OpenSlackDoor | null = null;
  #serial = 0;

  private constructor(slack: SlackWorkspace, empty: EmptyPool, pool: Pool, digests: Digests) {
    this.slack = slack;
    this.#empty = empty;
    this.pool = pool;
    this.small = new SmallOrganization(pool);
    // Without Google, whose sheets the sample configuration names.
    const { sheets, analytics } = organizationSchema.parse(undefined);
    const configured = readOrganization(projectFile("sandbox/organization.yml"));
    this.#organization = { ...configured, sheets, analytics, digests };
  }

  static async open(engine: Engine, digests: Digests = []): Promise<Desk> {
    await prepareFonts();
    const slack = new SlackWorkspace({ data: SAMPLE_PEOPLE, app: POLARIS_APP, pageFolder: null });
    await slack.listen(0);
    const empty = await emptyPool(engine);
    return new Desk(slack, empty, empty.pool, digests);
  }

  /** Another process over the same pool and the same Slack, with the same time. */
  replica(digests: Digests = []): Desk {
    const other = new Desk(this.slack, this.#empty, openPool(this.#empty.url), digests);
    other.now = this.now;
    return other;
  }

  get #settings() {
    return readSettings({
      POLARIS_MODE: "sandbox",
      POLARIS_DATA_DIR: this.#folder,
      SLACK_BOT_TOKEN: SANDBOX_TOKENS.botToken,
      SLACK_APP_TOKEN: SANDBOX_TOKENS.appToken,
      SLACK_API_URL: this.slack.apiUrl,
      SALESFORCE_LOGIN_URL: "http://127.0.0.1:9",
      SALESFORCE_CLIENT_ID: "polaris-sandbox",
      SALESFORCE_CLIENT_SECRET: "sandbox-secret",
    });
  }

  get #parts() {
    const clock = { now: () => this.now };
    return {
      settings: this.#settings,
      organization: this.#organization,
      pool: this.pool,
      log: openLog(process.env.LOG_LEVEL ?? "silent"),
      clock,
    };
  }

  /** Slack's door, which nobody comes in by here: it says who somebody is, and sends. */
  async door(): Promise<OpenSlackDoor> {
    const nobodyComes = () => Promise.reject(new Error("nobody comes in by this door"));
    const folder = path.join(this.#folder, "outgoing");
    const house: DoorHouse = {
      answer: nobodyComes,
      form: nobodyComes,
      submit: nobodyComes,
      options: nobodyComes,
      home: nobodyComes,
      storedLine: nobodyComes,
      firstSight: nobodyComes,
      parcel: (payload, place) =>
        renderParcel(payload, place, { folder, timeZone: this.#organization.timeZone, lines: [] }),
    };
    this.#door ??= await openSlackDoor({ slack: this.#settings.slack, house, ...this.#parts });
    return this.#door;
  }

  /** What somebody says, answered by the one path, as the role they have now. */
  async say(line: string, { who = STAFF, channel = GENERAL, thread }: Saying = {}): Promise<Outcome> {
    const person = await (await this.door()).person(who);
    if (person === null) throw new Error(`Slack knows nobody called ${who}`);
    const access = await accessOf(this.pool, this.#organization, person);
    const place: Place = {
      kind: thread === undefined ? "slash" : "mention",
      channel,
      isPrivate: thread === undefined,
      isTrusted: false,
      canOpenForm: false,
      ...(thread === undefined ? {} : { thread }),
    };
    this.#serial += 1;
    const actor = { id: who, name: person.name, door: "slack" } as const;
    const { dispatch } = createHouse(this.#parts);
    return dispatch.run({ id: `R${this.#serial}`, line, actor, access, place, now: this.now });
  }

  /** The text of the answer, or of what went wrong. */
  async told(line: string, saying: Saying = {}): Promise<string> {
    const outcome = await this.say(line, saying);
    if (outcome.kind === "reply") return outcome.reply.text;
    return outcome.kind === "ask" ? outcome.ask.text : `${outcome.failure.code}: ${outcome.failure.text}`;
  }

  /** The clock comes round at this time: what is due is made, and what is made is sent. */
  async tick(now: string = this.now): Promise<void> {
    this.now = now;
    await this.make();
    await this.deliver();
  }

  /** Only makes what is due: the process ends before anything is sent. */
  async make(): Promise<void> {
    const door = await this.door();
    const { dispatch } = createHouse(this.#parts);
    const { pool } = this;
    const organization = this.#organization;
    const rounds = new DigestRounds({
      crew: {
        claimDigests: () => claimDigests(pool, this.now),
        makeDigest: (due, person) => makeDigest({ pool, organization, dispatch, now: this.now }, due, person),
        keepDigest: (made) => keepDigest(pool, organization, made, this.now),
      },
      person: door.person,
      onKept: () => undefined,
      log: this.#parts.log,
    });
    await rounds.look();
  }

  async deliver(): Promise<void> {
    const { pool } = this;
    const sender: Sender = (await this.door()).sender;
    const errors: unknown[] = [];
    const courier = new Courier(
      {
        lease: () => lease(pool, this.now),
        settle: (id, settlement) => settle(pool, id, settlement, this.now),
        unknown: () => unknownParcels(pool, this.now),
      },
      sender,
      (error) => errors.push(error),
    );
    await courier.deliver();
    if (errors.length > 0) throw errors[0];
  }

  keepInStep(digests: Digests = this.#organization.digests) {
    return keepDigestsInStep(this.pool, { ...this.#organization, digests }, this.now);
  }

  /** What Polaris posted there, oldest first. */
  posted(channel: string): ConsoleMessage[] {
    return fromPolaris(this.slack.messages(channel));
  }

  /** What Polaris wrote to somebody alone. */
  written(user: string): ConsoleMessage[] {
    return fromPolaris(this.slack.messages()).filter(
      ({ channel }) => channel.startsWith("D") && this.slack.as(user).messages(channel).length > 0,
    );
  }

  /** Leaves Slack and the pool to the others. */
  async leave(): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
    await this.pool.close();
  }

  async close(): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
    await this.slack.close();
    await this.#empty.drop();
  }
}
