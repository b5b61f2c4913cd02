import { PolarisError } from "../../runtime/index.js";
import { FILE_LIMITS, printBytes } from "./limits.js";

/** Every way in which a file is no table, in the words that the person who sent it reads. */

const EXPECTED = "Polaris reads tables: .xlsx, .csv or .tsv.";

function unreadable(name: string, came: string, todo: string, cause?: unknown): PolarisError {
  return new PolarisError("file_unreadable", `“${name}” ${came}. ${EXPECTED} ${todo}`, { cause });
}

function tooLarge(name: string, came: string, todo: string): PolarisError {
  return new PolarisError("file_too_large", `“${name}” ${came}. ${todo}`);
}

const SPLIT = "Export a shorter period, or split the file, and import the parts.";

export const refuse = {
  empty: (name: string) => unreadable(name, "is empty", "Export it again, and see that it has a header row."),

  webPage: (name: string) =>
    unreadable(
      name,
      "is a web page, not a table: most likely the login page that a private sheet answers with",
      "Open the sheet in the browser, choose File › Download, and send that file.",
    ),

  pageWithTable: (name: string) =>
    unreadable(
      name,
      "is a web page with a table in it, as some programs export it under the ending .xls",
      "Open it in Excel, save it as .xlsx, and send that file.",
    ),

  oldWorkbook: (name: string) =>
    unreadable(name, "is a workbook of the old .xls kind", "Open it in Excel, save it as .xlsx, and send that file."),

  binaryWorkbook: (name: string) =>
    unreadable(name, "is a binary workbook (.xlsb)", "Open it in Excel, save it as .xlsx, and send that file."),

  openDocument: (name: string) =>
    unreadable(name, "is an OpenDocument file", "Open it, save it as .xlsx, and send that file."),

  encrypted: (name: string) =>
    unreadable(
      name,
      "is protected by a password, so that nothing in it can be read",
      "Remove the password (in Excel: File › Info › Protect Workbook › Encrypt with Password, and clear it), save, and send it again.",
    ),

  damaged: (name: string, cause?: unknown) =>
    unreadable(
      name,
      "is a damaged workbook: it breaks off, or its parts do not fit together",
      "Download or export it again; if Excel can still open it, save it as a new .xlsx.",
      cause,
    ),

  noWorkbook: (name: string, what: string) =>
    unreadable(name, `is ${what}, not a table`, "Send the table itself, saved as .xlsx or .csv."),

  otherEncoding: (name: string) =>
    unreadable(
      name,
      "is written in an encoding other than UTF-8, UTF-16 and Windows-1252, so that its letters cannot be told",
      "Save it as .xlsx, or in Excel as “CSV UTF-8”, and send it again.",
    ),

  unclosedQuote: (name: string, line: number) =>
    unreadable(
      name,
      `has a quotation mark on line ${line.toLocaleString("en-US")} that is never closed`,
      "If the file breaks off, download it again; else correct that line, or save the table as .xlsx, and send it again.",
    ),

  brokenLine: (name: string, cause: unknown) =>
    unreadable(
      name,
      "cannot be split into lines and cells",
      "Open it, save it as .xlsx or .csv, and send it again.",
      cause,
    ),

  tooManyBytes: (name: string, bytes: number) =>
    tooLarge(name, `is ${printBytes(bytes)}; at most ${printBytes(FILE_LIMITS.bytes)} are read`, SPLIT),

  unpacksTooLarge: (name: string) =>
    tooLarge(
      name,
      `unpacks to far more than its size, or to more than ${printBytes(FILE_LIMITS.unpackedBytes)}`,
      "A table does not do that: copy its values into a new workbook, save it as .xlsx, and send that file.",
    ),

  tooManyLines: (name: string) =>
    tooLarge(name, `has more than ${FILE_LIMITS.lines.toLocaleString("en-US")} lines`, SPLIT),

  tooManyCells: (name: string) =>
    tooLarge(name, `has more than ${FILE_LIMITS.cells.toLocaleString("en-US")} filled cells`, SPLIT),

  tooManyColumns: (name: string) =>
    tooLarge(
      name,
      `has more than ${FILE_LIMITS.columns} columns`,
      "Delete the columns that are not needed, and send it again.",
    ),
} as const;
