import sql, { type Sql } from "sql-template-tag";
import { PolarisError } from "../runtime/index.js";
import { wordsAsked } from "./registry.js";

/** How figures of prospective leads can be cut: leads are no events, so they have dimensions of their own. */
export const LEAD_DIMENSIONS = ["source", "state", "file", "month", "outreach_stage"] as const;
export type LeadDimension = (typeof LEAD_DIMENSIONS)[number];

export const LEAD_DIMENSION_LABEL: Readonly<Record<LeadDimension, string>> = {
  source: "Source",
  state: "State",
  file: "File",
  month: "Month",
  outreach_stage: "Outreach stage",
};

export const isLeadDimension = (word: string): word is LeadDimension =>
  (LEAD_DIMENSIONS as readonly string[]).includes(word);

/**
 * What is counted, and by which day it belongs to a period.
 * - `lead`: one per phone–address key, in every period in which it was in a file
 * - `arrival`: the same lead, on the day of the first file that had it
 * - `row`: a row of a standing file, on the day of its file
 */
export type LeadGrainId = "lead" | "arrival" | "row";

/** A figure of prospective leads, told beside the metrics: label L, not in the Metrics Bible. */
export interface LeadFigure {
  readonly id: string;
  readonly name: string;
  /** Words that find it besides its name. */
  readonly also: readonly string[];
  /** What is counted, in the plural. */
  readonly unit: string;
  /** A share is of 0 to 100. */
  readonly type: "integer" | "per_hundred";
  readonly definition: string;
  readonly reference: string;
  /** Each with its sentence. */
  readonly rulings: readonly (keyof typeof LEAD_RULINGS)[];
  readonly grain: LeadGrainId;
  /** Which of the grain's records it counts, as a share of all of them where its type says so; null is all. */
  readonly counts: Sql | null;
  readonly dimensions: readonly LeadDimension[];
  /** What a share is of: "rows", "leads". */
  readonly among: string;
  /** False where a record may stand in several buckets. */
  readonly additive: boolean;
}

/** What the figures rest on, as it was ruled. */
export const LEAD_RULINGS = {
  L1: "A lead is one phone and address, both normalised; several addresses on one phone are several leads, and a blank is never a match. Files are kept whole, with name, date and checksum.",
  L2: "A phone is valid when it is ten digits after normalisation; an invalid one is kept as it came, flagged, and identifies nobody.",
  L3: "New is not in Salesforce by phone, mobile or resolved identity; known with something newer in an important field is updated.",
  L4: "A file whose columns changed stops there with what was expected, what came and the likely renames; nothing of it moves on.",
} as const;

const REFERENCE = "Polaris, rulings L1–L4; not in the Metrics Bible";
const OF_LEADS: readonly LeadDimension[] = ["source", "state", "file", "month", "outreach_stage"];
const WHERE_FIRST = "By file and month: the first file that had the lead.";
const IN_FILES = "Leads that were in a file of the period, or between two files of it.";

const shared = { reference: REFERENCE, grain: "lead", dimensions: OF_LEADS, among: "leads", additive: false } as const;

/** What `lead_version.problems` says of a phone or an address that cannot be used, missing ones among them. */
export const UNUSABLE_PHONE: Sql = sql`v.problems LIKE '%"phone!_%' ESCAPE '!'`;
export const UNUSABLE_ADDRESS: Sql = sql`v.problems LIKE '%"address!_%' ESCAPE '!'`;

export const LEAD_FIGURES: readonly LeadFigure[] = [
  {
    ...shared,
    id: "L1",
    name: "Prospective leads",
    also: ["leads", "prospects", "number of leads"],
    unit: "leads",
    type: "integer",
    definition: `${IN_FILES} One per phone and address, however many sources have it; by source it counts in each that has it. ${WHERE_FIRST}`,
    rulings: ["L1", "L2"],
    counts: null,
  },
  {
    ...shared,
    id: "L2",
    name: "Net new leads",
    also: ["new leads", "net new", "net-new leads"],
    unit: "net new leads",
    type: "integer",
    definition:
      "Leads whose first file, of any source, is dated in the period: they count for that file and its source alone. Of files of one date, the one by which the lead is kept.",
    rulings: ["L1"],
    grain: "arrival",
    counts: null,
    additive: true,
  },
  {
    ...shared,
    id: "L3",
    name: "Share of rows that cannot be used",
    also: ["share invalid", "invalid rows", "invalid leads", "invalid share"],
    unit: "%",
    type: "per_hundred",
    definition:
      "Of the rows of the standing files dated in the period, the share without a valid phone or a usable address: they are kept and flagged, and match nobody.",
    rulings: ["L1", "L2", "L4"],
    grain: "row",
    counts: sql`v.problem_count > 0 AND (${UNUSABLE_PHONE} OR ${UNUSABLE_ADDRESS})`,
    dimensions: ["source", "state", "file", "month"],
    among: "rows",
    additive: true,
  },
  {
    ...shared,
    id: "L4",
    name: "Share of leads in Salesforce",
    also: ["share matched", "matched leads", "leads in salesforce", "matched in salesforce"],
    unit: "%",
    type: "per_hundred",
    definition: `${IN_FILES} The share that is a lead of Salesforce by phone, mobile or resolved identity. ${WHERE_FIRST}`,
    rulings: ["L3"],
    counts: sql`l.standing <> 'new'`,
  },
  {
    ...shared,
    id: "L5",
    name: "Updated leads",
    also: ["leads with news", "updated"],
    unit: "updated leads",
    type: "integer",
    definition: `${IN_FILES} Those in Salesforce of whose important fields a newer file says something else. ${WHERE_FIRST}`,
    rulings: ["L3"],
    counts: sql`l.standing = 'updated'`,
  },
  {
    ...shared,
    id: "L6",
    name: "Leads in several sources",
    also: ["overlap", "lead overlap", "leads in two sources"],
    unit: "leads in two sources or more",
    type: "integer",
    definition: `${IN_FILES} Those that two sources or more have; by source they count in each. ${WHERE_FIRST}`,
    rulings: ["L1"],
    counts: sql`l.source_count >= 2`,
  },
];

const BY_ID: ReadonlyMap<string, LeadFigure> = new Map(LEAD_FIGURES.map((figure) => [figure.id, figure]));

/** The figure with this id. @throws PolarisError not_found */
export function leadFigureOf(id: string): LeadFigure {
  const figure = BY_ID.get(id);
  if (figure === undefined)
    throw new PolarisError("not_found", `There is no figure ${id}. Expected one of ${[...BY_ID.keys()].join(", ")}.`);
  return figure;
}

/** The figure that an id, its name or its other words mean; null when it is none of them. */
export function findLeadFigure(text: string): LeadFigure | null {
  const asked = wordsAsked(text);
  return (
    LEAD_FIGURES.find(({ id, name, also }) => [id, name, ...also].some((each) => wordsAsked(each) === asked)) ?? null
  );
}
