import {
  type Access,
  createDispatch,
  type Dispatch,
  type Outcome,
  type Place,
  type Progress,
  RateLimit,
  type Request,
  type Role,
  type Services,
} from "../../src/command/index.js";
import type { Pool } from "../../src/pool/index.js";
import { organizationSchema, PolarisError } from "../../src/runtime/index.js";
import { registry } from "./commands.js";

export const NOW = "2026-02-15T16:00:00.000Z";
export const organization = organizationSchema.parse({ districtAliases: { "Kansas City Public Schools": ["KCPS"] } });

export const PLACES = {
  slash: { kind: "slash", channel: "C1", isPrivate: true, isTrusted: false, canOpenForm: true },
  direct: { kind: "direct", channel: "D1", isPrivate: true, isTrusted: false, canOpenForm: false },
  channel: { kind: "mention", channel: "C1", isPrivate: false, isTrusted: false, canOpenForm: false },
  trusted: { kind: "mention", channel: "C2", isPrivate: false, isTrusted: true, canOpenForm: false },
  schedule: { kind: "schedule", channel: "C1", isPrivate: false, isTrusted: false, canOpenForm: false },
  terminal: { kind: "terminal", channel: null, isPrivate: true, isTrusted: false, canOpenForm: false },
} as const satisfies Record<string, Place>;

export interface Asked {
  readonly role?: Role;
  readonly districts?: readonly string[];
  readonly place?: keyof typeof PLACES;
  readonly who?: string;
  readonly now?: string;
  /** Asked by a button that shows an answer once more. */
  readonly again?: boolean;
}

let serial = 0;

export function requestOf(line: string, asked: Asked = {}): Request {
  serial += 1;
  const place: Place = { ...PLACES[asked.place ?? "direct"], ...(asked.again === true ? { readsOnly: true } : {}) };
  const access: Access = { role: asked.role ?? "staff", districts: asked.districts ?? [] };
  const door = place.kind === "terminal" || place.kind === "schedule" ? place.kind : "slack";
  return {
    id: `test-${serial}`,
    line,
    actor: { id: asked.who ?? "U1", name: "Ada", door },
    access,
    place,
    now: asked.now ?? NOW,
  };
}

/** No command of these tests sets anything in motion. */
export const services: Services = {
  tell: async () => undefined,
  syncSalesforce: () => Promise.reject(new PolarisError("already_running", "A sync is running.")),
  reconcile: () => Promise.reject(new PolarisError("already_running", "A sync is running.")),
  compareSegments: () => Promise.reject(new PolarisError("already_running", "A sync is running.")),
  runJob: (job) => Promise.reject(new PolarisError("job_unknown", `There is no job ${job}.`)),
  openFile: () => Promise.reject(new PolarisError("not_found", "There is no such file here.")),
  importFile: () => Promise.reject(new PolarisError("file_unknown", "No file is taken in here.")),
  rereadLeads: () => Promise.reject(new PolarisError("not_found", "There are no leads here.")),
  exportSheet: () => Promise.reject(new PolarisError("configuration_invalid", "Google is not set up here.")),
  googleAccount: null,
  previewSheet: () => Promise.reject(new PolarisError("configuration_invalid", "Google is not set up here.")),
  syncSheets: () => Promise.reject(new PolarisError("configuration_invalid", "Google is not set up here.")),
  syncAnalytics: async () => null,
  jobs: async () => [],
  check: async () => [],
  runSalesforceReport: () => Promise.reject(new PolarisError("not_found", "There is no such report here.")),
  channelTrouble: async () => null,
  colleague: async () => null,
  channelNames: async () => new Map(),
  backups: async () => [],
};

/** A dispatch over a real pool, and what it logs. */
export function dispatchOver(pool: Pool, perMinute = 1000): { dispatch: Dispatch; logged: Record<string, unknown>[] } {
  const logged: Record<string, unknown>[] = [];
  const keep = (fields: unknown) => void logged.push(fields as Record<string, unknown>);
  return {
    logged,
    dispatch: createDispatch({
      registry,
      pool,
      organization,
      services,
      sample: true,
      log: { error: keep, warn: keep },
      limit: new RateLimit(perMinute),
    }),
  };
}

/** What a person sees of an outcome: the reply's, ask's or failure's sentence. */
export function words(outcome: Outcome): string {
  if (outcome.kind === "reply") return outcome.reply.text;
  return outcome.kind === "ask" ? outcome.ask.text : outcome.failure.text;
}

export function failureIn(outcome: Outcome): Extract<Outcome, { kind: "failed" }>["failure"] {
  if (outcome.kind !== "failed") throw new Error(`expected a failure, but got: ${words(outcome)}`);
  return outcome.failure;
}

export type ProgressLog = Progress[];
