/** One Salesforce object that Polaris reads: the fields it wants, and what they hang on. */
export interface SalesforceObject {
  readonly name: ObjectName;
  /** What staff call its rows. */
  readonly label: string;
  /** Without these a row says nothing true: when one is not offered the object stops. */
  readonly required: readonly string[];
  /** Without these less is known: a missing one is a notice. */
  readonly optional: readonly string[];
  /** Fields without which this organisation wants nothing of it. */
  readonly demanded?: readonly string[];
  /** Wanted fields that this organisation leaves out: they are not asked for, and nobody is told that they are missing. */
  readonly ignored?: readonly string[];
  /** Field → the objects it may point to. A merge there moves rows here without giving them a new stamp. */
  readonly parents: Readonly<Record<string, readonly ObjectName[]>>;
  /** Not every org has it or shows it: then it is left out with a notice, and the rest is read. */
  readonly isOptional?: boolean;
  /** Only these rows are wanted, in SOQL. A row that no longer is one of them skips itself when it is read. */
  readonly condition?: string;
  /** Long texts, and how many characters of each are kept at all. */
  readonly longest?: Readonly<Record<string, number>>;
  /** Field → what some organisations call it instead; the first that is offered is read as if it bore our name. Case does not count. */
  readonly otherNames?: Readonly<Record<string, readonly string[]>>;
}

/** The objects that rows of this one may point to. */
export const parentsOf = ({ parents }: SalesforceObject): ReadonlySet<ObjectName> =>
  new Set(Object.values(parents).flat());

export type ObjectName =
  | "Account"
  | "Class__c"
  | "Contact"
  | "npe5__Affiliation__c"
  | "Session__c"
  | "Session_Participant__c"
  | "Pathway__c"
  | "Pathway_Session__c"
  | "Pathway_Participant__c"
  | "Case"
  | "Task"
  | "EmailMessage"
  | "Lead";

const SYSTEM = ["Id", "IsDeleted", "SystemModstamp"] as const;
/** Of a body 2,000 characters are kept, and its mark-up is often much longer than its words. */
const LONGEST_BODY = 20_000;

