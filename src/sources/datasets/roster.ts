import {
  localDay,
  parsePeriod,
  placeKey,
  present,
  recaseName,
  schoolYearOf,
  splitPersonName,
} from "../../domain/index.js";
import { PolarisError } from "../../runtime/index.js";
import { type RowCells, Unreadable } from "./cells.js";
import type { Dataset, DatasetRules } from "./model.js";
import { digest, readRow } from "./row.js";

const MOST_SESSIONS = 100;

/** The teachers of a district whose progress is counted, one school year each. */
export const roster: Dataset = {
  name: "roster",
  label: "Teacher roster",
  describe: "The teachers of a district whose virtual sessions are counted, for one school year.",
  columns: [
    { key: "building", names: ["Building", "School", "School Name"], required: true },
    { key: "name", names: ["Name", "Teacher", "Teacher Name", "Full Name"], required: true },
    { key: "email", names: ["Email", "E-mail", "Email Address", "Teacher Email"], required: true },
    { key: "grade", names: ["Grade", "Grade Level", "Grades"], required: false },
    { key: "targetSessions", names: ["Target Sessions", "Target", "Goal"], required: false },
    { key: "academicYear", names: ["Academic Year", "Virtual Year", "School Year"], required: false },
    { key: "district", names: ["District", "District Name"], required: false },
  ],
  key: ["academicYear", "district", "email"],
  read(row, rules) {
    const keyOf = (cells: RowCells): string =>
      `${schoolYear(cells, rules)}-${digest(placeKey(cells.text("district") ?? ""), email(cells))}`;
    return [
      readRow(row, rules, this.columns, keyOf, (cells) => {
        const nameRaw = cells.needed("name");
        const parts = splitPersonName(recaseName(nameRaw));
        return {
          record: {
            kind: "roster_entry",
            origin: rules.origin,
            schoolYear: schoolYear(cells, rules),
            districtRaw: cells.text("district"),
            buildingRaw: cells.text("building") ?? "",
            nameRaw,
            firstName: present(parts?.first),
            lastName: present(parts?.last),
            email: email(cells),
            gradeRaw: cells.text("grade"),
            targetSessions: cells.count("targetSessions", 1, MOST_SESSIONS) ?? 1,
          },
        };
      }),
    ];
  },
};

/** Compared lower-cased and trimmed (ruling P1). */
function email(cells: RowCells): string {
  cells.needed("email");
  const address = cells.email("email");
  if (address === null) throw new Unreadable("bad_value", `“${cells.label("email")}” is no e-mail address.`);
  return address;
}

/** The school year that the row names, else the current one, by its first calendar year. */
function schoolYear(cells: RowCells, { now, timeZone, schoolYearStartMonth }: DatasetRules): number {
  const today = localDay(now, timeZone);
  const words = cells.text("academicYear");
  if (words === null) return schoolYearOf(today, schoolYearStartMonth);
  try {
    const { kind, start } = parsePeriod(words, { today, schoolYearStartMonth });
    if (kind === "school_year" && start !== null) return schoolYearOf(start, schoolYearStartMonth);
  } catch (thrown) {
    if (!(thrown instanceof PolarisError)) throw thrown;
  }
  throw new Unreadable("bad_value", `“${cells.label("academicYear")}” is no school year such as 2025-26.`);
}
