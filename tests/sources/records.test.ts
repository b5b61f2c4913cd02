import { describe, expect, it } from "vitest";
import { PolarisError } from "../../src/runtime/index.js";
import { readingOf, recordOf, remarksOf, rowOf, shapeOf } from "./setting.js";

const contact = (fields: Record<string, unknown>) => recordOf("contact", "Contact", { LastName: "Doe", ...fields });
const session = (fields: Record<string, unknown>) =>
  recordOf("event", "Session__c", {
    Name: "Career Day",
    Start_Date_and_Time__c: "2026-02-15T16:00:00.000+0000",
    ...fields,
  });
const participant = (fields: Record<string, unknown>) =>
  recordOf("participation", "Session_Participant__c", {
    Contact__c: "003x",
    Session__c: "a1Bx",
    Participant_Type__c: "Volunteer",
    ...fields,
  });
const affiliation = (fields: Record<string, unknown>) =>
  recordOf("affiliation", "npe5__Affiliation__c", {
    npe5__Contact__c: "003x",
    npe5__Organization__c: "001x",
    ...fields,
  });

describe("an Account", () => {
  it("is an organisation, a district or a school by its type", () => {
    expect(recordOf("organization", "Account", { Name: "Hill's Pet Nutrition, Inc.", Type: "Business" })).toMatchObject(
      {
        name: "Hill's Pet Nutrition, Inc.",
        nameKey: "hills pet nutrition",
        type: "Business",
      },
    );
    expect(recordOf("district", "Account", { Name: "Center School District", Type: "School District" }).nameKey).toBe(
      "center school district",
    );
    expect(
      recordOf("school", "Account", { Name: "Central High", Type: "School", ParentId: "001d" }).parentSourceId,
    ).toBe("001d");
  });

  it("without a type is an organisation of type Other, and is remarked upon", () => {
    expect(recordOf("organization", "Account", { Name: "Acme", Type: null })).toMatchObject({
      type: "Other",
      typeRaw: null,
    });
    expect(remarksOf("Account", { Name: "Acme", Type: null })).toEqual(["organization_without_type"]);
  });

  it("that is a household is skipped, with the reason", () => {
    expect(readingOf("Account", { Name: "Doe Household", Type: "Household" })).toEqual({
      kind: "skipped",
      reason: "household",
    });
  });

  it("without a name is refused", () => {
    expect(readingOf("Account", { Name: null, Type: "Business" })).toMatchObject({
      kind: "refused",
      reason: "missing_required",
    });
  });
});

describe("a Contact", () => {
  it("is a volunteer when its type is blank", () => {
    const kinds = [null, "", "Volunteer", "Teacher", "Student", "Board"].map(
      (type) => contact({ Contact_Type__c: type }).contactKind,
    );
    expect(kinds).toEqual(["volunteer", "volunteer", "volunteer", "teacher", "student", "other"]);
  });

  it("has its skills once, whatever field and separator they came in (T46)", () => {
    const { skills } = contact({
      Volunteer_Skills_Text__c: "Data Analysis; Python",
      Volunteer_Skills__c: "Python;JavaScript",
    });
    expect(skills).toEqual([
      { skill: "Data analysis", from: "salesforce_text" },
      { skill: "Python", from: "salesforce_text" },
      { skill: "Javascript", from: "salesforce_list" },
    ]);
  });

  it("keeps what was said about race beside what it means (T47)", () => {
    const races = ["AggregateResultBlack/African American", "Asian, White", null].map((text) =>
      contact({ Racial_Ethnic_Background__c: text }),
    );
    expect(races.map(({ race }) => race)).toEqual(["black", "multi_racial", "unknown"]);
    expect(races.map(({ raceRaw }) => raceRaw)).toEqual([
      "AggregateResultBlack/African American",
      "Asian, White",
      null,
    ]);
  });

  it("has exactly one primary address when Home and Email are filled and personal is preferred (T50)", () => {
    const { emails } = contact({
      npe01__Preferred_Email__c: "Personal",
      npe01__HomeEmail__c: "Jane@Home.example",
      Email: "jane@example.com",
      npe01__WorkEmail__c: "None",
    });
    expect(emails.filter(({ isPrimary }) => isPrimary).map(({ address }) => address)).toEqual(["jane@home.example"]);
    expect(emails).toHaveLength(2);
  });

  it("has its name re-cased only when it came in capitals, the text as it came beside it (T48)", () => {
    expect(contact({ FirstName: "JANE", LastName: "MCCARTHY" })).toMatchObject({
      fullName: "Jane McCarthy",
      nameRaw: "JANE MCCARTHY",
    });
    expect(contact({ FirstName: null, LastName: "smith" }).fullName).toBe("smith");
  });

  it("has the mailing address first, its written ones parsed, the hollow left out (T51)", () => {
    const { addresses } = contact({
      MailingStreet: "12 Oak St\nApt 4",
      MailingCity: "Olathe",
      MailingState: "Kansas",
      MailingPostalCode: "66062-1234",
      npe01__Work_Address__c: "123 Main St, Kansas City, MO 64111",
      npe01__Home_Address__c: " , , ",
    });
    expect(addresses).toEqual([
      {
        kind: "mailing",
        line1: "12 Oak St",
        line2: "Apt 4",
        city: "Olathe",
        state: "KS",
        zip: "66062-1234",
        country: null,
        isPrimary: true,
      },
      {
        kind: "work",
        line1: "123 Main St",
        line2: null,
        city: "Kansas City",
        state: "MO",
        zip: "64111",
        country: null,
        isPrimary: false,
      },
    ]);
  });

  it("takes a count as text, with a fraction, or as no number at all", () => {
    const counts = ["3", 3.0, "abc", null].map(
      (value) => contact({ Number_of_Attended_Volunteer_Sessions__c: value }).timesVolunteeredReported,
    );
    expect(counts).toEqual([3, 3, null, null]);
  });
});

