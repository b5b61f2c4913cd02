import { foldText, isSalesforceId, to18 } from "../../domain/index.js";
import { type RowCells, Unreadable } from "./cells.js";
import type { Dataset } from "./model.js";
import type { SchoolLevelRecord } from "./records.js";
import { readRow } from "./row.js";

const LEVELS: Readonly<Record<SchoolLevelRecord["level"], readonly string[]>> = {
  Elementary: ["elementary", "elementary school", "elem", "es", "primary"],
  Middle: ["middle", "middle school", "ms", "junior high"],
  High: ["high", "high school", "hs", "senior high"],
  Other: ["other", "k 8", "k 12", "6 12", "alternative", "early childhood", "adult"],
};

const BY_WORDS: ReadonlyMap<string, SchoolLevelRecord["level"]> = new Map(
  (Object.keys(LEVELS) as SchoolLevelRecord["level"][]).flatMap((level) =>
    LEVELS[level].map((words) => [words, level] as const),
  ),
);

/** Elementary, Middle, High or Other, by the Salesforce id of the school. */
export const schoolLevels: Dataset = {
  name: "school-levels",
  label: "School levels",
  describe: "Whether a school is Elementary, Middle, High or Other, by its Salesforce id.",
  columns: [
    { key: "id", names: ["Id", "School Id", "Salesforce Id", "Account Id"], required: true },
    { key: "level", names: ["Level", "School Level"], required: true },
  ],
  key: ["id"],
  read(row, rules) {
    return [
      readRow(row, rules, this.columns, schoolOf, (cells) => {
        const levelRaw = cells.text("level");
        if (levelRaw === null) return { skipped: "nothing_recorded" };
        const level = BY_WORDS.get(foldText(levelRaw));
        if (level === undefined)
          throw new Unreadable("bad_value", `“${cells.label("level")}” is none of Elementary, Middle, High, Other.`);
        return {
          record: { kind: "school_level", origin: rules.origin, schoolSourceId: schoolOf(cells), levelRaw, level },
        };
      }),
    ];
  },
};

function schoolOf(cells: RowCells): string {
  const id = cells.needed("id");
  if (!isSalesforceId(id))
    throw new Unreadable("bad_value", `“${cells.label("id")}” is no Salesforce id of 15 or 18 letters and digits.`);
  return to18(id);
}
