import { showCell, showInstant, showInteger } from "../../reply/index.js";
import { capital } from "../../runtime/index.js";

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** What a check found besides its sentence, as people read it: "not synced 3, unstamped 1" for counts by cause. */
export function detailWords(value: unknown, timeZone: string): string {
  if (value === null || value === undefined) return "not known";
  if (typeof value === "number") return Number.isInteger(value) ? showInteger(value) : showCell(value, "number");
  if (typeof value === "string") return INSTANT.test(value) ? showInstant(value, timeZone) : value;
  if (typeof value !== "object") return value === true ? "yes" : "no";
  if (Array.isArray(value)) return value.map((each) => detailWords(each, timeZone)).join("; ");
  return Object.entries(value)
    .filter(([, each]) => each !== null && each !== 0)
    .map(([key, each]) => `${keyWords(key)} ${detailWords(each, timeZone)}`)
    .join(", ");
}

/** "last good" of lastGood, "pool rows" of pool_rows. */
const keyWords = (key: string): string =>
  key
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();

/** The same at the head of a line. */
export const detailLabel = (key: string): string => capital(keyWords(key));
