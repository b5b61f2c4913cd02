import {
  emailsOf,
  fullName,
  isHollow,
  parseAddress,
  phonesOf,
  present,
  readAgeGroup,
  readEducation,
  readGender,
  readGrade,
  readRace,
  recaseName,
  splitSkills,
  stateCode,
} from "../../../domain/index.js";
import type { ContactKind, KeptAddress, KeptSkill, Reading, Remark } from "../../model.js";
import type { Cell } from "../cells.js";
import type { Layout } from "../layout.js";
import type { ReadCells } from "../row.js";
import { fieldsOf, type ReadingRules, remembered } from "./fields.js";

const NO_REMARKS: readonly Remark[] = [];

const genderOf = remembered(readGender);
const raceOf = remembered(readRace);
const educationOf = remembered(readEducation);
const ageGroupOf = remembered(readAgeGroup);
const gradeOf = remembered(readGrade);

/** A contact without a type is a volunteer. */
const KINDS: Readonly<Record<string, ContactKind>> = {
  "": "volunteer",
  volunteer: "volunteer",
  teacher: "teacher",
  student: "student",
};

export function contactReader(layout: Layout, rules: ReadingRules): ReadCells {
  const take = fieldsOf(layout, rules);
  const type = take.text("Contact_Type__c");
  const account = take.id("AccountId");
  const first = take.raw("FirstName");
  const middle = take.raw("MiddleName");
  const last = take.raw("LastName");
  const title = take.text("Title");
  const department = take.text("Department");
  const gender = take.raw("Gender__c");
  const birthdate = take.day("Birthdate");
  const race = take.raw("Racial_Ethnic_Background__c");
  const education = take.raw("Highest_Level_of_Educational__c");
  const ageGroup = take.raw("Age_Group__c");
  const doNotCall = take.truth("DoNotCall");
  const doNotContact = take.truth("npsp__Do_Not_Contact__c");
  const optOut = take.truth("HasOptedOutOfEmail");
  const bounced = take.day("EmailBouncedDate");
  const affiliation = take.id("npsp__Primary_Affiliation__c");
  const schoolClass = take.id("Class__c");
  const grade = take.raw("Current_Grade__c");
  const legacyGrade = take.raw("Legacy_Grade__c");
  const studentId = take.text("Local_Student_ID__c");
  const pathfulUser = take.text("Connector_User_ID__c");
  const connectorRole = take.text("Connector_Role__c");
  const signUpRole = take.text("Connector_SignUp_Role__c");
  const connectorActive = take.truth("Connector_Active_Subscription__c");
  const connectorLogin = take.day("Connector_Last_Login_Date_Time__c");
  const skillsText = take.raw("Volunteer_Skills_Text__c");
  const skillsList = take.raw("Volunteer_Skills__c");
  const interests = take.text("Volunteer_Interests__c");
  const description = take.lines("Description");
  const notes = take.lines("Volunteer_Recruitment_Notes__c");
  const firstVolunteer = take.day("First_Volunteer_Date__c");
  const lastVolunteer = take.day("Last_Volunteer_Date__c");
  const lastActivity = take.day("Last_Activity_Date__c");
  const lastEmail = take.day("Last_Email_Message__c");
  const lastMailchimp = take.day("Last_Mailchimp_Email_Date__c");
  const lastNonInternal = take.day("Last_Non_Internal_Email_Activity__c");
  const times = take.count("Number_of_Attended_Volunteer_Sessions__c");
  const work = take.raw("npe01__WorkEmail__c");
  const standard = take.raw("Email");
  const home = take.raw("npe01__HomeEmail__c");
  const alternate = take.raw("npe01__AlternateEmail__c");
  const preferred = take.raw("npe01__Preferred_Email__c");
  const phone = take.raw("Phone");
  const workPhone = take.raw("npe01__WorkPhone__c");
  const homePhone = take.raw("HomePhone");
  const mobilePhone = take.raw("MobilePhone");
  const preferredPhone = take.raw("npe01__PreferredPhone__c");
  const addressesFrom = addressReader(layout, rules);

  return (cells): Reading => {
    const kindRaw = type(cells);
    const [firstRaw, middleRaw, lastRaw] = [first(cells), middle(cells), last(cells)];
    const [firstName, middleName, lastName] = [recaseName(firstRaw), recaseName(middleRaw), recaseName(lastRaw)];
    const [genderRaw, raceRaw, educationRaw] = [gender(cells), race(cells), education(cells)];
    const [textual, listed] = [skillsText(cells), skillsList(cells)];
    return {
      kind: "record",
      record: {
        kind: "contact",
        contactKind: KINDS[kindRaw?.toLowerCase() ?? ""] ?? "other",
        kindRaw,
        accountSourceId: account(cells),
        firstName,
        middleName,
        lastName,
        nameRaw: [firstRaw, middleRaw, lastRaw].filter((part) => part !== null).join(" ") || null,
        fullName: fullName(firstName, lastName),
        title: title(cells),
        department: department(cells),
        genderRaw,
        gender: genderOf(genderRaw),
        birthdate: birthdate(cells),
        raceRaw,
        race: raceOf(raceRaw),
        educationRaw,
        education: educationOf(educationRaw),
        ageGroup: ageGroupOf(ageGroup(cells)),
        doNotCall: doNotCall(cells),
        doNotContact: doNotContact(cells),
        emailOptOut: optOut(cells),
        emailBouncedOn: bounced(cells),
        primaryAffiliationSourceId: affiliation(cells),
        classSourceId: schoolClass(cells),
        grade: gradeOf(grade(cells)) ?? gradeOf(legacyGrade(cells)),
        localStudentId: studentId(cells),
        pathfulUserId: pathfulUser(cells),
        connectorRole: connectorRole(cells) ?? signUpRole(cells),
        connectorActive: connectorActive(cells),
        connectorLastLoginOn: connectorLogin(cells),
        skillsRaw: [textual, listed].filter((text) => text !== null).join(" | ") || null,
        interests: interests(cells),
        description: description(cells),
        recruitmentNotes: notes(cells),
        firstVolunteerOn: firstVolunteer(cells),
        lastVolunteerOn: lastVolunteer(cells),
        lastActivityOn: lastActivity(cells),
        lastEmailOn: lastEmail(cells),
        lastMailchimpOn: lastMailchimp(cells),
        lastNonInternalEmailOn: lastNonInternal(cells),
        timesVolunteeredReported: times(cells),
        emails: emailsOf({
          work: work(cells),
          standard: standard(cells),
          home: home(cells),
          alternate: alternate(cells),
          preferred: preferred(cells),
        }),
        phones: phonesOf({
          standard: phone(cells),
          work: workPhone(cells),
          home: homePhone(cells),
          mobile: mobilePhone(cells),
          preferred: preferredPhone(cells),
        }),
        addresses: addressesFrom(cells),
        skills: skillsOf(textual, listed),
      },
      remarks: NO_REMARKS,
    };
  };
}

