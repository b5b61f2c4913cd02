import { foldText, fullName, recaseName, splitPersonName } from "../../domain/index.js";
import { type RowCells, Unreadable } from "./cells.js";
import type { Dataset, DatasetRules } from "./model.js";
import { digest, readRow } from "./row.js";

/** People of a partner, to be looked for among the volunteers. */
export const partnerList: Dataset = {
  name: "partner-list",
  label: "Partner list",
  settings: ["list"],
  describe: "People on a partner's list, to be looked for among the volunteers. Nobody is created from it.",
  columns: [
    { key: "firstName", names: ["First Name", "First", "FName", "Given Name"], required: true },
    { key: "lastName", names: ["Last Name", "Last", "LName", "Surname", "Family Name"], required: true },
    { key: "email", names: ["Email", "E-mail", "Email Address"], required: false },
    { key: "phone", names: ["Phone", "Mobile", "Cell", "Phone Number"], required: false },
    { key: "organization", names: ["Organization", "Organisation", "Company", "Employer"], required: false },
    { key: "title", names: ["Title", "Position", "Job Title"], required: false },
  ],
  key: ["firstName", "lastName", "email", "phone"],
  read(row, rules) {
    const keyOf = (cells: RowCells): string => {
      const { first, last } = nameOf(cells);
      return digest(listOf(rules), foldText(`${first ?? ""} ${last ?? ""}`), cells.email("email"), cells.text("phone"));
    };
    return [
      readRow(row, rules, this.columns, keyOf, (cells) => {
        const { first, last } = nameOf(cells);
        return {
          record: {
            kind: "partner_person",
            origin: rules.origin,
            list: listOf(rules),
            firstName: first,
            lastName: last,
            nameRaw: fullName(cells.text("firstName"), cells.text("lastName")),
            email: cells.email("email"),
            phone: cells.text("phone"),
            organizationRaw: cells.text("organization"),
            titleRaw: cells.text("title"),
          },
        };
      }),
    ];
  },
};

/** A whole name in one of the two columns is taken apart. */
function nameOf(cells: RowCells): { first: string | null; last: string | null } {
  const first = recaseName(cells.text("firstName"));
  const last = recaseName(cells.text("lastName"));
  if (first === null && last === null) throw new Unreadable("missing_required", "the person is not named.");
  if (first !== null && last !== null) return { first, last };
  return splitPersonName(first ?? last) ?? { first, last };
}

/** A list is called as its file or sheet, unless it is told. */
function listOf({ origin, defaults }: DatasetRules): string {
  return defaults.list ?? origin.replace(/^(?:file|sheet):/, "").replace(/\.(?:csv|tsv|txt|xlsx)$/i, "");
}
