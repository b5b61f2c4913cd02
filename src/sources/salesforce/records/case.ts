import type { Reading, Remark } from "../../model.js";
import type { Layout } from "../layout.js";
import type { ReadCells } from "../row.js";
import { fieldsOf, type ReadingRules } from "./fields.js";

const NO_REMARKS: readonly Remark[] = [];

/** A support case: whom the e-mails that hang on it are with. */
export function caseReader(layout: Layout, rules: ReadingRules): ReadCells {
  const take = fieldsOf(layout, rules);
  const contact = take.id("ContactId");
  const account = take.id("AccountId");
  const subject = take.text("Subject");

  return (cells): Reading => ({
    kind: "record",
    record: {
      kind: "support_case",
      contactSourceId: contact(cells),
      accountSourceId: account(cells),
      subject: subject(cells),
    },
    remarks: NO_REMARKS,
  });
}
