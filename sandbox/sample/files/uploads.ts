import { addDays } from "../calendar.js";
import { LEAD_EXPORT_COLUMNS } from "../leads.js";
import type { Cast, SampleFile, SampleVisit, SheetCell } from "./model.js";

/** Exports that staff drop into Slack besides Pathful's. */
export function sampleUploads(cast: Cast): SampleFile[] {
  return [
    survey(cast),
    volunteerSurvey(cast),
    partners(cast),
    social(cast),
    ...pathways(cast),
    leads(cast),
    renamedColumn(cast),
  ];
}

function survey(cast: Cast): SampleFile {
  const luck = cast.chance("survey");
  const rows = luck
    .sample(cast.held, 15)
    .map(({ row, day }, index): SheetCell[] => [
      addDays(day, 2),
      row.Id,
      index % 4 === 0 ? "" : (luck.pick(cast.volunteers).Email ?? ""),
      luck.between(3, 5),
      luck.happens(0.9) ? "Yes" : "No",
      index % 2 === 0 ? "Well organised, and the school was ready for us." : "",
    ]);
  return {
    name: "session-survey.csv",
    said: "Answers to the session survey",
    rows: [["Date", "Session ID", "Respondent", "Rating", "Would Recommend", "Comment"], ...rows],
  };
}

/** As SurveyMonkey exports it: two lines of headers. */
function volunteerSurvey(cast: Cast): SampleFile {
  const luck = cast.chance("survey-monkey");
  const header = [
    "Respondent ID",
    "Email Address",
    "Response Date",
    "How likely are you to volunteer again?",
    "What would you change?",
  ];
  const second = ["", "", "", "Response", "Open-Ended Response"];
  const rows = luck
    .sample(cast.volunteers, 18)
    .map((volunteer, index): SheetCell[] => [
      String(118_200_000 + index),
      volunteer.Email ?? "",
      `${addDays(cast.today, -index).slice(5, 7)}/${addDays(cast.today, -index).slice(8)}/${addDays(cast.today, -index).slice(0, 4)}`,
      luck.between(6, 10),
      index % 3 === 0 ? "More time for questions" : "",
    ]);
  return { name: "Volunteer Survey SurveyMonkey.csv", said: "The volunteers' survey", rows: [header, second, ...rows] };
}

function partners(cast: Cast): SampleFile {
  const luck = cast.chance("partners");
  const short: Readonly<Record<string, string>> = { David: "Dave", Robert: "Rob", William: "Bill", Victor: "Vic" };
  const known = luck.sample(cast.volunteers, 16).map((volunteer, index): SheetCell[] => {
    const first = volunteer.FirstName ?? "";
    return [
      short[first] ?? first,
      index % 5 === 2 ? volunteer.LastName.toUpperCase() : volunteer.LastName,
      index % 2 === 0 ? volunteer.Email : null,
      cast.accountOf(volunteer.npsp__Primary_Affiliation__c)?.Name ?? null,
    ];
  });
  const strangers: SheetCell[][] = [
    ["Persis", "Oakhollow", "persis@partner.example", "Riverfront Works"],
    ["J.", "Winterbourne", null, null],
  ];
  return {
    name: "KCTAA members.csv",
    said: "Who of these members volunteers with us already?",
    rows: [["First Name", "Last Name", "Email", "Company"], ...known, ...strangers],
  };
}

function social(cast: Cast): SampleFile {
  const luck = cast.chance("social");
  const rows = Array.from({ length: 45 }, (_, index): SheetCell[] => [
    addDays(cast.today, -45 + index),
    luck.between(80, 900),
    luck.between(60, 700),
    luck.between(0, 60),
    luck.between(-3, 12),
  ]);
  return {
    name: "instagram-export.csv",
    said: "Instagram of the last weeks",
    rows: [["Date", "Impressions", "Reach", "Likes", "Follows"], ...rows],
  };
}

/** The pathway objects as Data Loader writes them, with the names of the API. */
function pathways({ sample }: Cast): SampleFile[] {
  const csv = (name: string, columns: readonly string[], rows: readonly object[]): SampleFile => ({
    name: `${name}.csv`,
    said: `Export of ${name}`,
    rows: [columns, ...rows.map((row) => columns.map((column): SheetCell => valueIn(row, column)))],
  });
  const own = sample as unknown as Readonly<Record<string, readonly object[] | undefined>>;
  return [
    csv("Pathway__c", ["Id", "Name", "Status__c", "School__c"], own.Pathway__c ?? []),
    csv("Pathway_Session__c", ["Id", "Name", "Pathway__c", "Session__c"], own.Pathway_Session__c ?? []),
    csv(
      "Pathway_Participant__c",
      ["Id", "Name", "Pathway__c", "Contact__c", "Status__c"],
      own.Pathway_Participant__c ?? [],
    ),
  ];
}

/** The leads as a warehouse exports them: deleted ones too, its own names of columns, booleans as words. */
function leads({ sample }: Cast): SampleFile {
  const fields = Object.values(LEAD_EXPORT_COLUMNS);
  return {
    name: "salesforce-leads.csv",
    said: "The leads that we have in Salesforce",
    rows: [Object.keys(LEAD_EXPORT_COLUMNS), ...sample.Lead.map((row) => fields.map((field): SheetCell => row[field]))],
  };
}

function valueIn(row: object, column: string): SheetCell {
  const value: unknown = new Map(Object.entries(row)).get(column);
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}

/** A roster whose column bears another name: it must be refused, with the likely name. */
function renamedColumn(cast: Cast): SampleFile {
  const rows = cast.teachers
    .slice(0, 3)
    .map(({ contact, school }): SheetCell[] => [school.Name, contact.LastName, contact.Email]);
  return {
    name: "roster-with-a-renamed-column.csv",
    said: "This one does not go in, why?",
    rows: [["Building", "Name", "E-mail adress"], ...rows],
  };
}

/** Two months of the website. */
export function sampleVisits(cast: Cast): SampleVisit[] {
  const luck = cast.chance("website");
  const pages = ["/", "/volunteer", "/schools", "/donate"];
  return Array.from({ length: 60 }, (_, index) => addDays(cast.today, -60 + index)).flatMap((day) =>
    pages.map((page) => {
      const activeUsers = luck.between(3, 90);
      const sessions = activeUsers + luck.between(0, 20);
      return {
        date: day,
        page,
        activeUsers,
        sessions,
        screenPageViews: sessions * luck.between(1, 4),
      };
    }),
  );
}
