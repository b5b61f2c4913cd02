import { addDays, type Day } from "../calendar.js";
import type { Chance } from "../random.js";
import type { Cast, SampleFile, SheetCell } from "./model.js";
import { PARTNER, type PathfulUser, type PathfulUsers } from "./pathful-users.js";
import { weekday } from "./weekday.js";

const HEADER = [
  "Session ID",
  "Title",
  "Date",
  "Status",
  "Duration",
  "User Auth Id",
  "Name",
  "SignUp Role",
  "School",
  "District or Company",
  "Partner",
  "State",
  "Registered Student Count",
  "Attended Student Count",
  "Registered Educator Count",
  "Attended Educator Count",
  "Career Cluster",
  "Work Based Learning",
  "Series or Event Title",
] as const;

const SESSIONS = 90;
const FIRST_ID = 70_000;

const TOPICS: readonly (readonly [title: string, cluster: string])[] = [
  ["K-2: What Does an Engineer Do?", "STEM"],
  ["4-5 Grade: Weather and the People Who Watch It", "STEM"],
  ["A Day in the Life of a Nurse", "Health Science"],
  ["(HS) How a Bank Decides", "Finance"],
  ["Designing Games for a Living", "Information Technology"],
  ["1st Grade: Community Helpers", "Law and Public Safety"],
  ["Building Bridges, Really", "Architecture and Construction"],
  ["Marketing That Works", "Marketing"],
  ["Robots in the Warehouse", "Manufacturing"],
  ["Career Center Careers: Welding", "Manufacturing"],
  ["Animals Need Vets", "Health Science"],
  ["Code Your First Page", "Information Technology"],
];

/** Registered and attended students, registered and attended educators. */
type Headcount = readonly [SheetCell, SheetCell, SheetCell, SheetCell];

interface Session {
  readonly id: string | null;
  readonly title: string | null;
  readonly date: SheetCell;
  readonly status: string;
  readonly cluster: string;
  readonly counts: Headcount;
  readonly duration: SheetCell;
  readonly partner: string;
}

/** The Session Report: one row a person in one session, what is said of the session on each. */
export function sessionReport(cast: Cast, users: PathfulUsers): SampleFile {
  const luck = cast.chance("session-report");
  const rows: SheetCell[][] = [];
  for (let index = 0; index < SESSIONS; index++) rows.push(...everydayRows(cast, luck, index, users));
  rows.push(...doubtfulRows(cast, users), ...oddRows(cast, users));
  return {
    name: "Pathful Session Report.xlsx",
    said: "And the Session Report of the same day, for this school year and the last",
    rows: [HEADER, ...rows],
  };
}

function everydayRows(
  cast: Cast,
  luck: Chance,
  index: number,
  { educators, professionals }: PathfulUsers,
): SheetCell[][] {
  const day = weekday(addDays(cast.today, luck.between(-420, 21)));
  const status = statusOn(luck, day < cast.today);
  const [title, cluster] = luck.pick(TOPICS);
  const classes = luck.sample(educators, luck.between(1, 3));
  const people = [...classes, ...(luck.happens(0.9) ? [luck.pick(professionals)] : [])];
  const session: Session = {
    id: String(FIRST_ID + index),
    title,
    date: dateCell(luck, day),
    status,
    cluster,
    counts: headcount(luck, status, classes.length),
    duration: 60,
    partner: PARTNER,
  };
  return people.map((person) =>
    row(person, {
      ...session,
      status: luck.happens(0.1) ? status.toUpperCase() : status,
      duration: luck.weighted<SheetCell>([
        [60, 60],
        ["45", 20],
        [null, 20],
      ]),
      partner: luck.happens(0.2) ? PARTNER.toLowerCase() : PARTNER,
    }),
  );
}

const statusOn = (luck: Chance, isPast: boolean): string =>
  isPast
    ? luck.weighted([
        ["Completed", 70],
        ["Cancelled", 12],
        ["No Show", 6],
        ["Simulcast", 4],
        ["Confirmed", 4],
        ["Draft", 4],
      ])
    : luck.weighted([
        ["Confirmed", 50],
        ["Published", 25],
        ["Requested", 20],
        ["Draft", 5],
      ]);

function headcount(luck: Chance, status: string, classes: number): Headcount {
  const held = status === "Completed" || status === "Simulcast";
  const registered = classes * luck.between(18, 28);
  const came = luck.weighted([
    [classes, 80],
    [Math.max(0, classes - 1), 12],
    [0, 8],
  ]);
  const blank = luck.happens(0.06);
  return [registered, held ? Math.round(registered * 0.9) : 0, classes, blank ? "n/a" : held ? came : 0];
}

