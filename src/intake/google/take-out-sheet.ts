import type { Pool } from "../../pool/index.js";
import type { Clock, Organization } from "../../runtime/index.js";
import type { Grid } from "../../sources/index.js";
import { importDataset } from "../datasets/import-dataset.js";
import type { ImportResult } from "../datasets/model.js";
import { originOf } from "../sheet-origin.js";
import type { ConnectedSheet } from "./connected-sheets.js";
import { forgetVersion } from "./kept-versions.js";
import { datasetOf } from "./sheet-grid.js";

export interface TakeOut {
  readonly pool: Pool;
  readonly organization: Organization;
  readonly clock: Clock;
  readonly sheet: ConnectedSheet;
  /** Slack user id or "terminal". */
  readonly startedBy: string;
}

const NO_ROWS: Grid = { name: "no rows", header: [], headerRow: 1, rows: [], serialDates: false };

/**
 * Marks every row that came by a sheet as deleted, and lets go what waited from it: an import of the sheet as if it had no rows. Read again, it brings
 * them back. @throws PolarisError already_running
 */
export async function takeOutSheet({ sheet, ...parts }: TakeOut): Promise<ImportResult> {
  const result = await importDataset({
    ...parts,
    dataset: datasetOf(sheet),
    grid: NO_ROWS,
    places: {},
    origin: originOf(sheet),
    defaults: {},
    whole: true,
    takesOut: true,
    trigger: "command",
  });
  await forgetVersion(parts.pool, sheet);
  return result;
}
