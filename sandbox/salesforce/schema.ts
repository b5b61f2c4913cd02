import {
  checkbox,
  compoundAddress,
  date,
  dateTime,
  email,
  type FieldDefinition,
  id,
  multiPicklist,
  number,
  phone,
  picklist,
  reference,
  systemFields,
  text,
  textArea,
  url,
  whole,
} from "./fields.js";
import {
  accountTypes,
  ageGroups,
  cancellationReasons,
  educations,
  genders,
  grades,
  leadSources,
  leadStatuses,
  outreachStages,
  participantStatuses,
  raceAndEthnicity,
  sessionStatuses,
  sessionTypes,
  volunteerInterests,
  volunteerSkills,
} from "./picklists.js";

/** One object of the organisation: its name, the first three characters of its ids, and its fields. */
export interface ObjectDefinition {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly keyPrefix: string;
  readonly fields: readonly FieldDefinition[];
}

const object = (
  name: string,
  label: string,
  labelPlural: string,
  keyPrefix: string,
  fields: readonly FieldDefinition[],
): ObjectDefinition => ({ name, label, labelPlural, keyPrefix, fields: [id(), ...fields, ...systemFields()] });

const account = object("Account", "Account", "Accounts", "001", [
  reference("MasterRecordId", ["Account"], "MasterRecord"),
  text("Name", 255, { nillable: false }),
  picklist("Type", accountTypes),
  textArea("Description"),
  reference("ParentId", ["Account"], "Parent", "ChildAccounts"),
  ...compoundAddress("Billing"),
  phone("Phone"),
  url("Website"),
  picklist("Industry", []),
  date("LastActivityDate"),
  text("School_Code_External_ID__c", 80, { externalId: true }),
  text("Connector_Account_Name__c", 255),
]);

const connectorFields = [
  checkbox("Connector_Active_Subscription__c"),
  text("Connector_Active_Subscription_Name__c"),
  text("Connector_Affiliations__c"),
  text("Connector_Industry__c"),
  date("Connector_Joining_Date__c"),
  dateTime("Connector_Last_Login_Date_Time__c"),
  date("Connector_Last_Update_Date__c"),
  url("Connector_Profile_Link__c"),
  picklist("Connector_Role__c", ["Professional", "Educator"]),
  text("Connector_SignUp_Role__c"),
  text("Connector_User_ID__c", 80, { externalId: true }),
];

const contact = object("Contact", "Contact", "Contacts", "003", [
  reference("MasterRecordId", ["Contact"], "MasterRecord"),
  reference("AccountId", ["Account"], "Account", "Contacts"),
  picklist("Contact_Type__c", ["Volunteer", "Teacher", "Student"]),
  picklist("Salutation", ["Mr.", "Ms.", "Mrs.", "Dr.", "Prof."]),
  text("FirstName", 40),
  text("MiddleName", 40),
  text("LastName", 80, { nillable: false }),
  text("Name", 121, { nillable: false }),
  email("Email"),
  email("npe01__AlternateEmail__c"),
  email("npe01__HomeEmail__c"),
  email("npe01__WorkEmail__c"),
  picklist("npe01__Preferred_Email__c", ["Work", "Personal", "Alternate"]),
  phone("Phone"),
  phone("HomePhone"),
  phone("MobilePhone"),
  phone("npe01__WorkPhone__c"),
  picklist("npe01__PreferredPhone__c", ["Home", "Work", "Mobile", "Other"]),
  reference("npsp__Primary_Affiliation__c", ["Account"], "npsp__Primary_Affiliation__r", "Primary_Affiliations__r"),
  text("Title", 128),
  text("Department", 80),
  picklist("Gender__c", genders),
  date("Birthdate"),
  date("Last_Mailchimp_Email_Date__c"),
  date("Last_Volunteer_Date__c"),
  date("Last_Email_Message__c"),
  date("Last_Activity_Date__c"),
  date("First_Volunteer_Date__c"),
  date("Last_Non_Internal_Email_Activity__c"),
  textArea("Volunteer_Recruitment_Notes__c"),
  multiPicklist("Volunteer_Skills__c", volunteerSkills),
  textArea("Volunteer_Skills_Text__c"),
  multiPicklist("Volunteer_Interests__c", volunteerInterests),
  number("Number_of_Attended_Volunteer_Sessions__c"),
  picklist("Racial_Ethnic_Background__c", raceAndEthnicity),
  textArea("Description"),
  picklist("Highest_Level_of_Educational__c", educations),
  picklist("Age_Group__c", ageGroups),
  checkbox("DoNotCall"),
  checkbox("npsp__Do_Not_Contact__c"),
  checkbox("HasOptedOutOfEmail"),
  dateTime("EmailBouncedDate"),
  ...compoundAddress("Mailing"),
  textArea("npe01__Home_Address__c", 1300, { filterable: true }),
  textArea("npe01__Work_Address__c", 1300, { filterable: true }),
  textArea("npe01__Other_Address__c", 1300, { filterable: true }),
  picklist("npe01__Primary_Address_Type__c", ["Home", "Work", "Other"]),
  picklist("npe01__Secondary_Address_Type__c", ["Home", "Work", "Other"]),
  ...connectorFields,
  text("Local_Student_ID__c", 80),
  reference("Class__c", ["Class__c"], "Class__r", "Students__r"),
  picklist("Legacy_Grade__c", grades),
  picklist("Current_Grade__c", grades),
]);

