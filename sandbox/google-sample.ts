import { type CellInput, GoogleCloud, newServiceAccount, type ServiceAccountKey } from "./google/index.js";
import type { SampleFiles, SheetCell } from "./sample/index.js";

/** The number of the sample website in Google Analytics, as sandbox/organization.yml has it. */
const PROPERTY = "240000001";
/** A folder in a Shared Drive, where exports may be put. */
export const EXPORT_FOLDER = "sandbox-exports";

/** The sample organisation's sheets and website, shared with one service account. */
export function sampleCloud({ sheets, visits }: SampleFiles): { cloud: GoogleCloud; account: ServiceAccountKey } {
  const account = newServiceAccount();
  const sharedWith = [account.email];
  const cloud = new GoogleCloud({
    serviceAccounts: [account],
    folders: { [EXPORT_FOLDER]: sharedWith },
    sheets: [
      ...sheets.map(({ id, title, tab, rows, merges = [] }) => ({
        id,
        title,
        timeZone: "America/Chicago",
        tabs: [{ title: tab, rows: rows.map((row) => row.map(cellInput)), merges }],
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
