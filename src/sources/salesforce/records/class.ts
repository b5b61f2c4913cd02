import type { Reading, Remark } from "../../model.js";
import type { Layout } from "../layout.js";
import type { ReadCells } from "../row.js";
import { fieldsOf, type ReadingRules } from "./fields.js";

const NO_REMARKS: readonly Remark[] = [];

/** A class of a school; the year is the one it graduates in, and 0 says nothing. */
export function classReader(layout: Layout, rules: ReadingRules): ReadCells {
  const take = fieldsOf(layout, rules);
  const name = take.text("Name");
  const school = take.id("School__c");
  const year = take.count("Class_Year_Number__c");

  return (cells): Reading => {
    const called = name(cells);
    if (called === null) return { kind: "refused", reason: "missing_required", detail: "The class has no Name." };
    const graduates = year(cells);
    return {
      kind: "record",
      record: {
        kind: "school_class",
        name: called,
        schoolSourceId: school(cells),
        year: graduates === null || graduates === 0 ? null : graduates,
      },
      remarks: NO_REMARKS,
    };
  };
}
