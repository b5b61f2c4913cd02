import { afterAll, beforeAll } from "vitest";
import type { Access, Form, Outcome, Place, Request, Role } from "../../src/command/index.js";
import { createHouse, type House } from "../../src/house.js";
import type { Engine, Pool } from "../../src/pool/index.js";
import {
  type Ask,
  type Reply,
  type ReplyJson,
  redact,
  redactAsk,
  renderBlocks,
  renderJson,
} from "../../src/reply/index.js";
import { openLog, organizationSchema, projectFile, readOrganization, readSettings } from "../../src/runtime/index.js";
import { World } from "../figures/world.js";

export const PLACES = {
  terminal: { kind: "terminal", channel: null, isPrivate: true, isTrusted: false, canOpenForm: false },
  slash: { kind: "slash", channel: "C1", isPrivate: true, isTrusted: false, canOpenForm: true },
  direct: { kind: "direct", channel: "D1", isPrivate: true, isTrusted: false, canOpenForm: false },
  channel: { kind: "mention", channel: "C1", isPrivate: false, isTrusted: false, canOpenForm: false },
  trusted: { kind: "mention", channel: "C2", isPrivate: false, isTrusted: true, canOpenForm: false },
} as const satisfies Record<string, Place>;

export interface Asked {
  readonly as?: Role;
  readonly districts?: readonly string[];
  readonly at?: keyof typeof PLACES;
  /** Slack user id; somebody new every time unless told, because one person may only ask so much in a minute. */
  readonly who?: string;
  readonly readsStudents?: boolean;
}

let serial = 0;

/** The whole house over a small sample organisation that was synced, and people who ask in it. */
export class Office {
  readonly world: World;
  readonly #house: House;

  /** @param environment settings besides, as where Slack is */
  constructor(world: World, environment: Readonly<Record<string, string>> = {}) {
    this.world = world;
    const settings = readSettings({
      POLARIS_MODE: "sandbox",
      SLACK_BOT_TOKEN: "xoxb-sandbox",
      SLACK_APP_TOKEN: "xapp-sandbox",
      SALESFORCE_LOGIN_URL: world.org.url,
      SALESFORCE_CLIENT_ID: "polaris-sandbox",
      SALESFORCE_CLIENT_SECRET: "sandbox-secret",
      ...environment,
    });
    // Without Google, whose sheets the sample configuration names.
    const { sheets: _, analytics: __, ...configured } = readOrganization(projectFile("sandbox/organization.yml"));
    const { sheets, analytics } = organizationSchema.parse(undefined);
    const organization = { ...configured, sheets, analytics };
    const clock = { now: () => world.now };
    this.#house = createHouse({ settings, organization, pool: world.pool, log: openLog("silent"), clock });
  }

  get pool(): Pool {
    return this.world.pool;
  }

  run(line: string, asked: Asked = {}): Promise<Outcome> {
    return this.#house.dispatch.run(this.#request(line, asked));
  }

  /** The reply to a line, as the door would show it there. */
  async reply(line: string, asked: Asked = {}): Promise<Reply> {
    const outcome = await this.run(line, asked);
    if (outcome.kind !== "reply") throw new Error(`expected a reply to “${line}”, but got: ${wordsOf(outcome)}`);
    return redact(outcome.reply, outcome.holds);
  }

  async json(line: string, asked: Asked = {}): Promise<ReplyJson> {
    return renderJson(await this.reply(line, asked));
  }

  async ask(line: string, asked: Asked = {}): Promise<Ask> {
    const outcome = await this.run(line, asked);
    if (outcome.kind !== "ask") throw new Error(`expected a question to “${line}”, but got: ${wordsOf(outcome)}`);
    return redactAsk(outcome.ask, outcome.holds);
  }

  async failure(line: string, asked: Asked = {}): Promise<Extract<Outcome, { kind: "failed" }>["failure"]> {
    const outcome = await this.run(line, asked);
    if (outcome.kind !== "failed") throw new Error(`expected a failure of “${line}”, but got: ${wordsOf(outcome)}`);
    return outcome.failure;
  }

  /** The form that a line opens where forms can be opened. */
  async form(line: string, asked: Asked = {}): Promise<Form> {
    const outcome = await this.#house.dispatch.form(this.#request(line, asked));
    if (outcome.kind !== "form") throw new Error(`expected a form for “${line}”, but got: ${outcome.failure.text}`);
    return outcome.form;
  }

  /** What type-ahead offers for an argument of a command. */
  async suggested(command: string, argument: string, query: string, asked: Asked = {}): Promise<string[]> {
    const options = await this.#house.dispatch.suggest(this.#request(command, asked), command, argument, query);
    return options.map(({ value }) => value);
  }

  /** Everything that the asker could read of an answer there, as one text: its JSON, its words and its blocks. */
  async everythingTold(line: string, asked: Asked = {}): Promise<string> {
    const outcome = await this.run(line, asked);
    if (outcome.kind === "failed") return JSON.stringify(outcome.failure);
    if (outcome.kind === "ask") return JSON.stringify(redactAsk(outcome.ask, outcome.holds));
    const { reply, holds } = outcome;
    const blocks = renderBlocks(reply, { timeZone: "America/Chicago", holds, line });
    return JSON.stringify([redact(reply, holds), renderJson(redact(reply, holds)), blocks]);
  }

  #request(line: string, { as = "staff", districts = [], at = "direct", who, readsStudents = false }: Asked): Request {
    serial += 1;
    const place: Place = PLACES[at];
    const access: Access = { role: as, districts, ...(readsStudents ? { readsStudents } : {}) };
    const door = place.kind === "terminal" ? "terminal" : "slack";
    const actor = { id: who ?? `U0ASKER${serial}`, name: "Ada", door } as const;
    return { id: `R${serial}`, line, actor, access, place, now: this.world.now };
  }
}

function wordsOf(outcome: Outcome): string {
  if (outcome.kind === "reply") return outcome.reply.text;
  return outcome.kind === "ask" ? outcome.ask.text : `${outcome.failure.code}: ${outcome.failure.text}`;
}

/** One office for a group of cases. */
export function withOffice(engine: Engine, size = 0.2): () => Office {
  let office: Office;
  beforeAll(async () => {
    office = new Office(await World.open({ engine, seed: 4, size, untouched: true }));
  });
  afterAll(() => office.world.close());
  return () => office;
}

type JsonTable = ReplyJson["tables"][number];

/** A table's rows as records by column key. */
export function rowsOf(json: ReplyJson, key: string): Readonly<Record<string, JsonTable["rows"][number][number]>>[] {
  const table = json.tables.find((each) => each.key === key);
  if (!table) throw new Error(`no table ${key} among ${json.tables.map((each) => each.key).join(", ")}`);
  return table.rows.map((row) =>
    Object.fromEntries(table.columns.map((column, place) => [column.key, row[place] ?? null])),
  );
}

export const columnsOf = (json: ReplyJson, key: string): string[] =>
  json.tables.find((each) => each.key === key)?.columns.map((column) => column.key) ?? [];