/** A date of the workbook, or text in one of two shapes. */
function dateCell(luck: Chance, day: Day): SheetCell {
  const hour = String(luck.between(8, 14)).padStart(2, "0");
  return luck.weighted<SheetCell>([
    [{ dateTime: `${day}T${hour}:00` }, 70],
    [`${day} ${hour}:00:00`, 15],
    [`${day.slice(5, 7)}/${day.slice(8)}/${day.slice(0, 4)}`, 15],
  ]);
}

/** People who have to be asked about, two sessions each; and a session that Salesforce may have as well. */
function doubtfulRows(cast: Cast, { doubtful, strangers, educators, professionals }: PathfulUsers): SheetCell[][] {
  const [class1, class2] = educators;
  const [presenter] = professionals;
  if (class1 === undefined || class2 === undefined || presenter === undefined) return [];
  const rows = [...doubtful, ...strangers].flatMap((person, index) =>
    [0, 1].flatMap((round): SheetCell[][] => {
      const [title, cluster] = TOPICS[(index + 5 * round) % TOPICS.length] ?? ["", ""];
      const day = weekday(addDays(cast.today, -25 - 6 * index - 90 * round));
      const session = held(String(72_000 + 10 * index + round), title, { dateTime: `${day}T09:30` }, { cluster });
      return [row(person, session), row(person.role === "Educator" ? presenter : class1, session)];
    }),
  );
  const twin = cast.heldVirtually.at(-1);
  if (twin !== undefined) {
    const session = held("72900", twin.row.Name ?? "", { dateTime: `${twin.day}T11:00` });
    rows.push(row(class1, session), row(class2, session));
  }
  return rows;
}

/** What must be told apart one by one. */
function oddRows(cast: Cast, { educators, professionals }: PathfulUsers): SheetCell[][] {
  const [anna, ben, cora] = educators;
  const [pro, other] = professionals;
  if (anna === undefined || ben === undefined || cora === undefined || pro === undefined || other === undefined)
    return [];
  const day = weekday(addDays(cast.today, -40));
  const at: SheetCell = { dateTime: `${day}T10:00` };
  const later: SheetCell = { dateTime: `${day}T13:00` };
  const nurse = "A Day in the Life of a Nurse";
  const two = held("71001", "Two classes, one came", at, { counts: [50, 24, 2, 1] });
  const undated = (id: string, title: string, status: string, date: SheetCell = null): Session =>
    held(id, title, date, { status, counts: [null, null, null, null] });
  const child: PathfulUser = { ...anna, id: "61001", name: "A Student", role: "Student" };
  return [
    row(anna, two),
    row(ben, two),
    row(child, two),
    row({ ...child, id: "61002", name: "A Parent", role: "Parent" }, two),
    row(cora, held("71002", "Nobody came", at, { counts: [20, 0, 1, 0] })),
    row(cora, held("71003", "Nobody said who came", at, { counts: [20, "n/a", 1, "n/a"] })),
    row(anna, held("71004", nurse, later, { cluster: "Health Science" })),
    row(ben, held("71005", nurse, later, { cluster: "Health Science", counts: [22, 22, 1, 1] })),
    row(ben, held(null, "A session without its number", at, { cluster: "Finance" })),
    row(ben, undated("71006", "Without a day, still a draft", "Draft")),
    row(ben, undated("71007", "Without a day, but published", "Published")),
    row(pro, undated("71007", "Without a day, but published", "Published", "nan")),
    row(anna, held("71008", "Of another partner", at, { partner: "OTHER-PARTNER" })),
    row(other, held("71010", null, at)),
    row(cora, held("71011", "Shown to the whole school", at, { status: "Simulcast", counts: [120, 110, 1, 1] })),
  ];
}

const held = (id: string | null, title: string | null, date: SheetCell, change: Partial<Session> = {}): Session => ({
  id,
  title,
  date,
  status: "Completed",
  cluster: "STEM",
  counts: [20, 18, 1, 1],
  duration: 60,
  partner: PARTNER,
  ...change,
});

function row(person: PathfulUser, session: Session): SheetCell[] {
  const { id, title, date, status, duration, partner, counts, cluster } = session;
  return [
    id,
    title,
    date,
    status,
    duration,
    person.id,
    person.name,
    person.role,
    person.school,
    person.home,
    partner,
    "MO",
    ...counts,
    cluster,
    null,
    cluster === "STEM" ? "STEM Week" : null,
  ];
}