const affiliation = object("npe5__Affiliation__c", "Affiliation", "Affiliations", "a0F", [
  text("Name", 80),
  reference("npe5__Organization__c", ["Account"], "npe5__Organization__r", "npe5__Affiliations__r"),
  reference("npe5__Contact__c", ["Contact"], "npe5__Contact__r", "npe5__Affiliations__r"),
  text("npe5__Role__c"),
  checkbox("npe5__Primary__c"),
  picklist("npe5__Status__c", ["Current", "Former", "Past", "Pending"]),
  date("npe5__StartDate__c"),
  date("npe5__EndDate__c"),
]);

const session = object("Session__c", "Session", "Sessions", "a1B", [
  // Wider than the usual 80 characters: longer titles were met in practice.
  text("Name", 400),
  picklist("Session_Type__c", sessionTypes),
  picklist("Format__c", ["In-Person", "Virtual"]),
  dateTime("Start_Date_and_Time__c"),
  dateTime("End_Date_and_Time__c"),
  date("Start_Date__c", { calculated: true }),
  text("Date_and_Time_for_Cal__c", 1300, { calculated: true }),
  picklist("Session_Status__c", sessionStatuses),
  text("Location_Information__c", 1300),
  textArea("Description__c"),
  picklist("Cancellation_Reason__c", cancellationReasons),
  number("Non_Scheduled_Students_Count__c"),
  text("District__c", 400),
  reference("School__c", ["Account"], "School__r", "Sessions__r"),
  textArea("Legacy_Skill_Covered_for_the_Session__c"),
  textArea("Legacy_Skills_Needed__c"),
  textArea("Requested_Skills__c"),
  textArea("Additional_Information__c"),
  number("Total_Requested_Volunteer_Jobs__c"),
  number("Filled_Volunteer_Jobs__c", 18, 0, { calculated: true }),
  number("Available_Slots__c"),
  text("Parent_Account__c"),
  text("Session_Host__c"),
  text("Registration_Link__c", 1300),
  checkbox("Display_on_Website__c"),
]);

const sessionParticipant = object("Session_Participant__c", "Session Participant", "Session Participants", "a0P", [
  text("Name", 80),
  reference("Contact__c", ["Contact"], "Contact__r", "Session_Participants__r"),
  reference("Session__c", ["Session__c"], "Session__r", "Session_Participants__r"),
  picklist("Participant_Type__c", ["Volunteer", "Student", "Teacher"]),
  picklist("Status__c", participantStatuses),
  number("Delivery_Hours__c", 16, 2),
  picklist("Age_Group__c", ageGroups),
  email("Email__c"),
  text("Title__c"),
]);

const schoolClass = object("Class__c", "Class", "Classes", "a00", [
  text("Name", 80),
  reference("School__c", ["Account"], "School__r", "Classes__r"),
  number("Class_Year_Number__c", 4, 0),
]);

