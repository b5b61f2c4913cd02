import { type CellInput, GoogleCloud, newServiceAccount, type ServiceAccountKey } from "./google/index.js";
import type { LeadFile, SampleFiles, SheetCell } from "./sample/index.js";

/** The number of the sample website in Google Analytics, as sandbox/organization.yml has it. */
const PROPERTY = "240000001";
/** A folder in a Shared Drive, where exports may be put. */
export const EXPORT_FOLDER = "sandbox-exports";
/** A folder in a Shared Drive, where lists of prospective leads are put, as sandbox/organization.yml has it. */
export const LEAD_FOLDER = "sandbox-leads";

/** The sample organisation's sheets, lists of leads and website, shared with one service account. */
export function sampleCloud(
  { sheets, visits }: SampleFiles,
  leads: readonly LeadFile[] = [],
): { cloud: GoogleCloud; account: ServiceAccountKey } {
  const account = newServiceAccount();
  const sharedWith = [account.email];
  const cloud = new GoogleCloud({
    serviceAccounts: [account],
    folders: { [EXPORT_FOLDER]: sharedWith, [LEAD_FOLDER]: sharedWith },
    sheets: [
      ...sheets.map(({ id, title, tab, rows, merges = [] }) => ({
        id,
        title,
        timeZone: "America/Chicago",
        tabs: [{ title: tab, rows: rows.map((row) => row.map(cellInput)), merges }],
        sharedWith,
      })),
      ...leads.map(({ name, text }, place) => ({
        id: `lead-list-${place + 1}`,
        title: name,
        mimeType: "text/csv",
        folder: LEAD_FOLDER,
        content: text,
        tabs: [],
        sharedWith,
      })),
      // For trying what happens when a sheet is not shared.
      { id: "sheet-private", title: "Not shared with Polaris", tabs: [{ title: "Sheet1", rows: [["Id", "Level"]] }] },
    ],
    analytics: [
      {
        id: PROPERTY,
        sharedWith,
        rows: visits.map(({ date, page, ...metrics }) => ({ date, dimensions: { pagePath: page }, metrics })),
      },
    ],
  });
  return { cloud, account };
}

const cellInput = (cell: SheetCell): CellInput => cell;
