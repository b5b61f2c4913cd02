import {
  addressKey,
  normalizeEmail,
  normalizePhone,
  organizationKey,
  present,
  presentLines,
  stateCode,
  zipOf,
} from "../../../domain/index.js";
import type { Reading, Remark, SalesforceLeadRecord } from "../../model.js";
import type { Layout } from "../layout.js";
import type { ReadCells } from "../row.js";
import { fieldsOf, type ReadingRules } from "./fields.js";

type Text = string | null;

/** What a lead says, by the API or by an export: texts as they came; days, numbers and truths already read. */
export interface SaidOfLead
  extends Pick<
    SalesforceLeadRecord,
    | "isConverted"
    | "createdOn"
    | "lastActivityOn"
    | "emailBouncedOn"
    | "currentEnrollment"
    | "capacity"
    | "sourceUpdatedOn"
  > {
  readonly firstName: Text;
  readonly lastName: Text;
  readonly title: Text;
  readonly company: Text;
  readonly street: Text;
  readonly city: Text;
  readonly state: Text;
  readonly postalCode: Text;
  readonly country: Text;
  readonly phone: Text;
  readonly mobile: Text;
  readonly email: Text;
  readonly website: Text;
  readonly leadSource: Text;
  readonly status: Text;
  readonly emailBouncedReason: Text;
  readonly outreachStage: Text;
  readonly schoolUuid: Text;
}

const NO_REMARKS: readonly Remark[] = [];

/** A lead is kept whatever it lacks: one that is left out would be called new. */
export function readSalesforceLead(said: SaidOfLead): Reading {
  const company = present(said.company);
  const street = presentLines(said.street);
  const [city, state] = [present(said.city), stateCode(said.state)];
  const zip = zipOf(said.postalCode, said.country) ?? present(said.postalCode);
  return {
    kind: "record",
    record: {
      kind: "salesforce_lead",
      firstName: present(said.firstName),
      lastName: present(said.lastName),
      title: present(said.title),
      company,
      companyKey: company === null ? null : organizationKey(company) || null,
      street,
      city,
      state,
      zip,
      country: present(said.country),
      addressKey: addressKey({ line1: streetLine(street), city, state, zip }),
      phone: normalizePhone(said.phone),
      phoneRaw: present(said.phone),
      mobile: normalizePhone(said.mobile),
      mobileRaw: present(said.mobile),
      email: normalizeEmail(said.email),
      website: present(said.website),
      leadSource: present(said.leadSource),
      status: present(said.status),
      isConverted: said.isConverted,
      createdOn: said.createdOn,
      lastActivityOn: said.lastActivityOn,
      emailBouncedReason: present(said.emailBouncedReason),
      emailBouncedOn: said.emailBouncedOn,
      outreachStage: present(said.outreachStage),
      currentEnrollment: said.currentEnrollment,
      capacity: said.capacity,
      sourceUpdatedOn: said.sourceUpdatedOn,
      schoolUuid: present(said.schoolUuid),
    },
    remarks: NO_REMARKS,
  };
}

/** Of a street with line breaks the line that begins with a number, as in "c/o Ann Able / 150 N Some St / Suite 4"; else all of it on one. */
function streetLine(street: Text): Text {
  const lines = (street ?? "").split(/\r?\n/).map((line) => line.trim());
  return lines.find((line) => /^\d/.test(line)) ?? present(lines.join(" "));
}

export function leadReader(layout: Layout, rules: ReadingRules): ReadCells {
  const take = fieldsOf(layout, rules);
  const texts = {
    firstName: take.raw("FirstName"),
    lastName: take.raw("LastName"),
    title: take.raw("Title"),
    company: take.raw("Company"),
    street: take.raw("Street"),
    city: take.raw("City"),
    state: take.raw("State"),
    postalCode: take.raw("PostalCode"),
    country: take.raw("Country"),
    phone: take.raw("Phone"),
    mobile: take.raw("MobilePhone"),
    email: take.raw("Email"),
    website: take.raw("Website"),
    leadSource: take.raw("LeadSource"),
    status: take.raw("Status"),
    emailBouncedReason: take.raw("EmailBouncedReason"),
    outreachStage: take.raw("Outreach_Stage__c"),
    schoolUuid: take.raw("School_UUID__c"),
  };
  const isConverted = take.truth("IsConverted");
  const created = take.day("CreatedDate");
  const lastActivity = take.day("LastActivityDate");
  const bounced = take.day("EmailBouncedDate");
  const sourceUpdated = take.day("Lead_Source_Last_Updated__c");
  const enrollment = take.count("Current_Enrollment__c");
  const capacity = take.count("Capacity__c");
  return (cells) =>
    readSalesforceLead({
      firstName: texts.firstName(cells),
      lastName: texts.lastName(cells),
      title: texts.title(cells),
      company: texts.company(cells),
      street: texts.street(cells),
      city: texts.city(cells),
      state: texts.state(cells),
      postalCode: texts.postalCode(cells),
      country: texts.country(cells),
      phone: texts.phone(cells),
      mobile: texts.mobile(cells),
      email: texts.email(cells),
      website: texts.website(cells),
      leadSource: texts.leadSource(cells),
      status: texts.status(cells),
      emailBouncedReason: texts.emailBouncedReason(cells),
      outreachStage: texts.outreachStage(cells),
      schoolUuid: texts.schoolUuid(cells),
      isConverted: isConverted(cells),
      createdOn: created(cells),
      lastActivityOn: lastActivity(cells),
      emailBouncedOn: bounced(cells),
      currentEnrollment: enrollment(cells),
      capacity: capacity(cells),
      sourceUpdatedOn: sourceUpdated(cells),
    });
}