describe("an affiliation", () => {
  it("is primary by a real truth and by the word (T44)", () => {
    expect(
      [true, "true", false, "false", null].map((value) => affiliation({ npe5__Primary__c: value }).isPrimary),
    ).toEqual([true, true, false, false, false]);
  });

  it("keeps an unknown start open and an unmapped status as other", () => {
    expect(affiliation({ npe5__Status__c: "Former" })).toMatchObject({ status: "past", startOn: null, endOn: null });
    expect(affiliation({ npe5__Status__c: "Alumni" })).toMatchObject({ status: "other", statusRaw: "Alumni" });
    expect(affiliation({ npe5__Status__c: null }).status).toBeNull();
  });

  it("that names nobody is refused", () => {
    expect(readingOf("npe5__Affiliation__c", { npe5__Organization__c: "001x" })).toMatchObject({
      kind: "refused",
      reason: "missing_required",
    });
  });
});

describe("a session", () => {
  it("lies on the organisation's day, not on UTC's (T45)", () => {
    expect(session({ Start_Date_and_Time__c: "2026-02-16T01:00:00.000+0000" })).toMatchObject({
      startsAt: "2026-02-16T01:00:00.000Z",
      localDate: "2026-02-15",
      localTime: "19:00",
      schoolYear: 2025,
    });
  });

  it("of a type nobody mapped keeps its label, counts under other and is remarked upon (T42)", () => {
    expect(session({ Session_Type__c: "Career Day" })).toMatchObject({ typeRaw: "Career Day", type: "other" });
    expect(
      remarksOf("Session__c", {
        Name: "x",
        Session_Status__c: "Completed",
        Start_Date_and_Time__c: "2026-02-16T01:00:00Z",
        Session_Type__c: "Career Day",
      }),
    ).toEqual(["unmapped_session_type"]);
  });

  it("without a start is refused, never given a made-up date", () => {
    expect(readingOf("Session__c", { Name: "x", Start_Date_and_Time__c: null })).toMatchObject({
      kind: "refused",
      reason: "missing_required",
    });
    expect(readingOf("Session__c", { Name: "x", Start_Date_and_Time__c: "soon" })).toMatchObject({
      kind: "refused",
      reason: "bad_value",
    });
  });

  it("that ends before it starts is kept and remarked upon", () => {
    const fields = {
      Name: "x",
      Session_Type__c: "DIA",
      Session_Status__c: "Completed",
      Start_Date_and_Time__c: "2026-02-16T12:00:00Z",
      End_Date_and_Time__c: "2026-02-16T11:00:00Z",
    };
    expect(recordOf("event", "Session__c", fields)).toMatchObject({ type: "dia", spanMinutes: -60 });
    expect(remarksOf("Session__c", fields)).toEqual(["end_before_start"]);
  });

  it("of the years in which connector sessions lay in Salesforce is legacy; drafts are read too", () => {
    expect(
      session({
        Session_Type__c: "Connector Session",
        Session_Status__c: "Draft",
        Start_Date_and_Time__c: "2024-03-01T15:00:00Z",
      }),
    ).toMatchObject({ isLegacyConnector: true, status: "Draft" });
    expect(
      session({ Session_Type__c: "Connector Session", Start_Date_and_Time__c: "2024-09-01T15:00:00Z" })
        .isLegacyConnector,
    ).toBe(false);
  });

  it("has plain links, counts of at least 0, and its district as text", () => {
    expect(
      session({
        Registration_Link__c: '<a href="https://example.org/r?a=1&amp;b=2" target="_blank">Sign up</a>',
        Available_Slots__c: -1,
        Non_Scheduled_Students_Count__c: 25.0,
        District__c: "Center School District, Grandview",
        Cancellation_Reason__c: "Inclement Weather Cancellation",
      }),
    ).toMatchObject({
      registrationLink: "https://example.org/r?a=1&b=2",
      availableSlots: 0,
      headcount: 25,
      districtRaw: "Center School District, Grandview",
      cancellationReason: "Weather/Snow Day",
    });
    expect(session({ Registration_Link__c: '<a href="javascript:alert(1)">x</a>' }).registrationLink).toBeNull();
  });
});

