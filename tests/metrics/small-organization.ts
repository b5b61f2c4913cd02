import sql, { join, raw } from "sql-template-tag";
import { schoolYearOf } from "../../src/domain/index.js";
import type { Pool, Value } from "../../src/pool/index.js";

type Row = Readonly<Record<string, Value>>;

const SEEN = {
  record_hash: "hash",
  batch_id: 1,
  first_seen_at: "2026-01-01T00:00:00.000Z",
  last_seen_at: "2026-01-01T00:00:00.000Z",
};

interface EventGiven {
  readonly date: string;
  readonly format?: "in_person" | "virtual";
  readonly status?: string;
  readonly type?: string;
  readonly title?: string;
  readonly school?: number;
  readonly districts?: readonly number[];
  readonly minutes?: number;
  readonly span?: number;
  readonly headcount?: number;
  readonly deleted?: boolean;
  readonly inferred?: boolean;
  readonly reason?: string;
  readonly legacy?: boolean;
  /** People said that it is this event. */
  readonly sameAs?: number;
  readonly pathways?: readonly string[];
  readonly host?: string;
  readonly location?: string;
  /** Came from Pathful, with its count of educators. */
  readonly pathful?: { readonly educators: number };
}

interface ParticipationGiven {
  readonly event: number;
  readonly contact: number;
  readonly role?: "volunteer" | "student" | "teacher";
  readonly status?: string;
  readonly hours?: number;
  readonly organization?: number;
  readonly startUnknown?: boolean;
  /** The one row that counts for its person and event: attended, unless said otherwise. */
  readonly counts?: boolean;
  readonly confirmedAt?: string;
  /** What sort of participant, as the source says it: "Presenter". */
  readonly type?: string;
  /** Salesforce, unless said otherwise. */
  readonly source?: string;
  readonly deleted?: boolean;
}

interface AffiliationGiven {
  readonly contact: number;
  readonly organization: number;
  readonly status?: string | null;
  readonly isPrimary?: boolean;
  readonly start?: string;
  readonly end?: string;
}

