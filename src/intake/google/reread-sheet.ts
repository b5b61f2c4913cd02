import type { Pool } from "../../pool/index.js";
import type { Clock, Organization } from "../../runtime/index.js";
import {
  chosenOf,
  type Dataset,
  type DatasetRow,
  type DatasetRules,
  type GoogleSource,
  type IncomingRow,
  readSurvey,
  rowsOf,
  surveyName,
  withChoices,
} from "../../sources/index.js";
import { readRows, takeEveryRow } from "../datasets/every-row.js";
import { withDistrictNames } from "../datasets/roster.js";
import { sourceOf, strategyOf } from "../datasets/strategies.js";
import { originOf } from "../sheet-origin.js";
import type { ConnectedSheet } from "./connected-sheets.js";
import { datasetOf, gridOf } from "./sheet-grid.js";
import { defaultsOf } from "./sync-sheets.js";

export interface RereadParts {
  readonly pool: Pool;
  readonly organization: Organization;
  readonly clock: Clock;
  readonly source: GoogleSource;
}

/** How a sheet's rows would be read, and under which names they lie in the pool. */
export interface Reread {
  readonly source: string;
  readonly object: string;
  readonly label: string;
  readonly origin: string;
  /** All rows of the sheet as the sync reads them; nothing is stored. */
  read(): Promise<readonly IncomingRow[]>;
}

interface Rows {
  readonly dataset: Dataset;
  readonly rows: Iterable<DatasetRow>;
  readonly rules: DatasetRules;
}

/** A sheet to be read once more; null where a row of it is not a row of the pool. */
export function rereadSheet(parts: RereadParts, sheet: ConnectedSheet): Reread | null {
  const dataset = datasetOf(sheet);
  const rowsAsStored = READERS[dataset.name] ?? (strategyOf(dataset.name) === takeEveryRow ? eachByItself : null);
  if (rowsAsStored === null) return null;
  return {
    source: sourceOf(dataset.name),
    object: dataset.name,
    label: `“${sheet.name}”`,
    origin: originOf(sheet),
    async read() {
      const table = await parts.source.readSheet(sheet);
      const { grid, places } = gridOf(table, dataset, sheet);
      const rules: DatasetRules = {
        timeZone: table.timeZone,
        schoolYearStartMonth: parts.organization.schoolYearStartMonth,
        now: parts.clock.now(),
        origin: originOf(sheet),
        defaults: defaultsOf(sheet),
        serialDates: grid.serialDates,
      };
      const { ignored } = chosenOf(dataset.name, parts.organization.columns);
      return rowsAsStored(parts, { dataset, rows: rowsOf(grid, places, dataset.columns, ignored), rules });
    },
  };
}

type Reader = (parts: RereadParts, rows: Rows) => Promise<readonly IncomingRow[]>;

const eachByItself: Reader = async (_, { dataset, rows, rules }) => [...readRows(dataset, rows, rules)];

/** Datasets whose rows are read in a way of their own. */
const READERS: Readonly<Record<string, Reader>> = {
  roster: async ({ pool, organization }, { dataset, rows, rules }) => [
    ...readRows(dataset, await withDistrictNames({ pool, organization, rows, rules }), rules),
  ],
  surveys: async ({ organization }, { rows, rules }) => {
    const mapping = organization.surveys[surveyName(rules)] ?? {};
    return [...readRows({ read: (row) => readSurvey(row, rules, mapping) }, withChoices(rows), rules)];
  },
};
