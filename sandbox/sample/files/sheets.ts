import { addDays } from "../calendar.js";
import type { Cast, SampleSheet, SheetCell, Teacher } from "./model.js";
import { weekday } from "./weekday.js";

const schoolYear = (year: number): string => `${year}-${year + 1}`;

/** The sheets that staff keep, each with its mess. */
export function sampleSheets(cast: Cast): SampleSheet[] {
  return [
    ...rosters(cast),
    attendance(cast),
    schoolLevels(cast),
    eventRequests(cast),
    pathwayRoster(cast),
    outsideVisits(cast),
    virtualLog(cast),
    feedback(cast),
  ];
}

/** One roster a district: titles above the header, the building once for several teachers, blank lines at the end. */
function rosters(cast: Cast): SampleSheet[] {
  const districts = [...new Set(cast.teachers.flatMap(({ district }) => (district === null ? [] : [district.Name])))];
  return districts.slice(0, 2).map((district, index) => {
    const own = cast.teachers.filter((teacher) => teacher.district?.Name === district).slice(0, 40);
    const bySchool = [...own].sort((a, b) => a.school.Name.localeCompare(b.school.Name));
    const header = ["Building", "Name", "Email", "Grade", "Target Sessions", "Academic Year", "District"];
    const rows = bySchool.map((teacher, place) => rosterRow(cast, teacher, place, bySchool[place - 1], district));
    const extra: SheetCell[][] = [
      [
        index === 0 ? "TA Edison" : "Meadows Annex",
        "Winifred Newcome",
        "wnewcome@schools.example",
        "3",
        1,
        schoolYear(cast.year),
        district,
      ],
      ["Nowhere Middle", "Without An Address", null, "7", 1, schoolYear(cast.year), district],
    ];
    return {
      id: `sheet-roster-${index + 1}`,
      title: `Teacher roster ${district}`,
      tab: "Roster",
      rows: [
        [`${district}, virtual sessions ${schoolYear(cast.year)}`],
        [],
        header,
        ...rows,
        ...extra,
        ["nan", "nan", "nan"],
      ],
      merges: mergedBuildings(bySchool, 4),
    };
  });
}

function rosterRow(
  cast: Cast,
  { contact, school }: Teacher,
  place: number,
  before: Teacher | undefined,
  district: string,
): SheetCell[] {
  const name = `${contact.FirstName ?? ""} ${contact.LastName}`;
  const mail = contact.Email ?? `${contact.LastName.toLowerCase()}${place}@schools.example`;
  return [
    before?.school.Name === school.Name ? null : school.Name,
    place % 9 === 4 ? name.toUpperCase() : name,
    place % 5 === 2 ? mail.toUpperCase() : mail,
    place % 4 === 0 ? null : String((place % 6) + 1),
    place % 3 === 0 ? 2 : 1,
    schoolYear(cast.year),
    place % 6 === 5 ? null : district,
  ];
}

/** Areas of one building's teachers, from this row of the sheet on. */
function mergedBuildings(teachers: readonly Teacher[], firstRow: number): string[] {
  const areas: string[] = [];
  let from = 0;
  for (let place = 1; place <= teachers.length; place++) {
    if (teachers[place]?.school.Name === teachers[from]?.school.Name) continue;
    if (place - from > 1) areas.push(`A${firstRow + from}:A${firstRow + place - 1}`);
    from = place;
  }
  return areas;
}