const pathway = object("Pathway__c", "Pathway", "Pathways", "a1P", [
  text("Name", 80),
  reference("School__c", ["Account"], "School__r", "Pathways__r"),
  picklist("Status__c", ["Active", "Inactive"]),
]);

const pathwaySession = object("Pathway_Session__c", "Pathway Session", "Pathway Sessions", "a1Q", [
  text("Name", 80),
  reference("Pathway__c", ["Pathway__c"], "Pathway__r", "Pathway_Sessions__r"),
  reference("Session__c", ["Session__c"], "Session__r", "Pathway_Sessions__r"),
]);

const pathwayParticipant = object("Pathway_Participant__c", "Pathway Participant", "Pathway Participants", "a1R", [
  text("Name", 80),
  reference("Pathway__c", ["Pathway__c"], "Pathway__r", "Pathway_Participants__r"),
  reference("Contact__c", ["Contact"], "Contact__r", "Pathway_Participants__r"),
  picklist("Status__c", ["Active", "Completed", "Withdrawn"]),
]);

const task = object("Task", "Task", "Tasks", "00T", [
  text("Subject"),
  textArea("Description"),
  picklist("Type", ["Call", "Email", "Meeting", "Other"]),
  picklist("Status", ["Not Started", "In Progress", "Completed"], { nillable: false }),
  date("ActivityDate"),
  reference("WhoId", ["Contact", "Lead"], "Who"),
  reference("WhatId", ["Account", "Session__c", "Case"], "What"),
]);

const emailMessage = object("EmailMessage", "Email Message", "Email Messages", "02s", [
  text("Subject", 3000),
  textArea("TextBody"),
  textArea("HtmlBody", 131_072),
  dateTime("MessageDate"),
  email("FromAddress", { length: 1000 }),
  text("ToAddress", 4000),
  text("CcAddress", 4000),
  text("BccAddress", 4000),
  reference("RelatedToId", ["Account", "Contact", "Session__c", "Case"], "RelatedTo"),
  reference("ParentId", ["Case"], "Parent", "EmailMessages"),
  checkbox("Incoming"),
  picklist("Status", ["0", "1", "2", "3", "4", "5"]),
  text("MessageIdentifier"),
  text("ThreadIdentifier"),
]);

const lead = object("Lead", "Lead", "Leads", "00Q", [
  reference("MasterRecordId", ["Lead"], "MasterRecord"),
  text("FirstName", 40),
  text("LastName", 80, { nillable: false }),
  text("Name", 121, { nillable: false }),
  text("Title", 128),
  text("Company", 255),
  ...compoundAddress(""),
  phone("Phone"),
  phone("MobilePhone"),
  email("Email"),
  url("Website"),
  picklist("LeadSource", leadSources),
  picklist("Status", leadStatuses),
  checkbox("IsConverted"),
  date("LastActivityDate"),
  dateTime("LastViewedDate"),
  dateTime("LastReferencedDate"),
  text("EmailBouncedReason"),
  dateTime("EmailBouncedDate"),
  picklist("Outreach_Stage__c", outreachStages),
  number("Current_Enrollment__c"),
  number("Capacity__c"),
  date("Lead_Source_Last_Updated__c"),
  text("School_UUID__c", 36, { externalId: true }),
]);

const supportCase = object("Case", "Case", "Cases", "500", [
  text("CaseNumber", 30),
  text("Subject"),
  picklist("Status", ["New", "Working", "Closed"]),
  reference("ContactId", ["Contact"], "Contact", "Cases"),
  reference("AccountId", ["Account"], "Account", "Cases"),
]);

const organization = object("Organization", "Organization", "Organizations", "00D", [
  text("Name", 80),
  picklist("OrganizationType", ["Developer Edition", "Enterprise Edition"]),
  checkbox("IsSandbox"),
  text("InstanceName", 5),
  picklist("TimeZoneSidKey", ["GMT"]),
  whole("FiscalYearStartMonth"),
]);

/** Every object of the organisation, in an order in which parents come before children. */
export const standardSchema: readonly ObjectDefinition[] = [
  organization,
  account,
  schoolClass,
  contact,
  affiliation,
  session,
  sessionParticipant,
  pathway,
  pathwaySession,
  pathwayParticipant,
  lead,
  supportCase,
  task,
  emailMessage,
];
