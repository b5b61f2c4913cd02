import type { Day } from "../calendar.js";
import type { SampleOrganization } from "../rows.js";
import { castOf } from "./cast.js";
import type { SampleFile, SampleSheet, SampleVisit } from "./model.js";
import { pathfulUsers } from "./pathful-users.js";
import { sessionReport } from "./session-report.js";
import { sampleSheets } from "./sheets.js";
import { sampleUploads, sampleVisits } from "./uploads.js";
import { userReport } from "./user-report.js";

export type { SampleFile, SampleSheet, SampleVisit, SheetCell, SheetRows } from "./model.js";

export interface SampleFiles {
  /** What is dropped into Slack, the latest last. */
  readonly uploads: readonly SampleFile[];
  /** What lies in Google Drive. */
  readonly sheets: readonly SampleSheet[];
  /** What the website counted. */
  readonly visits: readonly SampleVisit[];
}

/** Everything that the organisation keeps outside Salesforce, about the same people and sessions. The same options give the same files. */
export function generateFiles(
  sample: SampleOrganization,
  { seed, today }: { readonly seed: string | number; readonly today: Day },
): SampleFiles {
  const cast = castOf(sample, seed, today);
  const users = pathfulUsers(cast);
  return {
    uploads: [...sampleUploads(cast), userReport(cast, users), sessionReport(cast, users)],
    sheets: sampleSheets(cast),
    visits: sampleVisits(cast),
  };
}
