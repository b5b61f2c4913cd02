import type { Calendar } from "../domain/index.js";
import type { PreviewAsked, RehearsedChange, SheetPreview, TabChoice } from "../intake/index.js";
import type { Reread } from "../leads/index.js";
import type { KeptBackup, Pool, Transaction, WriteDb } from "../pool/index.js";
import type { Ask, Reply, Sensitivity } from "../reply/index.js";
import type { Organization } from "../runtime/index.js";
import type { SavedReport } from "../sources/index.js";
import type { Depth, ReconcileResult, SegmentName, SegmentResult, Tell } from "../watch/index.js";
import type { Registry } from "./registry.js";

/** Highest first. A person has the highest role that any source gives them; none is the default. */
export const ROLES = ["admin", "staff", "coordinator", "district", "none"] as const;
export type Role = (typeof ROLES)[number];

/** What one person may do, worked out afresh for every request. */
export interface Access {
  readonly role: Role;
  /** District names a district viewer may see; empty for everyone else. */
  readonly districts: readonly string[];
  /** They may have rows of students: at the terminal, and in a Google Sheet of the organisation's folder; in Slack nobody. */
  readonly readsStudents?: true;
  /** They run a command that shows a district viewer the names of their own districts' teachers. */
  readonly readsOwnTeachers?: true;
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
  /** The thread it was said in, where there is one. */
  readonly thread?: string;
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
  /** Files are written besides the answer, whether or not the line says `as:`: that is an export. */
  readonly takesFiles?: true;
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
      /** What the line asks for besides the answer itself: xlsx, csv, sheet, chart; null when nothing. */
      readonly as: string | null;
      /** Whether the line may be run again just to show its answer: a line that changes something may not. */
      readonly effect: "read" | "write";
      /** Its command shows a district viewer the names of their own districts' teachers. */
      readonly showsOwnTeachers?: true;
      /** Its command makes a Google Sheet too, and whoever asked may have the rows of students there that no place in Slack holds. */
      readonly studentsInSheet?: true;
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
  /** paused: a share of API calls or the time is spent, and the next run goes on. */
  readonly status: "finished" | "partly" | "failed" | "paused";
  readonly seconds: number;
  readonly objects: readonly SyncedObject[];
  /** Optional fields the org does not offer, first loads, full compares … */
  readonly notes: readonly string[];
  /** Of a dry run, which changed nothing: a few of the rows that would change. */
  readonly samples?: readonly RehearsedChange[];
}

/** A file that somebody sent or named, on this machine. */
export interface OpenedFile {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  /** Removes what was only fetched for this; a person's own file stays. */
  close(): Promise<void>;
}

export interface ImportRequest {
  readonly file: Pick<OpenedFile, "name" | "path" | "bytes">;
  /** What kind of file it is, where the person said so: the name of a dataset, or of a source of prospective leads. */
  readonly as: string | null;
  /** The day that a list of prospective leads speaks of, where the person said so: YYYY-MM-DD. */
  readonly date: string | null;
  /** True when the rows are all there are: what came by the same file before and is not among them is deleted. */
  readonly whole: boolean;
  readonly startedBy: string;
  readonly door: Door;
  /** What belongs to the transaction that ends a list of leads, as its audit entry; other files are audited with their answer. */
  readonly inside: (tx: Transaction, detail: Readonly<Record<string, number | string>>) => Promise<void>;
}

