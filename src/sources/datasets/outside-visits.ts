import { foldText } from "../../domain/index.js";
import type { RowCells } from "./cells.js";
import type { Dataset } from "./model.js";
import { digest, readRow } from "./row.js";

const MOST_HOURS = 1_000;

/** Career experiences outside the organisation's own events: Diploma+ and others. */
export const outsideVisits: Dataset = {
  name: "outside-visits",
  label: "Outside visits",
  describe:
    "Career experiences of students outside our own events, as Diploma+ records them. They count in no figure of the Metrics Bible.",
  columns: [
    { key: "studentId", names: ["Student ID", "Local Student ID", "Student Number"], required: true },
    { key: "school", names: ["School", "School Name", "Building"], required: false },
    { key: "district", names: ["District", "District Name"], required: false },
    { key: "program", names: ["Program"], required: false },
    { key: "kind", names: ["Kind", "Type", "Experience", "Activity"], required: true },
    { key: "place", names: ["Place", "Location", "Site"], required: false },
    { key: "organization", names: ["Organization", "Company", "Employer", "Host"], required: false },
    { key: "date", names: ["Date", "Visit Date"], required: true },
    { key: "hours", names: ["Hours", "# Hours"], required: false },
  ],
  key: ["studentId", "district", "date", "kind", "place", "organization"],
  read(row, rules) {
    return [
      readRow(row, rules, this.columns, keyOf, (cells) => ({
        record: {
          kind: "outside_visit",
          origin: rules.origin,
          studentRef: cells.needed("studentId"),
          districtRaw: cells.text("district"),
          schoolRaw: cells.text("school"),
          kindRaw: cells.text("kind"),
          place: cells.text("place"),
          organizationRaw: cells.text("organization"),
          localDate: cells.neededDay("date"),
          hours: cells.number("hours", 0, MOST_HOURS),
          programRaw: cells.text("program"),
        },
      })),
    ];
  },
};

function keyOf(cells: RowCells): string {
  const said = ["district", "kind", "place", "organization"].map((key) => foldText(cells.text(key) ?? ""));
  return digest(cells.needed("studentId").toUpperCase(), cells.neededDay("date"), ...said);
}
