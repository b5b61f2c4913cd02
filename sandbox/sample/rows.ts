/** The rows of the sample organisation, field by field as Salesforce names them. */

export type Address = {
  street: string | null;
  city: string | null;
  state: string | null;
  postalCode: string | null;
  country: string | null;
};
export type Value = string | number | boolean | null | Address;
export type Row = { readonly [field: string]: Value };

type Text = string | null;
/** "YYYY-MM-DD" */
type DayText = string | null;
/** "2026-02-15T16:00:00.000+0000" */
type InstantText = string | null;
type Num = number | null;

export type Audit = {
  IsDeleted: boolean;
  CreatedDate: string;
  LastModifiedDate: string;
  SystemModstamp: string;
};

export type AccountRow = Audit & {
  Id: string;
  MasterRecordId: Text;
  Name: string;
  Type: Text;
  Description: Text;
  ParentId: Text;
  BillingStreet: Text;
  BillingCity: Text;
  BillingState: Text;
  BillingPostalCode: Text;
  BillingCountry: Text;
  LastActivityDate: DayText;
  Connector_Account_Name__c: Text;
  School_Code_External_ID__c: Text;
};

export type ContactRow = Audit & {
  Id: string;
  MasterRecordId: Text;
  AccountId: Text;
  Salutation: Text;
  FirstName: Text;
  MiddleName: Text;
  LastName: string;
  Name: string;
  Contact_Type__c: Text;
  Email: Text;
  npe01__AlternateEmail__c: Text;
  npe01__HomeEmail__c: Text;
  npe01__WorkEmail__c: Text;
  npe01__Preferred_Email__c: Text;
  Phone: Text;
  HomePhone: Text;
  MobilePhone: Text;
  npe01__WorkPhone__c: Text;
  npe01__PreferredPhone__c: Text;
  npsp__Primary_Affiliation__c: Text;
  Title: Text;
  Department: Text;
  Gender__c: Text;
  Birthdate: DayText;
  Racial_Ethnic_Background__c: Text;
  Highest_Level_of_Educational__c: Text;
  Age_Group__c: Text;
  Volunteer_Recruitment_Notes__c: Text;
  Volunteer_Skills__c: Text;
  Volunteer_Skills_Text__c: Text;
  Volunteer_Interests__c: Text;
  Number_of_Attended_Volunteer_Sessions__c: Num;
  First_Volunteer_Date__c: DayText;
  Last_Volunteer_Date__c: DayText;
  Last_Mailchimp_Email_Date__c: DayText;
  Last_Email_Message__c: DayText;
  Last_Activity_Date__c: DayText;
  Last_Non_Internal_Email_Activity__c: DayText;
  Description: Text;
  DoNotCall: boolean;
  npsp__Do_Not_Contact__c: boolean;
  HasOptedOutOfEmail: boolean;
  EmailBouncedDate: InstantText;
  MailingStreet: Text;
  MailingCity: Text;
  MailingState: Text;
  MailingPostalCode: Text;
  MailingCountry: Text;
  MailingAddress: Address | null;
  npe01__Home_Address__c: Text;
  npe01__Work_Address__c: Text;
  npe01__Other_Address__c: Text;
  npe01__Primary_Address_Type__c: Text;
  npe01__Secondary_Address_Type__c: Text;
  Local_Student_ID__c: Text;
  Class__c: Text;
  Legacy_Grade__c: Text;
  Current_Grade__c: Text;
  Connector_Active_Subscription__c: boolean;
  Connector_Active_Subscription_Name__c: Text;
  Connector_Affiliations__c: Text;
  Connector_Industry__c: Text;
  Connector_Joining_Date__c: DayText;
  Connector_Last_Login_Date_Time__c: InstantText;
  Connector_Last_Update_Date__c: DayText;
  Connector_Profile_Link__c: Text;
  Connector_Role__c: Text;
  Connector_SignUp_Role__c: Text;
  Connector_User_ID__c: Text;
};

export type AffiliationRow = Audit & {
  Id: string;
  Name: string;
  npe5__Organization__c: Text;
  npe5__Contact__c: Text;
  npe5__Role__c: Text;
  npe5__Primary__c: boolean;
  npe5__Status__c: Text;
  npe5__StartDate__c: DayText;
  npe5__EndDate__c: DayText;
};