export interface ImportSummary {
  /** The name of the dataset, as in "roster". */
  readonly dataset: string;
  /** True of a file of prospective leads. */
  readonly isOfLeads?: boolean;
  /** "Teacher roster". */
  readonly label: string;
  readonly origin: string;
  /** Rows of the file. */
  readonly rows: number;
  readonly status: "finished" | "partly" | "failed";
  readonly seconds: number;
  readonly objects: readonly SyncedObject[];
  /** Rows among those set aside that only a person, or a change of the file, can mend; the others wait for something. */
  readonly refused: number;
  /** Open questions that rows of the file wait for. */
  readonly tickets: number;
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

/** A Google Sheet that stands in the organisation's folder. */
export interface MadeSheet {
  readonly id: string;
  readonly url: string;
}

export interface Hooks {
  readonly progress: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

/** Somebody in Slack, as far as they can be given something to do. */
export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** member: of this workspace, and still there. */
  readonly is: "member" | "guest" | "foreign" | "gone" | "bot";
  /** False while Slack does not say who is in the user groups: the role may be higher. */
  readonly isSure: boolean;
}

/** What a command may set in motion; handed in by main, which alone sees the rooms behind it. */
export interface Services {
  /** Puts what is told of a problem into the outbox, within the transaction that notes it. */
  readonly tell: Tell;
  /** A dry run comes to the same counts and changes nothing. @throws PolarisError("already_running") while another run goes on. */
  syncSalesforce(
    options: { readonly full: boolean; readonly dryRun?: boolean; readonly startedBy?: string },
    hooks: Hooks,
  ): Promise<SyncSummary>;
  /**
   * The file that somebody means: at the terminal a path, in Slack the id of an upload, which is fetched.
   * @throws PolarisError not_found, file_too_large, slack_refused
   */
  openFile(reference: string, door: Door, signal: AbortSignal): Promise<OpenedFile>;
  /** @throws PolarisError file_unreadable, file_too_large, file_unknown, columns_changed, already_running */
  importFile(request: ImportRequest, hooks: Hooks): Promise<ImportSummary>;
  /**
   * Reads every row of the monthly files of leads once more by today's rules. `inside` belongs to the transaction that settles the leads.
   * @throws PolarisError already_running while a file is taken in
   */
  rereadLeads(inside: (tx: Transaction, reread: Reread) => Promise<void>, hooks: Hooks): Promise<Reread>;
  /**
   * Makes a Google Sheet of a reply in the organisation's folder of a Shared Drive. `key` is one per request: one whose
   * answer from Google was lost is not made twice.
   * @throws PolarisError configuration_invalid when Google or the folder is not set up, file_too_large, google_refused …
   */
  exportSheet(reply: Reply, asked: { readonly title: string; readonly key: string }, hooks: Hooks): Promise<MadeSheet>;
  /** The address that sheets are to be shared with; null when Google is not set up. */
  readonly googleAccount: string | null;
  /** How a sheet would be read. @throws PolarisError configuration_invalid when Google is not set up, google_refused, not_found */
  previewSheet(asked: PreviewAsked, hooks: Pick<Hooks, "signal">): Promise<SheetPreview | TabChoice>;
  /** Reads the sheets that changed, or the one named. @throws PolarisError configuration_invalid, not_found */
  syncSheets(
    options: {
      readonly only?: string;
      readonly again?: boolean;
      readonly dryRun?: boolean;
      readonly startedBy: string;
    },
    hooks: Hooks,
  ): Promise<SyncSummary>;
  /** Null when no Google Analytics property is configured. @throws PolarisError configuration_invalid, google_refused … */
  syncAnalytics(
    options: { readonly dryRun?: boolean; readonly startedBy: string },
    hooks: Hooks,
  ): Promise<SyncSummary | null>;
  /** Compares the sources with the pool, all or one object of them, and keeps what came of it. @throws PolarisError when Salesforce cannot be asked */
  reconcile(options: { readonly object: string | null; readonly depth: Depth }, hooks: Hooks): Promise<ReconcileResult>;
  /** Counts rows of Salesforce and of the pool by segment, and keeps nothing. @throws PolarisError argument_invalid, and what keeps from asking Salesforce */
  compareSegments(
    options: { readonly object: string | null; readonly by: SegmentName },
    hooks: Pick<Hooks, "signal">,
  ): Promise<SegmentResult>;
  /** Runs a saved report of Salesforce by its 18-character id. @throws PolarisError not_found, salesforce_permission_missing, and what keeps from asking */
  runSalesforceReport(id: string, hooks: Pick<Hooks, "signal">): Promise<SavedReport>;
  /** Why nothing of a person's can be posted to a channel, in words; null when it can, or when Slack does not say. */
  channelTrouble(channel: string, person: string): Promise<string | null>;
  /** Somebody in Slack and the role they have now; null when Slack knows nobody by that id. @throws PolarisError slack_unreachable */
  colleague(userId: string): Promise<Colleague | null>;
  /** Channel id → "#general", for those whose name Slack says. */
  channelNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** @throws PolarisError("job_unknown") */
  runJob(job: string, hooks: Hooks): Promise<JobSummary>;
  jobs(): Promise<readonly JobState[]>;
  /** The backups of the pool there are, the newest first. */
  backups(): Promise<readonly KeptBackup[]>;
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
  /** Runs another line of the same person as a schedule would: only to be shown, nothing is changed by it. */
  tryOut(line: string): Promise<Outcome>;
  /** Writes the audit entry of a change inside the transaction of the change. */
  auditInside(transaction: Transaction | WriteDb, detail: AuditDetail): Promise<void>;
}
