import type { AffiliationRecord, Reading, Remark } from "../../model.js";
import type { Layout } from "../layout.js";
import type { ReadCells } from "../row.js";
import { fieldsOf, type ReadingRules } from "./fields.js";

const NO_REMARKS: readonly Remark[] = [];
const STATUSES: Readonly<Record<string, AffiliationRecord["status"]>> = {
  current: "current",
  former: "past",
  past: "past",
  pending: "pending",
};

/** A person's tie to an account. A start or end that is not known stays open (ruling E5). */
export function affiliationReader(layout: Layout, rules: ReadingRules): ReadCells {
  const take = fieldsOf(layout, rules);
  const contact = take.id("npe5__Contact__c");
  const account = take.id("npe5__Organization__c");
  const role = take.text("npe5__Role__c");
  const primary = take.truth("npe5__Primary__c");
  const status = take.text("npe5__Status__c");
  const start = take.day("npe5__StartDate__c");
  const end = take.day("npe5__EndDate__c");

  return (cells): Reading => {
    const [contactSourceId, accountSourceId] = [contact(cells), account(cells)];
    if (contactSourceId === null)
      return { kind: "refused", reason: "missing_required", detail: "The affiliation names no contact." };
    if (accountSourceId === null)
      return { kind: "refused", reason: "missing_required", detail: "The affiliation names no organisation." };
    const statusRaw = status(cells);
    return {
      kind: "record",
      record: {
        kind: "affiliation",
        contactSourceId,
        accountSourceId,
        role: role(cells),
        isPrimary: primary(cells),
        statusRaw,
        status: statusRaw === null ? null : (STATUSES[statusRaw.toLowerCase()] ?? "other"),
        startOn: start(cells),
        endOn: end(cells),
      },
      remarks: NO_REMARKS,
    };
  };
}
