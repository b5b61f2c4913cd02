import type { Calendar } from "../domain/index.js";
import type { Pool, Transaction, WriteDb } from "../pool/index.js";
import type { Ask, Reply, Sensitivity } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import type { Registry } from "./registry.js";

/** Highest first. A person has the highest role that any source gives them; none is the default. */
export const ROLES = ["admin", "staff", "coordinator", "district", "none"] as const;
export type Role = (typeof ROLES)[number];

/** What one person may do, worked out afresh for every request. */
export interface Access {
  readonly role: Role;
  /** District names a district viewer may see; empty for everyone else. */
  readonly districts: readonly string[];
}

export type Door = "slack" | "terminal" | "schedule";

export interface Actor {
  /** Slack user id, "terminal", or the creator's id for a schedule. */
  readonly id: string;
  readonly name: string;
  readonly door: Door;
}

/** Where the answer will be read. */
export interface Place {
  readonly kind: "slash" | "mention" | "direct" | "schedule" | "terminal";
  /** Slack channel id; null at the terminal. */
  readonly channel: string | null;
  /** True when only the asker can read the answer (ephemeral, direct message, terminal). */
  readonly isPrivate: boolean;
  /** A private, unshared channel listed in organization.yml as trusted with names. */
  readonly isTrusted: boolean;
  /** True when a form can be opened from here (a fresh trigger_id). */
  readonly canOpenForm: boolean;
  /** Set where an earlier answer is shown once more (shared, exported, its page turned): nothing is changed from here. */
  readonly readsOnly?: true;
}

/** One command line from one person at one place. */
export interface Request {
  readonly id: string;
  readonly line: string;
  /** At the terminal each shell word is one token and arrives whole. */
  readonly words?: readonly string[];
  readonly actor: Actor;
  readonly access: Access;
  readonly place: Place;
  /** ISO-8601 UTC. */
  readonly now: string;
}

export interface Progress {
  readonly stage: string;
  readonly done: number;
  readonly total: number | null;
  readonly perSecond: number | null;
  readonly secondsLeft: number | null;
}

/** The one result of the one path. Refusals and mistakes are words too: `failed` carries them. */
export type Outcome =
  | {
      readonly kind: "reply";
      readonly reply: Reply;
      readonly holds: readonly Sensitivity[];
      /** What the line asks for besides the answer itself: xlsx, csv, chart; null when nothing. */
      readonly as: string | null;
      /** Whether the line may be run again just to show its answer: a line that changes something may not. */
      readonly effect: "read" | "write";
    }
  | { readonly kind: "ask"; readonly ask: Ask; readonly holds: readonly Sensitivity[] }
  | { readonly kind: "failed"; readonly failure: Failure };

/** What a person reads when something did not work: expected, came, to do; and the id for the log. */
export interface Failure {
  /** A code of runtime/errors. */
  readonly code: string;
  readonly text: string;
  /** Corrected command lines to offer as buttons or print. */
  readonly suggestions: readonly { readonly label: string; readonly line: string }[];
  readonly requestId: string;
  /** Exit status at the terminal: 1 failed or refused, 2 bad arguments. */
  readonly status: 1 | 2;
}

export const FAMILIES = ["people", "events", "organisations", "reports", "data", "admin"] as const;
export type Family = (typeof FAMILIES)[number];

/** What a long piece of work counted, per object it read. */
export interface SyncedObject {
  readonly object: string;
  readonly read: number;
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly deleted: number;
  readonly quarantined: number;
  readonly skipped: number;
  /** Null when the object went through; otherwise what stopped it, for people. */
  readonly problem: string | null;
}

export interface SyncSummary {
  readonly status: "finished" | "partly" | "failed";
  readonly seconds: number;
  readonly objects: readonly SyncedObject[];
  /** Optional fields the org does not offer, first loads, full compares … */
  readonly notes: readonly string[];
}

export interface JobSummary {
  readonly job: string;
  readonly status: "done" | "skipped" | "failed";
  readonly text: string;
}

export interface JobState {
  readonly job: string;
  readonly dueAt: string | null;
  readonly lastRunAt: string | null;
  readonly lastStatus: string | null;
  readonly enabled: boolean;
}

export interface Hooks {
  readonly progress: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

/** What a command may set in motion; handed in by main, which alone sees the rooms behind it. */
export interface Services {
  /** @throws PolarisError("already_running") while another run goes on. */
  syncSalesforce(options: { readonly full: boolean; readonly startedBy?: string }, hooks: Hooks): Promise<SyncSummary>;
  /** @throws PolarisError("job_unknown") */
  runJob(job: string, hooks: Hooks): Promise<JobSummary>;
  jobs(): Promise<readonly JobState[]>;
  /** One line per thing checked: configuration, permissions, connections. */
  check(): Promise<readonly { readonly what: string; readonly ok: boolean; readonly text: string }[]>;
}

/** What a write says about itself in the audit log: counts, ids and filter keys, never a person's data. */
export type AuditDetail = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** All that a command may use besides its arguments. */
export interface CommandContext {
  readonly request: Request;
  /** What the place may hold for this person: a command may leave out work for what would be dropped. */
  readonly holds: readonly Sensitivity[];
  readonly pool: Pool;
  readonly organization: Organization;
  readonly calendar: Calendar;
  /** True in the sandbox: every footer says SAMPLE DATA. */
  readonly sample: boolean;
  readonly services: Services;
  /** Every command there is, for help. */
  readonly commands: Registry;
  /** The name of the command that is running. */
  readonly command: string;
  /** This request as one canonical line, without its page. */
  readonly line: string;
  /** The same line with some arguments set, or removed by null: `lineWith({ page: 2, asOf: now })`. */
  lineWith(changes: Readonly<Record<string, string | number | null>>): string;
  /** The filters in words, for the footer: `{ skill: "python or sql" }`. */
  readonly filters: Readonly<Record<string, string>>;
  progress(progress: Progress): void;
  readonly signal: AbortSignal;
  /** Writes the audit entry of a change inside the transaction of the change. */
  auditInside(transaction: Transaction | WriteDb, detail: AuditDetail): Promise<void>;
}