const NO_SKILLS: readonly KeptSkill[] = [];

/** The skills of both fields, each once; the text's first (T46). */
function skillsOf(text: string | null, list: string | null): readonly KeptSkill[] {
  if (text === null && list === null) return NO_SKILLS;
  const typed = text === null ? [] : splitSkills(text);
  const known = new Set(typed);
  const chosen = list === null ? [] : splitSkills(list).filter((skill) => !known.has(skill));
  return [
    ...typed.map((skill) => ({ skill, from: "salesforce_text" }) as const),
    ...chosen.map((skill) => ({ skill, from: "salesforce_list" }) as const),
  ];
}

const NO_ADDRESSES: readonly KeptAddress[] = [];

/** The mailing address is the primary one; without it the type that Salesforce calls primary, then home, other, work. */
function addressReader(layout: Layout, rules: ReadingRules): (cells: readonly Cell[]) => readonly KeptAddress[] {
  const take = fieldsOf(layout, rules);
  const street = take.lines("MailingStreet");
  const city = take.text("MailingCity");
  const state = take.raw("MailingState");
  const zip = take.text("MailingPostalCode");
  const country = take.text("MailingCountry");
  const written = [
    ["home", take.raw("npe01__Home_Address__c")],
    ["other", take.raw("npe01__Other_Address__c")],
    ["work", take.raw("npe01__Work_Address__c")],
  ] as const;
  const primaryType = take.text("npe01__Primary_Address_Type__c");

  return (cells) => {
    const found: Omit<KeptAddress, "isPrimary">[] = [];
    const [line1 = null, ...rest] = (street(cells) ?? "")
      .split(/\r?\n/)
      .map((line) => present(line))
      .filter((line) => line !== null);
    const mailing = {
      kind: "mailing",
      line1,
      line2: rest.length === 0 ? null : rest.join(", "),
      city: city(cells),
      state: stateCode(state(cells)),
      zip: zip(cells),
      country: country(cells),
    } as const;
    if (!isHollow(mailing)) found.push(mailing);
    for (const [kind, text] of written) {
      const address = parseAddress(text(cells));
      if (address !== null) found.push({ kind, ...address });
    }
    if (found.length === 0) return NO_ADDRESSES;
    const wanted = primaryType(cells)?.toLowerCase();
    const chosen =
      found[0]?.kind === "mailing"
        ? 0
        : Math.max(
            0,
            found.findIndex(({ kind }) => kind === wanted),
          );
    return found.map((address, place) => ({ ...address, isPrimary: place === chosen }));
  };
}
