import type { CommandContext } from "../src/command/index.js";
import { type Period, printDates, schoolYear, schoolYearLabel, schoolYearOf } from "../src/domain/index.js";
import { PolarisError } from "../src/runtime/index.js";

/**
 * The one school year that was asked for, or the part of it; this school year where nothing was.
 * @throws PolarisError period_invalid for several periods, and for one that reaches over a school year's end
 */
export function schoolYearAsked(
  periods: readonly Period[],
  { calendar }: Pick<CommandContext, "calendar">,
): { readonly schoolYear: number; readonly period: Period } {
  const current = schoolYearOf(calendar.today, calendar.schoolYearStartMonth);
  const [period = schoolYear(current, calendar), ...others] = periods;
  const { start, end } = period;
  const [first, last] = [start, end].map((day) =>
    day === null ? null : schoolYearOf(day, calendar.schoolYearStartMonth),
  );
  if (others.length === 0 && typeof first === "number" && first === last) return { schoolYear: first, period };
  const came = others.length > 0 ? `${periods.length} periods came` : `${printDates(period)} came`;
  throw new PolarisError(
    "period_invalid",
    `Rosters are kept by school year. Expected one, such as ${schoolYearLabel(current)}, or a part of one, such as fall ${current}; ${came}.`,
  );
}
