import sql, { join, type Sql } from "sql-template-tag";
import type { Period } from "../domain/index.js";
import type { Context } from "./context.js";
import type { Condition } from "./model.js";
import { inPeriod } from "./window.js";

/** A condition over a column's expression; `period` is the column's that is being counted. */
export function conditionSql(condition: Condition, expression: Sql, context: Context, period: Period): Sql {
  const { today } = context;
  if ("fails" in condition)
    return sql`NOT COALESCE(${conditionSql(condition.fails, expression, context, period)}, FALSE)`;
  if ("is" in condition) return isAny(expression, condition.is);
  if ("isNot" in condition) return sql`${expression} NOT IN (${join(condition.isNot)})`;
  if ("recorded" in condition) return sql`${expression} IS NOT NULL`;
  if (condition.day === "within the period") return inPeriod(expression, period);
  return condition.day === "after today" ? sql`${expression} > ${today}` : sql`${expression} >= ${today}`;
}

function isAny(expression: Sql, values: readonly (string | boolean)[]): Sql {
  if (values.length === 1 && typeof values[0] === "boolean")
    return values[0] ? sql`${expression} = TRUE` : sql`${expression} = FALSE`;
  return sql`${expression} IN (${join(values)})`;
}

/** Whether it asks that its column be true. */
export const isTrue = (condition: Condition): boolean =>
  "is" in condition && condition.is.length === 1 && condition.is[0] === true;

/** Whether it asks for those who are excluded from reports. */
export const isOfExcluded = (condition: Condition): boolean => condition.column === "excluded" && isTrue(condition);

/** Whether it asks that a participation counts: it says itself then whose it is. */
export const isCounted = (condition: Condition): boolean => condition.column === "counts" && isTrue(condition);

const sameAs = (one: Condition) => JSON.stringify(one);

/** Each period's figure has its own: never said once for all of them. */
const isOfThePeriod = (condition: Condition): boolean => "day" in condition && condition.day === "within the period";

/** What every list asks: said once, for all of them. */
export function shared(lists: readonly (readonly Condition[])[]): Condition[] {
  const [first = [], ...rest] = lists;
  const others = rest.map((list) => new Set(list.map(sameAs)));
  return first.filter((condition) => !isOfThePeriod(condition) && others.every((set) => set.has(sameAs(condition))));
}

/** What a list asks beyond what is shared. */
export function beyond(list: readonly Condition[], common: readonly Condition[]): Condition[] {
  const known = new Set(common.map(sameAs));
  return list.filter((condition) => !known.has(sameAs(condition)));
}
