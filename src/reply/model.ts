/** What a cell, fact, text or chart reveals; decides where it may be shown (docs/access.md). */
export const SENSITIVITIES = ["open", "name", "contact", "demographic", "student"] as const;
export type Sensitivity = (typeof SENSITIVITIES)[number];

/**
 * How a value is typed in JSON and in a workbook, and how it is written for people. A percent is a share of 1, a per_hundred the same times 100 (as the
 * Bible's M83 has it); an average is written with one decimal.
 */
export type ValueType =
  | "text"
  | "integer"
  | "number"
  | "average"
  | "percent"
  | "per_hundred"
  | "hours"
  | "date"
  | "month"
  | "instant"
  | "boolean"
  | "link";

/** Raw values: numbers as numbers, dates "YYYY-MM-DD", months "YYYY-MM", instants ISO-8601 UTC; null is "not known". */
export type Cell = string | number | boolean | null;

export interface Column {
  readonly key: string;
  readonly label: string;
  readonly type: ValueType;
  readonly sensitivity: Sensitivity;
  /** A text column holding a record's web address shows this other column's text as its label. */
  readonly linkLabel?: string;
}

/** A metric's fact has the metric's id as key and as `metric`. */
export interface Fact {
  readonly key: string;
  readonly label: string;
  readonly value: Cell;
  readonly type: ValueType;
  readonly unit?: string;
  readonly metric?: string;
  readonly sensitivity: Sensitivity;
  /** One short clause shown behind the value, such as "of which still to come: 3". */
  readonly note?: string;
}

export interface Table {
  readonly key: string;
  readonly title: string;
  readonly columns: readonly Column[];
  /** All rows, in order; renderers page. */
  readonly rows: readonly (readonly Cell[])[];
  /** The total row, computed and never added up; null when a total would mean nothing. */
  readonly total: readonly Cell[] | null;
  /** Said in words when there are no rows: what was searched and what to try. */
  readonly empty: string;
}

export interface Chart {
  readonly key: string;
  readonly title: string;
  /** A Vega-Lite specification with its data inline. */
  readonly spec: Readonly<Record<string, unknown>>;
  /** The sentence the chart shows, printed in the message. */
  readonly takeaway: string;
  readonly altText: string;
  readonly sensitivity: Sensitivity;
}

/** A button: a command line to run, or a form to open prefilled with that line. */
export interface Action {
  readonly label: string;
  readonly line: string;
  readonly does: "run" | "form" | "share";
  readonly style?: "primary" | "danger";
  /** Asked before a dangerous action runs. */
  readonly confirm?: string;
  readonly sensitivity: Sensitivity;
}

/** A file the reply offers; the door renders it from the reply's own tables, charts and facts. */
export interface FileOffer {
  readonly key: string;
  /** json: the text of the fact of this key, as it is; at the terminal alone. */
  readonly kind: "xlsx" | "csv" | "png" | "sheet" | "json";
  /** A slug with extension, never user text as it came; a Google Sheet's own title. */
  readonly name: string;
  /** Where it stands already: a Google Sheet is made before the reply is shown. */
  readonly url?: string;
}

export interface Notice {
  readonly level: "info" | "warning" | "error";
  readonly text: string;
  readonly sensitivity: Sensitivity;
}

/** The footer of every figure (ruling F1). */
export interface Provenance {
  /** "Metrics Bible v1.0 with rulings r1"; null where there is no figure to be defined. */
  readonly bible: string | null;
  /** Local days, both ends included; null where no period applies. An open end is null. */
  readonly period: { readonly start: string | null; readonly end: string | null; readonly label: string } | null;
  readonly filters: Readonly<Record<string, string>>;
  /** Source → instant of its last good sync, or null when it never finished one. */
  readonly freshness: Readonly<Record<string, string | null>>;
  /** Such as excluded, estimated, inferred, unknown: how many records. */
  readonly counts: Readonly<Record<string, number>>;
  /** Configuration values that are not the default, in words. */
  readonly deviations: readonly string[];
  /** The instant the figures were computed. */
  readonly asOf: string;
  /** True in the sandbox: every footer says SAMPLE DATA. */
  readonly sample: boolean;
  /** The address at which the organisation explains its figures, where it named one. */
  readonly handbook?: string;
}

/** Where the reader is in the first table; absent when it is not paged. */
export interface Page {
  readonly number: number;
  readonly size: number;
  /** The command line of this reply without its page, to build "next page". */
  readonly line: string;
  /** The asOf of page 1 when this is a later page; "data changed since" is said when it did. */
  readonly since?: string;
  /** How many rows there are in all, where the first table holds those of this page alone: of a list too long to be read whole. */
  readonly of?: number;
}

/** Platform-neutral answer: the lead sentence, then facts, tables, charts, footer. */
export interface Reply {
  readonly kind: "reply";
  readonly title: string;
  /** The answer in one sentence. */
  readonly text: string;
  /** What title and text reveal; a place that may not hold it shows `openText` instead. */
  readonly sensitivity: Sensitivity;
  readonly openText: string;
  readonly facts: readonly Fact[];
  readonly tables: readonly Table[];
  readonly charts: readonly Chart[];
  readonly actions: readonly Action[];
  readonly files: readonly FileOffer[];
  readonly notices: readonly Notice[];
  readonly provenance: Provenance | null;
  /** Slack ids of people who are to see it: mentioned where that means something. */
  readonly mentions?: readonly string[];
  readonly page?: Page;
}

/** One choice offered for a missing or ambiguous argument. */
export interface Choice {
  readonly label: string;
  /** The complete command line that this choice runs. */
  readonly line: string;
  /** A line that also remembers the choice as an alias, when that makes sense. */
  readonly rememberLine?: string;
}

/** What is still needed before a command can run. */
export interface Ask {
  readonly kind: "ask";
  /** What is missing or ambiguous, in one sentence. */
  readonly text: string;
  readonly command: string;
  /** The line as given so far: a form is opened prefilled with it. */
  readonly line: string;
  readonly missing: readonly string[];
  readonly choices: readonly Choice[];
  readonly sensitivity: Sensitivity;
}
