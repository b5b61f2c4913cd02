import type { Connection } from "jsforce";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SalesforceOrg } from "../../../sandbox/salesforce/index.js";
import { contactId, emptyOrg, loadSmallWorld, loggedIn } from "./fixture.js";

let org: SalesforceOrg;
let connection: Connection;

beforeAll(async () => {
  ({ org } = await emptyOrg());
  loadSmallWorld(org);
  connection = await loggedIn(org);
});
afterAll(() => org.close());

const session =
  "Id, Name, Session_Type__c, Format__c, Start_Date_and_Time__c, End_Date_and_Time__c, Session_Status__c, Location_Information__c, Description__c, Cancellation_Reason__c, Non_Scheduled_Students_Count__c, District__c, School__c, Legacy_Skill_Covered_for_the_Session__c, Legacy_Skills_Needed__c, Requested_Skills__c, Additional_Information__c, Total_Requested_Volunteer_Jobs__c, Available_Slots__c, Parent_Account__c, Session_Host__c";
const participant = "Id, Name, Contact__c, Session__c, Status__c, Delivery_Hours__c, Age_Group__c, Email__c, Title__c";

/** The organisation's imports, with how many rows of the small world each brings. */
const imports: readonly (readonly [string, string, number])[] = [
  [
    "organisations",
    "SELECT Id, Name, Type, Description, ParentId, BillingStreet, BillingCity, BillingState, BillingPostalCode, BillingCountry, LastActivityDate, LastModifiedDate FROM Account WHERE Type NOT IN ('Household','School District','School') ORDER BY Name",
    4,
  ],
  [
    "volunteers",
    "SELECT Id, AccountId, FirstName, LastName, MiddleName, Email, npe01__AlternateEmail__c, npe01__HomeEmail__c, npe01__WorkEmail__c, npe01__Preferred_Email__c, HomePhone, MobilePhone, npe01__WorkPhone__c, Phone, npe01__PreferredPhone__c, npsp__Primary_Affiliation__c, Title, Department, Gender__c, Birthdate, Last_Mailchimp_Email_Date__c, Last_Volunteer_Date__c, Last_Email_Message__c, Volunteer_Recruitment_Notes__c, Volunteer_Skills__c, Volunteer_Skills_Text__c, Volunteer_Interests__c, Number_of_Attended_Volunteer_Sessions__c, Racial_Ethnic_Background__c, Last_Activity_Date__c, First_Volunteer_Date__c, Last_Non_Internal_Email_Activity__c, Description, Highest_Level_of_Educational__c, Age_Group__c, DoNotCall, npsp__Do_Not_Contact__c, HasOptedOutOfEmail, EmailBouncedDate, MailingAddress, npe01__Home_Address__c, npe01__Work_Address__c, npe01__Other_Address__c, npe01__Primary_Address_Type__c, npe01__Secondary_Address_Type__c FROM Contact WHERE (Contact_Type__c = 'Volunteer' OR Contact_Type__c = '')",
    2,
  ],
  [
    "affiliations",
    "SELECT Id, Name, npe5__Organization__c, npe5__Contact__c, npe5__Role__c, npe5__Primary__c, npe5__Status__c, npe5__StartDate__c, npe5__EndDate__c FROM npe5__Affiliation__c WHERE Id != null",
    0,
  ],
  ["districts", "SELECT Id, Name, School_Code_External_ID__c FROM Account WHERE Type = 'School District'", 1],
  [
    "schools",
    "SELECT Id, Name, ParentId, Connector_Account_Name__c, School_Code_External_ID__c FROM Account WHERE Type = 'School'",
    1,
  ],
  ["classes", "SELECT Id, Name, School__c, Class_Year_Number__c FROM Class__c WHERE Id != null", 0],
  [
    "teachers",
    "SELECT Id, AccountId, FirstName, LastName, Email, npsp__Primary_Affiliation__c, Department, Gender__c, Phone, Last_Email_Message__c, Last_Mailchimp_Email_Date__c FROM Contact WHERE Contact_Type__c = 'Teacher'",
    1,
  ],
  [
    "students, from the first",
    "SELECT Id, AccountId, FirstName, LastName, MiddleName, Email, Phone, Local_Student_ID__c, Birthdate, Gender__c, Racial_Ethnic_Background__c, npsp__Primary_Affiliation__c, Class__c, Legacy_Grade__c, Current_Grade__c FROM Contact WHERE Contact_Type__c = 'Student' AND Id > '' ORDER BY Id LIMIT 2000",
    0,
  ],
  [
    "contacts after the last",
    `SELECT Id FROM Contact WHERE Contact_Type__c != 'Student' AND Id > '${contactId(1)}' ORDER BY Id LIMIT 2000`,
    2,
  ],
  [
    "events",
    `SELECT ${session}, Registration_Link__c FROM Session__c WHERE Session_Status__c != 'Draft' AND Session_Type__c != 'Connector Session' ORDER BY Start_Date_and_Time__c DESC`,
    2,
  ],
  [
    "volunteer participations",
    `SELECT ${participant} FROM Session_Participant__c WHERE Participant_Type__c = 'Volunteer'`,
    0,
  ],
  [
    "student participations",
    `SELECT ${participant} FROM Session_Participant__c WHERE Participant_Type__c != 'Student' ORDER BY Session__c, Name`,
    3,
  ],
  [
    "unaffiliated events",
    `SELECT ${session} FROM Session__c WHERE School__c = NULL AND District__c = NULL AND Parent_Account__c = NULL ORDER BY CreatedDate DESC`,
    2,
  ],
  [
    "tasks",
    "SELECT Id, Subject, Description, Type, Status, ActivityDate, WhoId, WhatId FROM Task WHERE WhoId != null",
    0,
  ],
  [
    "mail",
    "SELECT Id, Subject, TextBody, HtmlBody, MessageDate, FromAddress, ToAddress, CcAddress, BccAddress, RelatedToId, ParentId, Incoming, Status, CreatedDate, MessageIdentifier, ThreadIdentifier FROM EmailMessage WHERE RelatedToId != null",
    0,
  ],
  ["cases", "SELECT Id, ContactId FROM Case", 0],
  [
    "open sessions",
    "SELECT Id, Name, Start_Date__c, Available_Slots__c, Filled_Volunteer_Jobs__c, Session_Type__c, Date_and_Time_for_Cal__c, Registration_Link__c, Session_Status__c, Display_on_Website__c FROM Session__c WHERE Start_Date__c > TODAY AND Available_Slots__c > 0 AND Session_Status__c != 'Draft' ORDER BY Start_Date__c ASC",
    0,
  ],
  ["pathways", "SELECT Id, Name, Pathway__r.Name, Session__r.Name FROM Pathway_Session__c", 0],
];

describe("the queries of the organisation's imports", () => {
  it.each(imports)("run for %s", async (_, soql, expected) => {
    expect((await connection.query(soql)).totalSize).toBe(expected);
  });
});
