import type { Pool, WriteDb } from "../../src/pool/index.js";

type Created<Model extends keyof WriteDb> = WriteDb[Model] extends { create(args: { data: infer Data }): unknown }
  ? Partial<Data>
  : never;

interface ParticipationFields {
  role?: string;
  status?: string;
  attended?: boolean;
  counts?: boolean;
  hours_recorded?: number;
  attendance_confirmed_at?: string;
  deleted_at?: string;
}

interface AffiliationFields {
  is_primary?: boolean;
  status?: string | null;
  start_on?: string;
  end_on?: string;
  deleted_at?: string;
  account_source_id?: string;
}

const seen = {
  source: "salesforce",
  record_hash: "0",
  batch_id: 1,
  first_seen_at: "2026-02-01T00:00:00.000Z",
  last_seen_at: "2026-02-01T00:00:00.000Z",
};

/** Writes rows of a small pool, each with what the specification is about and plain values for the rest. Every call gives the new row's id. */
export class Rows {
  readonly #pool: Pool;
  #serial = 0;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  #key(prefix: string): string {
    this.#serial += 1;
    return `${prefix}${this.#serial}`;
  }

  async contact(
    data: {
      kind?: string;
      last_name?: string;
      emails?: string[];
      zip?: string;
      zipKind?: string;
    } & Created<"contact"> = {},
  ): Promise<number> {
    const { emails = [], zip, zipKind = "mailing", ...given } = data;
    const fields = { ...seen, source_id: this.#key("003"), kind: "volunteer", full_name: "Someone", ...given };
    return this.#pool.write(async (db) => {
      const { id } = await db.contact.create({ data: fields });
      if (emails.length > 0)
        await db.contactEmail.createMany({
          data: emails.map((address) => ({ contact_id: id, address, raw: address, kind: "personal" })),
        });
      if (zip !== undefined)
        await db.contactAddress.create({ data: { contact_id: id, zip, kind: zipKind, is_primary: true } });
      return id;
    });
  }

  event(data: Created<"event"> = {}): Promise<number> {
    const fields = {
      ...seen,
      source_id: this.#key("a00"),
      title: "Career Fair",
      type: "career_fair",
      format: "in_person",
      status: "Completed",
      starts_at: "2026-02-15T16:00:00.000Z",
      local_date: "2026-02-15",
      local_time: "10:00",
      school_year: 2025,
      ...data,
    };
    return this.#pool.write(async (db) => (await db.event.create({ data: fields })).id);
  }

  participation(event_id: number, contact_id: number, data: ParticipationFields = {}): Promise<number> {
    const fields = {
      ...seen,
      source_id: this.#key("a0P"),
      role: "volunteer",
      status: "attended",
      attended: true,
      ...data,
      event_id,
      contact_id,
    };
    return this.#pool.write(async (db) => (await db.participation.create({ data: fields })).id);
  }

  district(name: string, data: Created<"district"> = {}): Promise<number> {
    const fields = { ...seen, source_id: this.#key("001D"), name, name_key: name.toLowerCase(), ...data };
    return this.#pool.write(async (db) => (await db.district.create({ data: fields })).id);
  }

  school(district_id: number | null): Promise<number> {
    const fields = { ...seen, source_id: this.#key("001S"), name: "School", name_key: "school", district_id };
    return this.#pool.write(async (db) => (await db.school.create({ data: fields })).id);
  }

  organization(name: string, data: Created<"organization"> = {}): Promise<number> {
    const fields = {
      ...seen,
      source_id: this.#key("001O"),
      name,
      name_key: name.toLowerCase(),
      type: "Business",
      ...data,
    };
    return this.#pool.write(async (db) => (await db.organization.create({ data: fields })).id);
  }

  affiliation(contact_id: number, organization_id: number, data: AffiliationFields = {}): Promise<number> {
    const fields = {
      ...seen,
      source_id: this.#key("a0F"),
      account_kind: "organization",
      account_source_id: "001",
      status: "current",
      ...data,
      contact_id,
      organization_id,
    };
    return this.#pool.write(async (db) => (await db.affiliation.create({ data: fields })).id);
  }

  /** Decides something about a contact and gives the decision's id. */
  decision(kind: string, contact_id: number, value: string): Promise<number> {
    return this.#pool.write(async (db) => {
      const { source, source_id } = await db.contact.findUniqueOrThrow({ where: { id: contact_id } });
      const fields = {
        kind,
        subject: "contact",
        source,
        source_id,
        value,
        decided_by: "U1",
        decided_at: "2026-02-01T00:00:00.000Z",
      };
      return (await db.decision.create({ data: fields })).id;
    });
  }
}
