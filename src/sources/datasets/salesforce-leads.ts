import { presentNumber, truth } from "../../domain/index.js";
import { dayCell, isBad, linesCell } from "../grid/cells.js";
import type { DatasetColumn } from "../grid/model.js";
import { readSalesforceLead } from "../salesforce/records/index.js";
import type { RowCells } from "./cells.js";
import { column, exported } from "./salesforce-export.js";

/** A column by the API's name and by the export's: case and underscores do not count, so both are one. */
const named = (key: string, ...names: readonly string[]): DatasetColumn => ({ key, names, required: false });

/** The leads of Salesforce as a file, for an organisation that does not show them by the API. */
export const salesforceLeads = exported(
  {
    name: "salesforce-leads",
    label: "Leads (Salesforce export)",
    describe: "The leads that are in Salesforce already, as it or the warehouse exports Lead.",
    object: "Lead",
  },
  [
    column("LastName", true),
    column("FirstName", false),
    column("Title", false),
    column("Company", true),
    column("Street", false),
    column("City", false),
    column("State", false),
    column("PostalCode", false),
    column("Country", false),
    column("Phone", true),
    column("MobilePhone", true),
    column("Email", false),
    column("Website", false),
    column("LeadSource", false),
    column("Status", true),
    column("IsConverted", true),
    column("CreatedDate", false),
    column("LastActivityDate", false),
    // Known, and of no use: they say when somebody looked at it.
    column("LastViewedDate", false),
    column("LastReferencedDate", false),
    column("EmailBouncedReason", false),
    column("EmailBouncedDate", false),
    named("Outreach_Stage__c", "Outreach_Stage__c", "Outreach Stage"),
    named("Current_Enrollment__c", "Current_Enrollment__c", "Current Enrollment"),
    named("Capacity__c", "Capacity__c", "Capacity"),
    named("Lead_Source_Last_Updated__c", "Lead_Source_Last_Updated__c", "Lead Source Last Updated"),
    named("School_UUID__c", "School_UUID__c", "Brightwheel_School_UUID__c", "School UUID"),
  ],
  (cells) => {
    const { day, number } = readersOf(cells);
    return readSalesforceLead({
      firstName: cells.text("FirstName"),
      lastName: cells.text("LastName"),
      title: cells.text("Title"),
      company: cells.text("Company"),
      street: linesCell(cells.cell("Street")),
      city: cells.text("City"),
      state: cells.text("State"),
      postalCode: cells.text("PostalCode"),
      country: cells.text("Country"),
      phone: cells.text("Phone"),
      mobile: cells.text("MobilePhone"),
      email: cells.text("Email"),
      website: cells.text("Website"),
      leadSource: cells.text("LeadSource"),
      status: cells.text("Status"),
      emailBouncedReason: cells.text("EmailBouncedReason"),
      outreachStage: cells.text("Outreach_Stage__c"),
      schoolUuid: cells.text("School_UUID__c"),
      isConverted: truth(cells.cell("IsConverted")),
      createdOn: day("CreatedDate"),
      lastActivityOn: day("LastActivityDate"),
      emailBouncedOn: day("EmailBouncedDate"),
      sourceUpdatedOn: day("Lead_Source_Last_Updated__c"),
      currentEnrollment: number("Current_Enrollment__c"),
      capacity: number("Capacity__c"),
    });
  },
  "00Q",
);

/** As by the API: what cannot be read is unknown, and the lead is kept. One that is left out would be called new. */
function readersOf(cells: RowCells) {
  return {
    day(key: string): string | null {
      const day = dayCell(cells.cell(key), cells.timeZone);
      return isBad(day) ? null : day;
    },
    number(key: string): number | null {
      const cell = cells.cell(key);
      const number = typeof cell === "boolean" ? null : presentNumber(cell);
      return number === null ? null : Math.min(Math.max(0, Math.round(number)), 2_147_483_647);
    },
  };
}