export type SessionRow = Audit & {
  Id: string;
  Name: string;
  Session_Type__c: Text;
  Format__c: Text;
  Start_Date_and_Time__c: InstantText;
  End_Date_and_Time__c: InstantText;
  Session_Status__c: Text;
  Location_Information__c: Text;
  Description__c: Text;
  Cancellation_Reason__c: Text;
  Non_Scheduled_Students_Count__c: Num;
  District__c: Text;
  School__c: Text;
  Parent_Account__c: Text;
  Legacy_Skill_Covered_for_the_Session__c: Text;
  Legacy_Skills_Needed__c: Text;
  Requested_Skills__c: Text;
  Additional_Information__c: Text;
  Total_Requested_Volunteer_Jobs__c: Num;
  Available_Slots__c: Num;
  Filled_Volunteer_Jobs__c: Num;
  Session_Host__c: Text;
  Registration_Link__c: Text;
  Start_Date__c: DayText;
  Date_and_Time_for_Cal__c: Text;
  Display_on_Website__c: boolean;
};

export type ParticipantRow = Audit & {
  Id: string;
  Name: string;
  Contact__c: Text;
  Session__c: Text;
  Participant_Type__c: Text;
  Status__c: Text;
  Delivery_Hours__c: Num;
  Age_Group__c: Text;
  Email__c: Text;
  Title__c: Text;
};

export type ClassRow = Audit & {
  Id: string;
  Name: string;
  School__c: Text;
  Class_Year_Number__c: Num;
};

export type PathwayRow = Audit & {
  Id: string;
  Name: string;
  School__c: Text;
  Status__c: Text;
};

export type PathwaySessionRow = Audit & {
  Id: string;
  Name: string;
  Pathway__c: Text;
  Session__c: Text;
};

export type PathwayParticipantRow = Audit & {
  Id: string;
  Name: string;
  Pathway__c: Text;
  Contact__c: Text;
  Status__c: Text;
};

export type CaseRow = Audit & {
  Id: string;
  CaseNumber: string;
  Subject: Text;
  Status: Text;
  ContactId: Text;
  AccountId: Text;
};

export type TaskRow = Audit & {
  Id: string;
  Subject: Text;
  Description: Text;
  Type: Text;
  Status: string;
  ActivityDate: DayText;
  WhoId: Text;
  WhatId: Text;
};

export type EmailMessageRow = Audit & {
  Id: string;
  Subject: Text;
  TextBody: Text;
  HtmlBody: Text;
  MessageDate: InstantText;
  FromAddress: Text;
  ToAddress: Text;
  CcAddress: Text;
  BccAddress: Text;
  RelatedToId: Text;
  ParentId: Text;
  Incoming: boolean;
  Status: Text;
  MessageIdentifier: Text;
  ThreadIdentifier: Text;
};

export type LeadRow = Audit & {
  Id: string;
  MasterRecordId: Text;
  FirstName: Text;
  LastName: string;
  Name: string;
  Title: Text;
  Company: Text;
  Street: Text;
  City: Text;
  State: Text;
  PostalCode: Text;
  Country: Text;
  Phone: Text;
  MobilePhone: Text;
  Email: Text;
  Website: Text;
  LeadSource: Text;
  Status: Text;
  IsConverted: boolean;
  LastActivityDate: DayText;
  LastViewedDate: InstantText;
  LastReferencedDate: InstantText;
  EmailBouncedReason: Text;
  EmailBouncedDate: InstantText;
  Outreach_Stage__c: Text;
  Current_Enrollment__c: Num;
  Capacity__c: Num;
  Lead_Source_Last_Updated__c: DayText;
  School_UUID__c: Text;
};

export type SampleOrganization = {
  Account: AccountRow[];
  Contact: ContactRow[];
  npe5__Affiliation__c: AffiliationRow[];
  Session__c: SessionRow[];
  Session_Participant__c: ParticipantRow[];
  Class__c: ClassRow[];
  Pathway__c: PathwayRow[];
  Pathway_Session__c: PathwaySessionRow[];
  Pathway_Participant__c: PathwayParticipantRow[];
  Case: CaseRow[];
  Task: TaskRow[];
  EmailMessage: EmailMessageRow[];
  Lead: LeadRow[];
};

