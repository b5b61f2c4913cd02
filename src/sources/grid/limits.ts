const MEGABYTE = 1024 * 1024;

/** What a file may cost: each bound is far above any export met, and low enough that one file cannot exhaust the machine. */
export const FILE_LIMITS = {
  /** Size on disk. */
  bytes: 100 * MEGABYTE,
  /** A workbook's parts that are read, unpacked. */
  unpackedBytes: 300 * MEGABYTE,
  /** Unpacked to packed, of one part larger than `ratioFrom`. */
  ratio: 200,
  ratioFrom: MEGABYTE,
  /** Entries of a workbook's archive. */
  entries: 10_000,
  /** Lines that hold something, over all tabs. */
  lines: 500_000,
  columns: 500,
  /** Cells that hold something, over all tabs. */
  cells: 12_000_000,
  /** Characters of one line of a text file: beyond it a quotation mark was never closed. */
  lineLength: 2_000_000,
} as const;

/** "200 MB", "412 kB". */
export function printBytes(bytes: number): string {
  if (bytes >= 10 * MEGABYTE) return `${Math.round(bytes / MEGABYTE).toLocaleString("en-US")} MB`;
  if (bytes >= MEGABYTE) return `${(bytes / MEGABYTE).toFixed(1)} MB`;
  return `${Math.max(1, Math.round(bytes / 1024))} kB`;
}