/** A handful of rows made by hand, so that every figure over them can be worked out on paper. Ids are given out in order, per table, from 1. */
export class SmallOrganization {
  /** Whose each contact is, as it stands on the participations that count. */
  readonly #persons = new Map<number, number>();
  readonly #pool: Pool;
  readonly #rows: { readonly table: string; readonly row: Row }[] = [];
  readonly #next = new Map<string, number>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  district(name: string): number {
    return this.#sourced("district", { name, name_key: name.toLowerCase() });
  }

  school(name: string, district: number | null, level: string | null = null): number {
    return this.#sourced("school", { name, name_key: name.toLowerCase(), district_id: district, level });
  }

  organization(name: string): number {
    return this.#sourced("organization", { name, name_key: name.toLowerCase(), type: "Business" });
  }

  person(
    name: string,
    given: {
      kind?: string;
      excluded?: boolean;
      sameAs?: number;
      deleted?: boolean;
      school?: number;
      grade?: number;
      race?: string;
      /** Local status, and what it rests on when that is not an address. */
      local?: "local" | "partial" | "non_local" | "unknown";
      basis?: "manual" | "inferred";
    } = {},
  ): number {
    const id = this.#id("contact");
    this.#persons.set(id, given.sameAs ?? id);
    return this.#sourced(
      "contact",
      {
        kind: given.kind ?? "volunteer",
        full_name: name,
        person_id: given.sameAs ?? id,
        excluded: given.excluded ?? false,
        school_id: given.school ?? null,
        grade: given.grade ?? null,
        race: given.race ?? null,
        local_status: given.local ?? "unknown",
        local_basis: given.basis ?? (given.local === undefined || given.local === "unknown" ? "none" : "address"),
        deleted_at: given.deleted ? "2026-01-02T00:00:00.000Z" : null,
      },
      id,
    );
  }

  affiliation(given: AffiliationGiven): number {
    return this.#sourced("affiliation", {
      contact_id: given.contact,
      organization_id: given.organization,
      account_kind: "organization",
      account_source_id: `organization-${given.organization}`,
      is_primary: given.isPrimary ?? false,
      status: given.status === undefined ? "current" : given.status,
      start_on: given.start ?? null,
      end_on: given.end ?? null,
    });
  }

  event(given: EventGiven): number {
    const id = this.#sourced("event", {
      title: given.title ?? `Event on ${given.date}`,
      type: given.type ?? "career_fair",
      format: given.format ?? "in_person",
      status: given.status ?? "Completed",
      starts_at: `${given.date}T16:00:00.000Z`,
      local_date: given.date,
      local_time: "10:00",
      school_year: schoolYearOf(given.date, 8),
      duration_minutes: given.minutes ?? null,
      span_minutes: given.span ?? null,
      school_id: given.school ?? null,
      headcount: given.headcount ?? null,
      host: given.host ?? null,
      location: given.location ?? null,
      ...(given.pathful ? { source: "pathful", attended_educators: given.pathful.educators } : {}),
      cancellation_reason: given.reason ?? null,
      is_legacy_connector: given.legacy ?? false,
      same_as_id: given.sameAs ?? null,
      deleted_at: given.deleted ? "2026-01-02T00:00:00.000Z" : null,
    });
    const basis = given.inferred ? "inferred" : "linked";
    for (const district of given.districts ?? [])
      this.#add("event_district", { event_id: id, district_id: district, basis });
    for (const pathway of given.pathways ?? []) this.#add("event_pathway", { event_id: id, pathway, basis: "link" });
    return id;
  }

  skill(contact: number, skill: string): void {
    this.#add("contact_skill", { id: this.#id("contact_skill"), contact_id: contact, skill, source: "tagged" });
  }

  /** What somebody entered that the volunteer of a participation spoke on. */
  spokeOn(participation: number, pathway: string, reversed = false): void {
    this.#add("decision", {
      id: this.#id("decision"),
      kind: "pathway",
      subject: "participation",
      source: "salesforce",
      source_id: `participation-${participation}`,
      value: pathway,
      decided_by: "someone",
      decided_at: "2026-01-01T00:00:00.000Z",
      reversed_at: reversed ? "2026-01-02T00:00:00.000Z" : null,
    });
  }

  /** Somebody on the roster of a pathway in Salesforce. */
  onRoster(pathway: string, contact: number, status: string | null): void {
    const id = this.#sourced("pathway", { name: pathway, name_key: pathway.toLowerCase() });
    this.#sourced("pathway_participant", { pathway_id: id, contact_id: contact, status_raw: status });
  }

  /** More educators signed up than Pathful counted, and nobody has said who came. */
  tooManySignedUp(event: number, resolved = false): void {
    this.#add("flag", {
      id: this.#id("flag"),
      kind: "educators_more_than_attended",
      entity: "event",
      source: "pathful",
      source_id: `event-${event}`,
      severity: "notice",
      detail: "More signed up than attended.",
      opened_at: "2026-01-01T00:00:00.000Z",
      resolved_at: resolved ? "2026-01-02T00:00:00.000Z" : null,
    });
  }

  participation(given: ParticipationGiven): number {
    const status = given.status ?? "attended";
    const attended = ["attended", "completed", "present", "simulcast"].includes(status);
    const counts = given.counts ?? attended;
    return this.#sourced("participation", {
      event_id: given.event,
      contact_id: given.contact,
      role: given.role ?? "volunteer",
      status,
      status_raw: status,
      attended,
      counts,
      person_id: counts ? (this.#persons.get(given.contact) ?? null) : null,
      hours_recorded: given.hours ?? null,
      credited_organization_id: given.organization ?? null,
      credit_start_unknown: given.startUnknown ?? false,
      attendance_confirmed_at: given.confirmedAt ?? null,
      participant_type_raw: given.type ?? null,
      source: given.source ?? "salesforce",
      deleted_at: given.deleted ? "2026-01-02T00:00:00.000Z" : null,
    });
  }

  attendance(given: {
    event: number;
    students: number;
    rooms?: number;
    rotations?: number;
    by?: "human" | "sheet";
    at?: string;
    reversed?: boolean;
  }): void {
    this.#add("attendance_detail", {
      id: this.#id("attendance_detail"),
      event_id: given.event,
      total_students: given.students,
      rooms: given.rooms ?? null,
      rotations: given.rotations ?? null,
      entered_by_kind: given.by ?? "human",
      entered_by: "someone",
      entered_at: given.at ?? "2026-01-01T00:00:00.000Z",
      reversed_at: given.reversed ? "2026-01-03T00:00:00.000Z" : null,
    });
  }

  reachOverride(event: number, students: number): void {
    this.#add("decision", {
      id: this.#id("decision"),
      kind: "reach",
      subject: "event",
      source: "salesforce",
      source_id: `event-${event}`,
      value: String(students),
      reason: "counted at the door",
      decided_by: "someone",
      decided_at: "2026-01-01T00:00:00.000Z",
    });
  }

  /** A finished sync, for the freshness in the footer; `object` is how the reading of its one object ended. */
  synced(source: string, finishedAt: string, state = "ok", object = "ok"): void {
    const run = this.#id("sync_run");
    const times = { started_at: finishedAt, finished_at: finishedAt };
    this.#add("sync_run", { id: run, source, trigger: "command", state, ...times });
    const batch = {
      run_id: run,
      source,
      object: "Contact",
      way: "rest",
      window_end: finishedAt,
      state: object,
      ...times,
    };
    this.#add("sync_batch", { id: this.#id("sync_batch"), ...batch });
  }

  /** Writes what was given since the last time. */
  async write(): Promise<void> {
    const rows = this.#rows.splice(0);
    await this.#pool.transaction(async (tx) => {
      for (const { table, row } of rows) {
        const columns = raw(Object.keys(row).join(", "));
        await tx.run(sql`INSERT INTO ${raw(table)} (${columns}) VALUES (${join(Object.values(row))})`);
      }
    });
  }

  #sourced(table: string, row: Row, id = this.#id(table)): number {
    this.#add(table, { id, source: "salesforce", source_id: `${table}-${id}`, ...SEEN, ...row });
    return id;
  }

  #add(table: string, row: Row): void {
    this.#rows.push({ table, row });
  }

  #id(table: string): number {
    const id = (this.#next.get(table) ?? 0) + 1;
    this.#next.set(table, id);
    return id;
  }
}