/** What a new record of each object holds before anybody fills it in: null, and false for check boxes. */
export const BLANK_ACCOUNT = {
  MasterRecordId: null,
  Type: null,
  Description: null,
  ParentId: null,
  BillingStreet: null,
  BillingCity: null,
  BillingState: null,
  BillingPostalCode: null,
  BillingCountry: null,
  LastActivityDate: null,
  Connector_Account_Name__c: null,
  School_Code_External_ID__c: null,
} as const;

export const BLANK_CONTACT = {
  MasterRecordId: null,
  AccountId: null,
  Salutation: null,
  FirstName: null,
  MiddleName: null,
  Contact_Type__c: null,
  Email: null,
  npe01__AlternateEmail__c: null,
  npe01__HomeEmail__c: null,
  npe01__WorkEmail__c: null,
  npe01__Preferred_Email__c: null,
  Phone: null,
  HomePhone: null,
  MobilePhone: null,
  npe01__WorkPhone__c: null,
  npe01__PreferredPhone__c: null,
  npsp__Primary_Affiliation__c: null,
  Title: null,
  Department: null,
  Gender__c: null,
  Birthdate: null,
  Racial_Ethnic_Background__c: null,
  Highest_Level_of_Educational__c: null,
  Age_Group__c: null,
  Volunteer_Recruitment_Notes__c: null,
  Volunteer_Skills__c: null,
  Volunteer_Skills_Text__c: null,
  Volunteer_Interests__c: null,
  Number_of_Attended_Volunteer_Sessions__c: null,
  First_Volunteer_Date__c: null,
  Last_Volunteer_Date__c: null,
  Last_Mailchimp_Email_Date__c: null,
  Last_Email_Message__c: null,
  Last_Activity_Date__c: null,
  Last_Non_Internal_Email_Activity__c: null,
  Description: null,
  DoNotCall: false,
  npsp__Do_Not_Contact__c: false,
  HasOptedOutOfEmail: false,
  EmailBouncedDate: null,
  MailingStreet: null,
  MailingCity: null,
  MailingState: null,
  MailingPostalCode: null,
  MailingCountry: null,
  MailingAddress: null,
  npe01__Home_Address__c: null,
  npe01__Work_Address__c: null,
  npe01__Other_Address__c: null,
  npe01__Primary_Address_Type__c: null,
  npe01__Secondary_Address_Type__c: null,
  Local_Student_ID__c: null,
  Class__c: null,
  Legacy_Grade__c: null,
  Current_Grade__c: null,
  Connector_Active_Subscription__c: false,
  Connector_Active_Subscription_Name__c: null,
  Connector_Affiliations__c: null,
  Connector_Industry__c: null,
  Connector_Joining_Date__c: null,
  Connector_Last_Login_Date_Time__c: null,
  Connector_Last_Update_Date__c: null,
  Connector_Profile_Link__c: null,
  Connector_Role__c: null,
  Connector_SignUp_Role__c: null,
  Connector_User_ID__c: null,
} as const;

export const BLANK_SESSION = {
  Session_Type__c: null,
  Format__c: null,
  Start_Date_and_Time__c: null,
  End_Date_and_Time__c: null,
  Session_Status__c: null,
  Location_Information__c: null,
  Description__c: null,
  Cancellation_Reason__c: null,
  Non_Scheduled_Students_Count__c: null,
  District__c: null,
  School__c: null,
  Parent_Account__c: null,
  Legacy_Skill_Covered_for_the_Session__c: null,
  Legacy_Skills_Needed__c: null,
  Requested_Skills__c: null,
  Additional_Information__c: null,
  Total_Requested_Volunteer_Jobs__c: null,
  Available_Slots__c: null,
  Filled_Volunteer_Jobs__c: null,
  Session_Host__c: null,
  Registration_Link__c: null,
  Start_Date__c: null,
  Date_and_Time_for_Cal__c: null,
  Display_on_Website__c: false,
} as const;