/** Students reached and rotations, as staff count them on paper. */
function attendance(cast: Cast): SampleSheet {
  const luck = cast.chance("attendance");
  const rows = luck.sample(cast.held, 60).map(({ row, day }, index): SheetCell[] => {
    const rooms = luck.between(1, 6);
    const total = rooms * luck.between(15, 26);
    return [
      index % 8 === 3 ? null : row.Id,
      row.Name,
      { date: day },
      index === 5 ? `${total} students` : index === 9 ? `about ${total}` : total,
      rooms,
      luck.between(1, 4),
      luck.happens(0.5) ? rooms : null,
      luck.weighted([
        ["STEM", 30],
        ["Business", 20],
        ["Health", 20],
        ["Construction/ Trades", 15],
        [null, 15],
      ]),
      luck.happens(0.4),
    ];
  });
  const header = [
    "Session ID",
    "Event",
    "Date",
    "Total Students",
    "Classrooms",
    "Rotations",
    "Groups",
    "Pathway",
    "STEM",
  ];
  const odd: SheetCell[][] = [
    [null, "An event that nobody has entered yet", { date: addDays(cast.today, -9) }, 44, 2, 2, null, "STEM", true],
    [rows[0]?.[0] ?? null, "Far too many", { date: addDays(cast.today, -9) }, 64_000, 2, 2, null, null, false],
  ];
  return {
    id: "sheet-attendance",
    title: "Students reached",
    tab: "This year",
    rows: [["Students reached and rotations (keep in step with the sign-in sheets)"], header, ...rows, [], ...odd],
  };
}

function schoolLevels(cast: Cast): SampleSheet {
  const levels = [
    ["Elementary", /elementary|montessori/i],
    ["Middle", /middle/i],
    ["High", /high school/i],
  ] as const;
  const rows = cast.schools.map(({ Id, Name }, index): SheetCell[] => {
    const level = levels.find(([, shape]) => shape.test(Name))?.[0] ?? "Other";
    return [index % 5 === 4 ? Id.slice(0, 15) : Id, index % 4 === 1 ? level.toUpperCase() : level];
  });
  return {
    id: "sheet-levels",
    title: "School levels",
    tab: "Levels",
    rows: [["Id", "Level"], ...rows, ["0015f00000NOBODY1", "High"]],
  };
}

function eventRequests(cast: Cast): SampleSheet {
  const luck = cast.chance("requests");
  const rows = luck.sample(cast.schools, 10).map(({ Name }, index): SheetCell[] => {
    const asked = luck.between(10, 60);
    const isSure = index % 3 !== 2;
    return [
      luck.pick(["BFI", "HSA"]),
      "Business campus visit",
      { date: addDays(cast.today, 10 + 7 * index) },
      Name,
      luck.pick(["Ms. Porter", "Mr. Lane", "Dr. Vega"]),
      `office${index}@schools.example`,
      asked,
      isSure ? asked - 2 : null,
      isSure ? "Confirmed" : index % 2 === 0 ? "Requested" : "Declined",
      index % 4 === 0 ? "Bus needed" : null,
    ];
  });
  const header = [
    "Program",
    "Event",
    "Date",
    "School",
    "Contact",
    "Email",
    "# Requested",
    "# Confirmed",
    "Confirmation",
    "Notes",
  ];
  return { id: "sheet-requests", title: "BFI and HSA confirmations", tab: "Requests", rows: [header, ...rows] };
}

function pathwayRoster(cast: Cast): SampleSheet {
  const luck = cast.chance("pathway-roster");
  const sessions = luck.sample(cast.held, 6);
  const rows = sessions.flatMap(({ row, day }) =>
    luck.sample(cast.students, 12).map((student): SheetCell[] => {
      const school = cast.accountOf(student.npsp__Primary_Affiliation__c);
      const district = cast.accountOf(school?.ParentId ?? null);
      return [
        row.Id,
        row.Name,
        { date: day },
        student.Local_Student_ID__c,
        student.FirstName,
        student.LastName,
        school?.Name ?? null,
        district?.Name ?? null,
        luck.pick(["STEM", "Business", "Health"]),
        luck.weighted([
          ["Attended", 70],
          ["Signed up", 25],
          ["attended ", 5],
        ]),
      ];
    }),
  );
  const first = sessions[0];
  const header = [
    "Session ID",
    "Event",
    "Date",
    "Student ID",
    "First Name",
    "Last Name",
    "School",
    "District",
    "Pathway",
    "Status",
  ];
  const unknown: SheetCell[] = [
    first?.row.Id ?? null,
    first?.row.Name ?? "",
    null,
    "999999",
    "No",
    "One",
    "Kaw Point High School",
    "Kansas City Kansas Public Schools",
    "STEM",
    "Attended",
  ];
  return { id: "sheet-pathway-roster", title: "Pathway roster", tab: "Roster", rows: [header, ...rows, unknown] };
}

