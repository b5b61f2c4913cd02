/**
 * What hangs on the columns of each source, so that what can be left out is known, and said. A column that is named nowhere here is needed for what
 * its source is needed for.
 */

/** Columns that no figure, list or match goes by: without them a card or an export says less. */
export const IGNORABLE: Readonly<Record<string, readonly string[]>> = {
  Account: ["Description", "BillingStreet", "BillingCity", "BillingState", "BillingPostalCode", "BillingCountry"],
  Class__c: ["Class_Year_Number__c"],
  Contact: [
    "Birthdate",
    "Gender__c",
    "Department",
    "Highest_Level_of_Educational__c",
    "Last_Mailchimp_Email_Date__c",
    "Connector_Role__c",
    "Connector_SignUp_Role__c",
    "Connector_Active_Subscription__c",
    "Connector_Last_Login_Date_Time__c",
  ],
  npe5__Affiliation__c: ["npe5__Role__c"],
  Session__c: ["Location_Information__c", "Additional_Information__c", "Registration_Link__c"],
  Session_Participant__c: ["Age_Group__c", "Title__c"],
  Pathway__c: ["Status__c"],
  Pathway_Session__c: [],
  Pathway_Participant__c: ["Status__c"],
  Case: ["AccountId", "Subject"],
  Task: ["Description"],
  EmailMessage: ["CcAddress", "TextBody", "HtmlBody", "ParentId", "Status"],
  Lead: ["Title", "Country", "Website", "LeadSource", "EmailBouncedReason", "EmailBouncedDate"],
  roster: ["grade"],
  "event-requests": ["contactName", "contactEmail", "notes"],
  "outside-visits": ["place"],
  "partner-list": ["phone", "title"],
  attendance: [],
  "pathway-roster": [],
};

/** What a source is needed for, as the subject of a sentence. */
export const NEEDED_FOR: Readonly<Record<string, string>> = {
  Account: "every figure by organisation, school or district (M40, M50, M51)",
  Class__c: "the school of a student (M10 by school)",
  Contact: "counting people once, and the lists of volunteers (M20, `volunteers`)",
  npe5__Affiliation__c: "crediting an organisation (M40, `report org`)",
  Session__c: "every figure of events (M60 to M63)",
  Session_Participant__c: "attendance and hours (M20, M30)",
  Pathway__c: "`report pathway`",
  Pathway_Session__c: "`report pathway`",
  Pathway_Participant__c: "`report pathway`",
  Case: "a person's communication in `volunteer`",
  Task: "a person's communication in `volunteer`",
  EmailMessage: "a person's communication in `volunteer`",
  Lead: "matching prospective leads with Salesforce (`leads`, L1 to L6)",
  roster: "the progress of teachers (`report teachers`)",
  "event-requests": "the requests beside each event (`report events`)",
  "outside-visits": "`report outside-visits`",
  "partner-list": "`report partner-match`",
  attendance: "students reached (M110, X10)",
  "pathway-roster": "students of a pathway's events (M10, `report pathway`)",
};

const MERGES = "following a merge of two records";
const HOME = "where somebody lives (M91, `volunteers local:`)";
const PATHWAYS = "an event's pathways (`report pathway`)";
const OUTREACH = "keeping out of lists who is not to be written to or called";

/** Columns that something else goes by than the source as a whole. */
export const ALSO_NEEDED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Account: {
    MasterRecordId: MERGES,
    LastActivityDate: "the last activity in `orgs`",
    Connector_Account_Name__c: "finding a school by the name that Pathful gives it (M70, `report virtual`)",
    School_Code_External_ID__c: "finding a school by its code",
  },
  Contact: {
    MasterRecordId: MERGES,
    Racial_Ethnic_Background__c: "the figures by colour (M82, M84)",
    Age_Group__c: "the figures by age group",
    MailingStreet: HOME,
    MailingCity: HOME,
    MailingState: HOME,
    MailingPostalCode: HOME,
    npe01__Home_Address__c: HOME,
    npe01__Other_Address__c: HOME,
    Volunteer_Skills__c: "`match` and `volunteers skill:`",
    Volunteer_Skills_Text__c: "`match` and `volunteers skill:`",
    Local_Student_ID__c: "counting a student once (M10)",
    Current_Grade__c: "the figures by grade (X11)",
    Legacy_Grade__c: "the figures by grade (X11)",
    Class__c: "the school of a student (M10 by school)",
    DoNotCall: OUTREACH,
    EmailBouncedDate: OUTREACH,
    npsp__Do_Not_Contact__c: OUTREACH,
    HasOptedOutOfEmail: OUTREACH,
  },
  Session__c: {
    Non_Scheduled_Students_Count__c: "the number of students reached (X10)",
    Legacy_Skill_Covered_for_the_Session__c: PATHWAYS,
    Legacy_Skills_Needed__c: PATHWAYS,
    Requested_Skills__c: "`match`",
    Total_Requested_Volunteer_Jobs__c: "what an event still needs (`events needs:`)",
    Available_Slots__c: "what an event still needs (`events needs:`)",
    Session_Host__c: "the figures by host (`report district`)",
    Cancellation_Reason__c: "the cancellations in `quality flags`",
  },
};
