import { afterEach, beforeEach } from "vitest";
import { type ImportResult, importDataset } from "../../../src/intake/index.js";
import {
  type Answered,
  answerTicket,
  openQuestions,
  reopenTicket,
  type Ticket,
  type TicketKind,
} from "../../../src/intake/tickets/index.js";
import type { Pool } from "../../../src/pool/index.js";
import { type Organization, organizationSchema } from "../../../src/runtime/index.js";
import { datasetNamed, type Grid, type GridCell, placesOf } from "../../../src/sources/index.js";
import { Rows } from "../../identity/rows.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../../pool/engines.js";

export const organization: Organization = organizationSchema.parse({});

export type Line = Readonly<Record<string, GridCell>>;

/** One line of a Session Report; every case says what it is about. */
export const line = (over: Line = {}): Line => ({
  "Session ID": "sess-001",
  Title: "Careers in Robotics",
  Date: "2026-01-15 10:00:00",
  Status: "Completed",
  Duration: 60,
  "User Auth Id": "501",
  Name: "Jane Educator",
  "SignUp Role": "Educator",
  School: "Test High School",
  "District or Company": "Test District",
  Partner: "PREP-KC",
  "Registered Student Count": 25,
  "Attended Student Count": 22,
  "Registered Educator Count": 1,
  "Attended Educator Count": 1,
  ...over,
});

export const professional = (over: Line = {}): Line =>
  line({
    "User Auth Id": "901",
    Name: "Victor Visitor",
    "SignUp Role": "Professional",
    School: "",
    "District or Company": "Tech Corp",
    ...over,
  });

export function gridOf(name: string, lines: readonly Line[]): Grid {
  const header = [...new Set(lines.flatMap((each) => Object.keys(each)))];
  return {
    name,
    header,
    headerRow: 1,
    rows: lines.map((each, at) => ({ number: at + 2, cells: header.map((column) => each[column] ?? null) })),
    serialDates: false,
  };
}

/** A pool with a school, a company and whoever the case needs, and the imports of its files. */
export class Setting {
  readonly #empty: EmptyPool;
  readonly rows: Rows;
  now = "2026-02-18T12:00:00.000Z";

  constructor(empty: EmptyPool) {
    this.#empty = empty;
    this.rows = new Rows(empty.pool);
  }

  get pool(): Pool {
    return this.#empty.pool;
  }

  close(): Promise<void> {
    return this.#empty.drop();
  }

  async import(
    lines: readonly Line[],
    dataset = "pathful-sessions",
    defaults: Readonly<Record<string, string>> = {},
    origin: { readonly name: string; readonly whole: boolean } = { name: "file:file.xlsx", whole: false },
  ): Promise<ImportResult> {
    const found = datasetNamed(dataset);
    if (found === undefined) throw new Error(`no dataset ${dataset}`);
    const grid = gridOf("file.xlsx", lines);
    const clock = { now: () => this.now };
    return importDataset({
      pool: this.pool,
      organization,
      clock,
      dataset: found,
      grid,
      places: placesOf(grid, found.columns),
      origin: origin.name,
      defaults,
      whole: origin.whole,
      trigger: "command",
      startedBy: "U1",
    });
  }

  tickets(kind: TicketKind | null = null): Promise<Ticket[]> {
    return openQuestions(this.pool, kind);
  }

  async ticket(kind: TicketKind): Promise<Ticket> {
    const [only, ...others] = await this.tickets(kind);
    if (only === undefined || others.length > 0)
      throw new Error(`expected one open question of kind ${kind}, found ${others.length + (only ? 1 : 0)}`);
    return only;
  }

  answer(id: number, text: string): Promise<Answered> {
    return answerTicket(this.#answer(id), text);
  }

  reopen(id: number): Promise<Answered> {
    return reopenTicket(this.#answer(id));
  }

  #answer(id: number) {
    const clock = { now: () => this.now };
    return { pool: this.pool, organization, clock, id, by: "U1", audit: async () => undefined };
  }

  async school(name: string, district: string | null = null): Promise<number> {
    const districtId = district === null ? null : await this.rows.district(district);
    const id = await this.rows.school(districtId);
    await this.pool.write((db) =>
      db.school.update({ where: { id }, data: { name, name_key: name.toLowerCase(), source_id: `001S-${id}` } }),
    );
    return id;
  }

  person(
    kind: "teacher" | "volunteer",
    first: string,
    last: string,
    over: { emails?: string[]; source_id?: string; pathful_user_id?: string } = {},
  ): Promise<number> {
    return this.rows.contact({ kind, first_name: first, last_name: last, full_name: `${first} ${last}`, ...over });
  }

  sessions() {
    return this.pool.db.event.findMany({
      where: { source: { not: "salesforce" }, deleted_at: null },
      orderBy: { source_id: "asc" },
    });
  }

  participations() {
    return this.pool.db.participation.findMany({
      where: { deleted_at: null },
      orderBy: { source_id: "asc" },
      include: { contact: true, event: true },
    });
  }

  people(source = "pathful") {
    return this.pool.db.contact.findMany({ where: { source, deleted_at: null }, orderBy: { source_id: "asc" } });
  }

  waiting() {
    return this.pool.db.quarantine.findMany({ where: { resolved_at: null }, orderBy: { source_id: "asc" } });
  }
}

/** Counts of an object of an import, without the zeros. */
export function countsOf(result: ImportResult, label: string): Record<string, unknown> {
  const found = result.objects.find((each) => each.label === label);
  if (found === undefined) throw new Error(`nothing was counted as ${label}`);
  return Object.fromEntries(
    Object.entries(found.counts).filter(([key, value]) =>
      key === "skippedBy" ? Object.keys(value).length > 0 : value !== 0,
    ),
  );
}

/** The same specification on both engines, each case in an empty pool. */
export function inASetting(specification: (setting: () => Setting) => void): void {
  onBothEngines((engine) => {
    let setting: Setting | null = null;
    beforeEach(async () => {
      setting = new Setting(await emptyPool(engine));
      await setting.school("Test High School", "Test District");
    });
    afterEach(async () => {
      await setting?.close();
      setting = null;
    });
    specification(() => {
      if (setting === null) throw new Error("there is a pool only within a case");
      return setting;
    });
  });
}
