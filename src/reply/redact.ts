import type { Ask, Column, Notice, Reply, Sensitivity, Table } from "./model.js";
import { counted } from "./numbers.js";

/** What decides about a place; src/command's Place fits. */
export interface ReadingPlace {
  readonly kind: string;
  readonly isPrivate: boolean;
  readonly isTrusted: boolean;
}

const IN_A_CHANNEL: readonly Sensitivity[] = ["open"];
const IN_A_TRUSTED_CHANNEL: readonly Sensitivity[] = ["open", "name"];
/** Everything that Slack may ever hold: a student's row never goes there. */
export const IN_SLACK: readonly Sensitivity[] = ["open", "name", "contact", "demographic"];
const EVERYTHING: readonly Sensitivity[] = ["open", "name", "contact", "demographic", "student"];

/** The organisation's folder of a Shared Drive: whoever may open it is decided there, as with the machine of the terminal. */
export const DRIVE_FOLDER: ReadingPlace = { kind: "folder", isPrivate: true, isTrusted: false };

/**
 * What a place may hold for a reader who may see `mayRead` (design, "Who may do what"): any channel open, a trusted one
 * names too, a private place what the role allows, students only at the terminal and in the organisation's folder.
 */
export function heldBy(place: ReadingPlace, mayRead: readonly Sensitivity[]): Sensitivity[] {
  return placeHolds(place).filter((held) => held === "open" || mayRead.includes(held));
}

function placeHolds(place: ReadingPlace): readonly Sensitivity[] {
  if (place.kind === "terminal" || place.kind === DRIVE_FOLDER.kind) return EVERYTHING;
  if (place.isPrivate) return IN_SLACK;
  return place.isTrusted ? IN_A_TRUSTED_CHANNEL : IN_A_CHANNEL;
}

const REVEALS: Readonly<Record<Sensitivity, string>> = {
  open: "",
  name: "names",
  contact: "contact details",
  demographic: "demographics",
  student: "student records",
};

export interface Withholding {
  /** Said behind what was left out; a private place says "not shown to your role". */
  readonly because?: string;
  /** The same of student records, where they are to be had elsewhere. */
  readonly becauseOfStudents?: string;
}

const PRIVATELY_ONLY = "shown privately only";
const NOT_HERE = "not shown here";

/** The reply as this place may hold it, with a notice of what was left out. Redacting twice changes nothing. */
export function redact(reply: Reply, holds: readonly Sensitivity[], withholding: Withholding = {}): Reply {
  const allowed = new Set<Sensitivity>(["open", ...holds]);
  const left = new LeftOut(withholding);
  const mayShow =
    (what: string) =>
    (part: { readonly sensitivity: Sensitivity }): boolean => {
      if (allowed.has(part.sensitivity)) return true;
      left.add(what, part.sensitivity);
      return false;
    };

  const namesShown = allowed.has(reply.sensitivity);
  const facts = reply.facts.filter(mayShow("fact"));
  const tables = reply.tables.flatMap((table, index) => {
    const columns = redactColumns(table, mayShow("column"));
    return columns ? [namesShown ? columns : withoutWords(columns, index)] : [];
  });
  const charts = reply.charts.filter(mayShow("chart"));
  const actions = reply.actions.filter((action) => allowed.has(action.sensitivity));
  const notices = reply.notices.filter((notice) => allowed.has(notice.sensitivity));
  const base: Reply = { ...reply, facts, tables, charts, actions, notices: [...notices, ...left.notices()] };
  return namesShown ? base : withoutOwnWords(base);
}

function redactColumns(table: Table, mayShow: (column: Column) => boolean): Table | null {
  const kept = table.columns.flatMap((column, index) => (mayShow(column) ? [index] : []));
  if (kept.length === table.columns.length) return table;
  if (kept.length === 0) return null;
  const keptKeys = new Set(kept.map((index) => table.columns[index]?.key));
  const pick = <T>(row: readonly T[]) => kept.map((index) => row[index] as T);
  return {
    ...table,
    columns: pick(table.columns).map((column) => withoutLostLabel(column, keptKeys)),
    rows: table.rows.map((row) => kept.map((index) => row[index] ?? null)),
    total: table.total && kept.map((index) => table.total?.[index] ?? null),
  };
}

function withoutLostLabel(column: Column, keptKeys: ReadonlySet<string | undefined>): Column {
  if (column.linkLabel === undefined || keptKeys.has(column.linkLabel)) return column;
  const { linkLabel: _, ...rest } = column;
  return rest;
}

/** A title and the words for "nothing found" may name whoever the reply is about. */
function withoutWords(table: Table, index: number): Table {
  return { ...table, title: `Table ${index + 1}`, empty: "Nothing was found." };
}

/** Where title and text may not be shown, neither may what repeats them: filters, file names, the line in paging buttons. */
function withoutOwnWords(reply: Reply): Reply {
  const { page: _, ...rest } = reply;
  const filters = Object.keys(reply.provenance?.filters ?? {});
  return {
    ...rest,
    title: reply.openText,
    text: reply.openText,
    sensitivity: "open",
    files: reply.files.map((file, index) => ({ ...file, name: `polaris-${index + 1}.${file.kind}` })),
    provenance: reply.provenance && {
      ...reply.provenance,
      filters: Object.fromEntries(filters.map((key) => [key, "(not shown here)"])),
    },
  };
}

/** The ask as this place may hold it: sentence, line and choices go together. */
export function redactAsk(ask: Ask, holds: readonly Sensitivity[]): Ask {
  if (ask.sensitivity === "open" || holds.includes(ask.sensitivity)) return ask;
  return {
    ...ask,
    text: `“${ask.command}” needs more: ${ask.missing.join(", ") || "a choice"}. The choices are ${PRIVATELY_ONLY}.`,
    line: ask.command,
    choices: [],
    sensitivity: "open",
  };
}

class LeftOut {
  readonly #withholding: Withholding;
  readonly #counts = new Map<string, Map<Sensitivity, number>>();

  constructor(withholding: Withholding) {
    this.#withholding = withholding;
  }

  add(what: string, sensitivity: Sensitivity): void {
    const bySensitivity = this.#counts.get(what) ?? new Map<Sensitivity, number>();
    bySensitivity.set(sensitivity, (bySensitivity.get(sensitivity) ?? 0) + 1);
    this.#counts.set(what, bySensitivity);
  }

  notices(): Notice[] {
    return [...this.#counts].flatMap(([what, bySensitivity]) =>
      [...bySensitivity].map(([sensitivity, count]): Notice => {
        const why = this.#why(sensitivity);
        const verb = count === 1 ? "is" : "are";
        return {
          level: "info",
          text: `${counted(count, what)} with ${REVEALS[sensitivity]} ${verb} ${why}.`,
          sensitivity: "open",
        };
      }),
    );
  }

  #why(sensitivity: Sensitivity): string {
    const { because, becauseOfStudents } = this.#withholding;
    if (sensitivity === "student") return becauseOfStudents ?? because ?? NOT_HERE;
    return because ?? PRIVATELY_ONLY;
  }
}
