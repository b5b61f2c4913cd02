import type { ConsoleFile } from "../../slack/console-types.js";

const SORTS: readonly { readonly sort: string; readonly words: string; readonly types: readonly string[] }[] = [
  { sort: "sheet", words: "Excel workbook", types: ["xlsx", "xls"] },
  { sort: "sheet", words: "CSV table", types: ["csv", "tsv"] },
  { sort: "picture", words: "Picture", types: ["png", "jpg", "jpeg", "gif", "webp", "svg"] },
  { sort: "paper", words: "PDF document", types: ["pdf"] },
  { sort: "paper", words: "Document", types: ["doc", "docx", "txt", "md", "text"] },
];

/** The sort of a file, for its colour. */
export function sortOf({ filetype }: ConsoleFile): string {
  return SORTS.find(({ types }) => types.includes(filetype))?.sort ?? "other";
}

export function fileWords({ filetype }: ConsoleFile): string {
  return (
    SORTS.find(({ types }) => types.includes(filetype))?.words ??
    (filetype === "" ? "File" : `${filetype.toUpperCase()} file`)
  );
}

/** Pictures that the browser shows in place. */
export function isShown({ mimetype }: ConsoleFile): boolean {
  return /^image\/(png|jpeg|gif|webp)$/.test(mimetype);
}

/** "12 kB" */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