describe("a participation", () => {
  it("has one meaning for every spelling of its status (T43)", () => {
    const statuses = ["Successfully Completed", "No Show", "No-Show", "noshow"].map((status) =>
      participant({ Status__c: status }),
    );
    expect(statuses.map(({ status }) => status)).toEqual(["completed", "no_show", "no_show", "no_show"]);
    expect(statuses.map(({ attendedAsVolunteer }) => attendedAsVolunteer)).toEqual([true, false, false, false]);
    expect(statuses[0]?.attendedAsStudent).toBe(false);
  });

  it("of a status nobody mapped is unknown and remarked upon", () => {
    expect(participant({ Status__c: "Maybe" })).toMatchObject({
      status: "unknown",
      statusRaw: "Maybe",
      attendedAsVolunteer: false,
    });
    expect(
      remarksOf("Session_Participant__c", {
        Contact__c: "003x",
        Session__c: "a1Bx",
        Participant_Type__c: "Volunteer",
        Status__c: "Maybe",
      }),
    ).toEqual(["unmapped_participation_status"]);
  });

  it("has hours only when they are more than none", () => {
    expect(
      ["2.5", "0", "", null, -1, "abc"].map((hours) => participant({ Delivery_Hours__c: hours }).hoursRecorded),
    ).toEqual([2.5, null, null, null, null, null]);
    expect(
      remarksOf("Session_Participant__c", {
        Contact__c: "003x",
        Session__c: "a1Bx",
        Status__c: "Attended",
        Delivery_Hours__c: "abc",
      }),
    ).toEqual(["hours_not_a_number"]);
  });

  it("of a presenter is a volunteer's; without a type the contact decides", () => {
    expect(
      ["Presenter", "Student", "Teacher", null].map((type) => participant({ Participant_Type__c: type }).role),
    ).toEqual(["volunteer", "student", "teacher", null]);
  });
});

describe("a row's hash", () => {
  it("tells null from text, and where one value ends and the next begins", () => {
    const hashes = [
      { Name: "ab", Type: "c" },
      { Name: "a", Type: "bc" },
      { Name: "ab", Type: null, Description: "c" },
      { Name: "ab", Type: "s1:c" },
    ].map((fields) => rowOf("Account", fields).hash);
    expect(new Set(hashes).size).toBe(4);
  });

  it("is of what the row holds, not of when it was touched", () => {
    const one = rowOf("Account", { Name: "Acme", SystemModstamp: "2026-01-01T00:00:00.000+0000" });
    const other = rowOf("Account", { Name: "Acme", SystemModstamp: "2026-02-02T00:00:00.000+0000" });
    expect(one.hash).toBe(other.hash);
  });

  it("keeps formulas in a part of their own", () => {
    const shape = shapeOf("Account", [], ["Description"]);
    const hash = (Description: string) =>
      shape.row(shape.layout.cellsOf({ Id: "001x", SystemModstamp: "2026-01-01T00:00:00Z", Name: "Acme", Description }))
        .hash;
    const [one = "", other = ""] = [hash("a"), hash("b")];
    expect(one).not.toBe(other);
    expect(one.split(".")[0]).toBe(other.split(".")[0]);
  });

  it("is the same whether an optional field is blank or hidden", () => {
    const fields = { Id: "001x", SystemModstamp: "2026-01-01T00:00:00Z", Name: "Acme", Type: "Business" };
    const [whole, partial] = [shapeOf("Account"), shapeOf("Account", ["BillingCity"])];
    expect(partial.row(partial.layout.cellsOf(fields)).hash).toBe(whole.row(whole.layout.cellsOf(fields)).hash);
  });

  it("survives the payload that quarantine keeps", () => {
    const row = rowOf("Contact", {
      LastName: "Doe",
      DoNotCall: true,
      Number_of_Attended_Volunteer_Sessions__c: "2.0",
      Birthdate: "1990-05-15",
    });
    const again = shapeOf("Contact").fromPayload(row.payload());
    expect([again.hash, again.sourceId, again.modifiedAt]).toEqual([row.hash, row.sourceId, row.modifiedAt]);
  });
});

describe("the fields that an org shows", () => {
  it("may lack an optional one, which is a notice", () => {
    expect(shapeOf("Contact", ["Birthdate"]).notices).toEqual([expect.stringContaining("Birthdate of Contact")]);
  });

  it("may not lack a required one: the permission to ask for is named", () => {
    expect(() => shapeOf("Contact", ["Contact_Type__c"])).toThrow(PolarisError);
    expect(() => shapeOf("Contact", ["Contact_Type__c"])).toThrow(/does not show Contact_Type__c of Contact.*"Read"/);
  });
});
