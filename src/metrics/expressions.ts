import sql, { join, raw, type Sql } from "sql-template-tag";
import type { Period } from "../domain/index.js";
import type { Asked } from "./asked.js";
import { COLUMNS } from "./columns.js";
import { beyond, conditionSql, isCounted, shared } from "./conditions.js";
import type { Context } from "./context.js";
import type { AnyColumn, Condition, GrainId } from "./model.js";
import { COUNTED_EXCLUDED, COUNTED_PERSON, readsContact, readsRecord } from "./persons.js";
import { inPeriod } from "./window.js";

/** What of a column's reading differs for what counts. */
const COUNTED: Readonly<Record<string, Sql>> = { person: COUNTED_PERSON, excluded: COUNTED_EXCLUDED };

type Whose = "record" | "whoever was there";

/** What a statement asks of the columns of a grain: what is read in the inner select, and what the outer one, which calls it f, makes of that. */
export class Expressions {
  /** What every figure asks. */
  readonly common: readonly Condition[];
  /** The columns that are read. */
  readonly names: readonly string[];
  readonly #grain: GrainId;
  /** What it was asked with, and whether all of it counts. */
  readonly context: Context & { readonly counts: boolean };
  readonly #within: Period;

  constructor(grain: GrainId, context: Context, within: Period, asked: readonly Asked[], listed: readonly string[]) {
    this.#grain = grain;
    this.#within = within;
    this.common = shared(asked.map((each) => each.where));
    this.context = { ...context, counts: this.common.some(isCounted) };
    this.names = this.#namesRead(asked, listed);
  }

  figure(asked: Asked): Sql {
    const { measure } = asked;
    const value = this.value(asked);
    switch (measure.kind) {
      case "records":
        return this.times(sql`COUNT(${value})`, measure.times);
      case "distinct":
        return this.times(sql`COUNT(DISTINCT ${value})`, measure.times);
      case "sum":
        return sql`COALESCE(SUM(${value}), 0)`;
      case "average":
        return sql`AVG(1.0 * ${value})`;
      case "first":
        return sql`MIN(${value})`;
      case "last":
        return sql`MAX(${value})`;
    }
  }

  /** What a figure takes of a record: nothing where what it asks for itself does not hold. */
  value(asked: Asked): Sql {
    const { measure } = asked;
    const conditions = this.conditionsOf(asked, beyond(asked.where, this.common));
    if (conditions.length === 0) return measure.kind === "records" ? sql`*` : this.expression(measure.column);
    const value = measure.kind === "records" ? sql`1` : this.expression(measure.column);
    return sql`CASE WHEN ${join(conditions, " AND ")} THEN ${value} END`;
  }

  /** Conditions of a figure, and its period. */
  conditionsOf({ period }: Asked, own: readonly Condition[]): readonly Sql[] {
    const conditions = own.map((condition) => this.condition(condition, period));
    return period === null ? conditions : [...conditions, inPeriod(sql`f.local_date`, period)];
  }

  times(count: Sql, factor: "studentsPerClassroom" | undefined): Sql {
    return factor === undefined ? count : sql`${count} * ${this.context.organization[factor]}`;
  }

  condition(condition: Condition, period: Period | null = null): Sql {
    return conditionSql(condition, this.expression(condition.column), this.context, period ?? this.#within);
  }

  /** A column as the outer select sees it. */
  expression(name: AnyColumn | string): Sql {
    const column = this.column(name);
    return "read" in column ? sql`f.${raw(name)}` : column.work;
  }

  column(name: string) {
    const column = COLUMNS[this.#grain][name];
    if (!column) throw new Error(`A ${this.#grain} has no column ${name}.`);
    return column;
  }

  read(name: string) {
    const column = this.column(name);
    if (!("read" in column)) throw new Error(`${name} is worked out, not read.`);
    return column;
  }

  readAs(name: string, keys: readonly Sql[]): Sql {
    return sql`${this.#reads(name, keys)} AS ${raw(name)}`;
  }

  #reads(name: string, keys: readonly Sql[]): Sql {
    const { read } = this.read(name);
    return typeof read === "function" ? read(this.context, keys) : read;
  }

  /** A column of what counts: whose it is stands on the participation, and the few who are excluded are known. */
  countedAs(name: string, keys: readonly Sql[]): Sql {
    const counted = COUNTED[name];
    return counted === undefined ? this.readAs(name, keys) : sql`${counted} AS ${raw(name)}`;
  }

  /** A condition on a column where it is read, and not as the outer select sees it. */
  conditionAsRead(condition: Condition): Sql {
    return conditionSql(condition, this.#reads(condition.column, []), this.context, this.#within);
  }

  /** Whether a column is read of the record itself or of its contact alone; null where of both, or where more is joined. */
  sideOf(name: string): "record" | "contact" | null {
    const column = this.column(name);
    if (!("read" in column)) return column.from.every((each) => this.sideOf(each) === "record") ? "record" : null;
    if (column.needs !== undefined || column.limit !== undefined) return null;
    const read = [this.#reads(name, [])];
    if (!readsContact(read)) return "record";
    return readsRecord(read) ? null : "contact";
  }

  /** What every figure asks of what counts; null where something asked for is worked out of others, or joined. */
  commonOfCounted(): readonly Sql[] | null {
    const asked = this.common.map((condition) => {
      const column = this.column(condition.column);
      if (!("read" in column) || column.needs !== undefined) return null;
      const read = typeof column.read === "function" ? column.read(this.context, []) : column.read;
      return conditionSql(condition, COUNTED[condition.column] ?? read, this.context, this.#within);
    });
    return asked.some((each) => each === null) ? null : asked.filter((each) => each !== null);
  }

  /** The columns that are the record's own, or those of whoever was there, which differ from bucket to bucket. */
  namesOf(whose: Whose): readonly string[] {
    return this.names.filter((name) => this.#whoseIs(name) === whose);
  }

  /** The columns of the record that are still asked for where what every figure asks is known to hold. */
  kept(asked: readonly Asked[]): readonly string[] {
    const named = this.#namesRead(
      asked.map((each) => ({ ...each, where: beyond(each.where, this.common) })),
      [],
    );
    return this.namesOf("record").filter((name) => named.includes(name));
  }

  /** What every figure asks of them. */
  commonOf(whose: Whose): readonly Condition[] {
    return this.common.filter(({ column }) => this.#whoseIs(column) === whose);
  }

  /** Whether reading it costs more than the record itself. */
  isDear(name: string): boolean {
    const { isOnce = false, isDear = false, needs = "credited" } = this.read(name);
    return isOnce || isDear || needs !== "credited";
  }

  #whoseIs(name: string): Whose {
    const column = this.column(name);
    const read = "read" in column ? [name] : column.from;
    return read.some((each) => this.read(each).needs === "present") ? "whoever was there" : "record";
  }

  #namesRead(asked: readonly Asked[], listed: readonly string[]): readonly string[] {
    const named = asked.flatMap(({ measure, where }) => [
      ...("column" in measure ? [measure.column] : []),
      ...where.map((condition) => condition.column),
    ]);
    const read = [...named, ...listed].flatMap((name) => {
      const column = this.column(name);
      return "read" in column ? [name] : column.from;
    });
    return [...new Set(["event", "local_date", ...read])];
  }
}
