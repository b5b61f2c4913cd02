import { organizationKey, placeKey, presentLines, stateCode } from "../../../domain/index.js";
import type { Reading, Remark } from "../../model.js";
import type { Layout } from "../layout.js";
import type { ReadCells } from "../row.js";
import { fieldsOf, type ReadingRules } from "./fields.js";

const NO_TYPE: readonly Remark[] = [
  { kind: "organization_without_type", detail: "The account has no Type; it counts as an organisation of type Other." },
];
const NO_REMARKS: readonly Remark[] = [];

/** An Account is an organisation, a district or a school by its Type; a household is none of them. */
export function accountReader(layout: Layout, rules: ReadingRules): ReadCells {
  const take = fieldsOf(layout, rules);
  const name = take.text("Name");
  const type = take.text("Type");
  const parent = take.id("ParentId");
  const other = take.text("Connector_Account_Name__c");
  const code = take.text("School_Code_External_ID__c");
  const description = take.lines("Description");
  const street = take.raw("BillingStreet");
  const city = take.text("BillingCity");
  const state = take.raw("BillingState");
  const zip = take.text("BillingPostalCode");
  const country = take.text("BillingCountry");
  const lastActivity = take.day("LastActivityDate");

  return (cells): Reading => {
    const typeRaw = type(cells);
    const sort = typeRaw?.toLowerCase() ?? "";
    if (sort === "household") return { kind: "skipped", reason: "household" };
    const called = name(cells);
    if (called === null) return { kind: "refused", reason: "missing_required", detail: "The account has no Name." };
    if (sort === "school district") {
      const record = { kind: "district", name: called, nameKey: placeKey(called), code: code(cells) } as const;
      return { kind: "record", record, remarks: NO_REMARKS };
    }
    if (sort === "school") {
      const nameKey = placeKey(called);
      const said = other(cells);
      const otherKey = said === null ? "" : placeKey(said);
      const isAnother = otherKey !== "" && otherKey !== nameKey;
      const record = {
        kind: "school",
        name: called,
        nameKey,
        otherName: isAnother ? said : null,
        otherNameKey: isAnother ? otherKey : null,
        code: code(cells),
        parentSourceId: parent(cells),
      } as const;
      return { kind: "record", record, remarks: NO_REMARKS };
    }
    return {
      kind: "record",
      record: {
        kind: "organization",
        name: called,
        nameKey: organizationKey(called),
        typeRaw,
        type: typeRaw ?? "Other",
        description: description(cells),
        parentSourceId: parent(cells),
        billingStreet: presentLines(street(cells)),
        billingCity: city(cells),
        billingState: stateCode(state(cells)),
        billingZip: zip(cells),
        billingCountry: country(cells),
        lastActivityOn: lastActivity(cells),
      },
      remarks: typeRaw === null ? NO_TYPE : NO_REMARKS,
    };
  };
}
