import { PolarisError } from "../../runtime/index.js";
import {
  type ColumnMapping,
  DATASETS,
  type Dataset,
  datasetNamed,
  fillMerged,
  findGrid,
  type Grid,
  gridAtTop,
  headerKey,
  type Places,
  placesOf,
  type SheetTable,
} from "../../sources/index.js";
import type { ConnectedSheet } from "./connected-sheets.js";

/** @throws PolarisError configuration_invalid, with the list of what there is */
export function datasetOf({ name, dataset }: Pick<ConnectedSheet, "name" | "dataset">): Dataset {
  const found = datasetNamed(dataset);
  if (found !== undefined) return found;
  const known = DATASETS.map((each) => each.name).join(", ");
  throw new PolarisError(
    "configuration_invalid",
    `The sheet “${name}” is said to hold “${dataset}”, which Polaris does not know. Expected one of ${known}.`,
  );
}

/** Which of the dataset's columns somebody means: by our key or by its usual header. @throws PolarisError argument_invalid */
export function columnKey(dataset: Dataset, word: string): string {
  const wanted = headerKey(word);
  const found = dataset.columns.find(
    ({ key, names }) => key === word || [key, ...names].some((name) => headerKey(name) === wanted),
  );
  if (found !== undefined) return found.key;
  const { settings = [] } = dataset;
  const setting = settings.find((name) => headerKey(name) === wanted);
  if (setting !== undefined) return setting;
  const known = [...dataset.columns.map(({ key, names }) => names[0] ?? key), ...settings].join(", ");
  throw new PolarisError("argument_invalid", `“${word}” is no column of “${dataset.label}”. Expected one of ${known}.`);
}

export const mappingOf = (dataset: Dataset, columns: Readonly<Record<string, string>>): ColumnMapping =>
  Object.fromEntries(Object.entries(columns).map(([word, header]) => [columnKey(dataset, word), header]));

/** The table's rows under its header, merged cells filled where that was asked for. @throws PolarisError columns_changed */
export function gridOf(
  table: SheetTable,
  dataset: Dataset,
  { columns, fillDown }: Pick<ConnectedSheet, "columns" | "fillDown">,
): { grid: Grid; places: Places } {
  const mapping = mappingOf(dataset, columns);
  // Without a header row the first line stands for one, so that what is missing can be named.
  const grid = findGrid(table, dataset.columns, mapping) ?? gridAtTop(table);
  const places = placesOf(grid, dataset.columns, mapping);
  const filled = fillDown.flatMap((word) => places[columnKey(dataset, word)] ?? []);
  return { grid: fillMerged(grid, table.merges, filled), places };
}