/** In the order of dependency: parents first. */
export const OBJECTS: readonly SalesforceObject[] = [
  {
    name: "Account",
    label: "organisations, districts and schools",
    required: [...SYSTEM, "Name", "Type", "ParentId"],
    optional: [
      "MasterRecordId",
      "Description",
      "BillingStreet",
      "BillingCity",
      "BillingState",
      "BillingPostalCode",
      "BillingCountry",
      "LastActivityDate",
      "School_Code_External_ID__c",
      "Connector_Account_Name__c",
    ],
    parents: { ParentId: ["Account"] },
  },
  {
    name: "Class__c",
    label: "classes",
    required: [...SYSTEM, "Name", "School__c"],
    optional: ["Class_Year_Number__c"],
    parents: { School__c: ["Account"] },
    isOptional: true,
  },
  {
    name: "Contact",
    label: "volunteers, teachers and students",
    required: [
      ...SYSTEM,
      "Contact_Type__c",
      "FirstName",
      "LastName",
      "Email",
      "npsp__Primary_Affiliation__c",
      "npsp__Do_Not_Contact__c",
      "HasOptedOutOfEmail",
    ],
    optional: [
      "MasterRecordId",
      "AccountId",
      "MiddleName",
      "npe01__AlternateEmail__c",
      "npe01__HomeEmail__c",
      "npe01__WorkEmail__c",
      "npe01__Preferred_Email__c",
      "Phone",
      "HomePhone",
      "MobilePhone",
      "npe01__WorkPhone__c",
      "npe01__PreferredPhone__c",
      "Title",
      "Department",
      "Gender__c",
      "Birthdate",
      "Racial_Ethnic_Background__c",
      "Highest_Level_of_Educational__c",
      "Age_Group__c",
      "DoNotCall",
      "EmailBouncedDate",
      "MailingStreet",
      "MailingCity",
      "MailingState",
      "MailingPostalCode",
      "MailingCountry",
      "npe01__Home_Address__c",
      "npe01__Work_Address__c",
      "npe01__Other_Address__c",
      "npe01__Primary_Address_Type__c",
      "npe01__Secondary_Address_Type__c",
      "Volunteer_Skills__c",
      "Volunteer_Skills_Text__c",
      "Volunteer_Interests__c",
      "Number_of_Attended_Volunteer_Sessions__c",
      "First_Volunteer_Date__c",
      "Last_Volunteer_Date__c",
      "Last_Activity_Date__c",
      "Last_Email_Message__c",
      "Last_Mailchimp_Email_Date__c",
      "Last_Non_Internal_Email_Activity__c",
      "Volunteer_Recruitment_Notes__c",
      "Description",
      "Local_Student_ID__c",
      "Class__c",
      "Current_Grade__c",
      "Legacy_Grade__c",
      "Connector_User_ID__c",
      "Connector_Role__c",
      "Connector_SignUp_Role__c",
      "Connector_Active_Subscription__c",
      "Connector_Last_Login_Date_Time__c",
    ],
    parents: { AccountId: ["Account"], npsp__Primary_Affiliation__c: ["Account"] },
  },
  {
    name: "npe5__Affiliation__c",
    label: "affiliations",
    required: [
      ...SYSTEM,
      "npe5__Organization__c",
      "npe5__Contact__c",
      "npe5__Primary__c",
      "npe5__Status__c",
      "npe5__StartDate__c",
      "npe5__EndDate__c",
    ],
    optional: ["npe5__Role__c"],
    parents: { npe5__Contact__c: ["Contact"], npe5__Organization__c: ["Account"] },
  },
  {
    name: "Session__c",
    label: "events",
    required: [
      ...SYSTEM,
      "Name",
      "Session_Type__c",
      "Format__c",
      "Session_Status__c",
      "Start_Date_and_Time__c",
      "End_Date_and_Time__c",
      "School__c",
      "District__c",
      "Parent_Account__c",
    ],
    optional: [
      "Location_Information__c",
      "Description__c",
      "Cancellation_Reason__c",
      "Non_Scheduled_Students_Count__c",
      "Legacy_Skill_Covered_for_the_Session__c",
      "Legacy_Skills_Needed__c",
      "Requested_Skills__c",
      "Additional_Information__c",
      "Total_Requested_Volunteer_Jobs__c",
      "Available_Slots__c",
      "Session_Host__c",
      "Registration_Link__c",
    ],
    parents: { School__c: ["Account"] },
  },
  {
    name: "Session_Participant__c",
    label: "participations",
    required: [...SYSTEM, "Contact__c", "Session__c", "Participant_Type__c", "Status__c", "Delivery_Hours__c"],
    optional: ["Age_Group__c", "Email__c", "Title__c"],
    parents: { Contact__c: ["Contact"], Session__c: ["Session__c"] },
  },
  {
    name: "Pathway__c",
    label: "pathways",
    required: [...SYSTEM, "Name"],
    optional: ["School__c", "Status__c"],
    parents: { School__c: ["Account"] },
    isOptional: true,
  },
  {
    name: "Pathway_Session__c",
    label: "sessions of pathways",
    required: [...SYSTEM, "Pathway__c", "Session__c"],
    optional: [],
    parents: { Pathway__c: ["Pathway__c"], Session__c: ["Session__c"] },
    isOptional: true,
  },
  {
    name: "Pathway_Participant__c",
    label: "people of pathways",
    required: [...SYSTEM, "Pathway__c", "Contact__c"],
    optional: ["Status__c"],
    parents: { Pathway__c: ["Pathway__c"], Contact__c: ["Contact"] },
    isOptional: true,
  },
  {
    name: "Case",
    label: "support cases",
    required: [...SYSTEM, "ContactId"],
    optional: ["AccountId", "Subject"],
    parents: { ContactId: ["Contact"], AccountId: ["Account"] },
    isOptional: true,
  },
  {
    name: "Task",
    label: "tasks and calls",
    required: [...SYSTEM, "Subject", "Type", "Status", "ActivityDate", "WhoId", "WhatId"],
    optional: ["Description", "CreatedDate"],
    parents: { WhoId: ["Contact", "Lead"], WhatId: ["Account"] },
    isOptional: true,
    condition: "WhoId != null",
    longest: { Description: LONGEST_BODY },
  },
  {
    name: "EmailMessage",
    label: "e-mails",
    required: [...SYSTEM, "Subject", "MessageDate", "FromAddress", "ToAddress", "RelatedToId", "Incoming"],
    optional: ["CcAddress", "TextBody", "HtmlBody", "ParentId", "Status", "CreatedDate"],
    parents: { RelatedToId: ["Contact", "Account"] },
    isOptional: true,
    condition: "RelatedToId != null",
    longest: { TextBody: LONGEST_BODY, HtmlBody: LONGEST_BODY },
  },
  {
    name: "Lead",
    label: "Salesforce leads",
    required: [
      ...SYSTEM,
      "LastName",
      "Company",
      "Phone",
      "MobilePhone",
      "Email",
      "Street",
      "City",
      "State",
      "PostalCode",
      "Status",
      "IsConverted",
    ],
    optional: [
      "MasterRecordId",
      "FirstName",
      "Title",
      "Country",
      "Website",
      "LeadSource",
      "CreatedDate",
      "LastActivityDate",
      "EmailBouncedReason",
      "EmailBouncedDate",
      "Outreach_Stage__c",
      "Current_Enrollment__c",
      "Capacity__c",
      "Lead_Source_Last_Updated__c",
      "School_UUID__c",
    ],
    parents: {},
    isOptional: true,
    otherNames: { School_UUID__c: ["Brightwheel_School_UUID__c"] },
  },
];
