import { type CommandContext, take } from "../src/command/index.js";
import type { FileOffer, Page } from "../src/reply/index.js";

/** The period of a report that cannot be made without one. */
export const reportPeriod = ({
  help = "SY24-25, 3y, 2025, Q1 2026 …; several are compared.",
  placeholder = "this year",
} = {}) => take.periods({ label: "Period", help, placeholder, positional: "end", main: true, required: true });

/** When and where a report is asked for, and how it is ordered. */
export const circumstancesOf = <Sort>(
  { sort }: { readonly sort: Sort | null },
  { calendar, request, sample }: CommandContext,
) => ({ today: calendar.today, now: request.now, sample, ...(sort === null ? {} : { sort }) });

/** The files that every report can be taken as, under a name of its own, and the page that is shown of it. */
export const filesAndPage = (
  name: string,
  { page, asOf }: { readonly page: number; readonly asOf: string | null },
  { line }: CommandContext,
): { readonly files: readonly FileOffer[]; readonly page: Page } => ({
  files: [
    { key: "report", kind: "xlsx", name: `${name}.xlsx` },
    { key: "report", kind: "csv", name: `${name}.csv` },
  ],
  page: { number: page, size: 10, line, ...(asOf === null ? {} : { since: asOf }) },
});