function outsideVisits(cast: Cast): SampleSheet {
  const luck = cast.chance("outside");
  const rows = luck.sample(cast.students, 25).map((student, index): SheetCell[] => {
    const school = cast.accountOf(student.npsp__Primary_Affiliation__c);
    return [
      student.Local_Student_ID__c,
      school?.Name ?? null,
      cast.accountOf(school?.ParentId ?? null)?.Name ?? null,
      "Diploma+",
      luck.pick(["Internship", "Job shadow", "Client-connected project", "College visit"]),
      luck.pick(["Downtown", "Airport campus", "Riverfront"]),
      luck.pick(["Brush Creek Engineering", "Meridian Bluff Credit Union", "City Hall"]),
      { date: addDays(cast.today, -10 * index - 3) },
      luck.between(1, 40),
    ];
  });
  const header = ["Student ID", "School", "District", "Program", "Kind", "Place", "Organization", "Date", "Hours"];
  return { id: "sheet-outside", title: "Diploma+ and other visits", tab: "Visits", rows: [header, ...rows] };
}

/** The log kept before Pathful: three lines of headers, a line a teacher, two-digit years. */
function virtualLog(cast: Cast): SampleSheet {
  const luck = cast.chance("virtual-log");
  const statuses = [
    "successfully completed",
    "Teacher No-Show",
    "Teacher Cancelation",
    "Local Professional No-Show",
    "Inclement Weather Cancellation",
    "Simulcast",
    "White Lable Completed",
    "Unfilled",
    "Technical Difficulties",
  ];
  const rows = Array.from({ length: 24 }, (_, index): SheetCell[] => {
    const teacher = luck.pick(cast.teachers);
    const presenters = luck.sample(cast.volunteers, luck.between(1, 2));
    const day = weekday(addDays(cast.today, -760 - 5 * index));
    return [
      luck.weighted([
        ["successfully completed", 60],
        [luck.pick(statuses), 40],
      ]),
      `${day.slice(5, 7)}/${day.slice(8)}/${day.slice(2, 4)}`,
      "10:00 AM",
      luck.pick(["Connector", "Local Professional"]),
      `${teacher.contact.FirstName} ${teacher.contact.LastName}`,
      teacher.school.Name,
      "Elementary",
      teacher.district?.Name.replace(" School District", "") ?? "",
      `K-2: Careers of the Past ${Math.floor(index / 2) + 1}`,
      presenters.map(({ FirstName, LastName }) => `${FirstName} ${LastName}`).join(", "),
      cast.accountOf(presenters[0]?.npsp__Primary_Affiliation__c ?? null)?.Name ?? null,
      luck.pick(["STEM", "Health", "Arts"]),
      index % 4 === 0 ? "https://pathful.example/session/70000" : null,
    ];
  });
  const header = [
    "Status",
    "Date",
    "Time",
    "Session Type",
    "Teacher Name",
    "School Name",
    "School Level",
    "District",
    "Session Title",
    "Presenter",
    "Organization",
    "Topic/Theme",
    "Session Link",
  ];
  return {
    id: "sheet-virtual-log",
    title: "Virtual sessions (old log)",
    tab: "Log",
    rows: [["Virtual session log"], ["Do not sort this sheet"], header, ...rows],
  };
}

/** A form's answers. */
function feedback(cast: Cast): SampleSheet {
  const luck = cast.chance("feedback");
  const rows = luck
    .sample(cast.held, 20)
    .map(({ row, day }, index): SheetCell[] => [
      { dateTime: `${addDays(day, 1)}T09:12` },
      luck.pick(cast.teachers).contact.Email,
      row.Id,
      luck.between(2, 5),
      luck.happens(0.85) ? "Yes" : "No",
      index % 3 === 0 ? "The students are still talking about it." : null,
    ]);
  const header = [
    "Timestamp",
    "Email Address",
    "Session ID",
    "How useful was the session?",
    "Would you invite us again?",
    "Anything else?",
  ];
  return { id: "sheet-feedback", title: "Teacher feedback (form)", tab: "Form Responses 1", rows: [header, ...rows] };
}
