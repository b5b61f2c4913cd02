import { describe, expect, it } from "vitest";
import { organizationSchema } from "../../../src/runtime/index.js";
import { countsOf, inAnIntake } from "./setting.js";

const KCK = "Kansas City Kansas Public Schools";

describe("school levels", () => {
  inAnIntake((given) => {
    it("says of what level a school is, by its id of 15 or 18 letters", async () => {
      const { pool, rows } = given();
      const school = await rows.school(null);
      await pool.write((db) => db.school.update({ where: { id: school }, data: { source_id: "0015f00000JU4opAAD" } }));
      const result = await given().import(
        "Id,Level\n0015f00000JU4op,elem\n001,High\n0015f00000JU4pVAAT,Big\n0015f00000JU9ZEAA1,",
      );
      expect(countsOf(result)).toEqual({ read: 4, inserted: 1, quarantined: 2, nothing_recorded: 1 });
      expect((await pool.db.school.findFirst())?.level).toBe("Elementary");
      expect((await given().quarantine()).map(({ detail }) => detail)).toEqual([
        "Line 3: “Id” is no Salesforce id of 15 or 18 letters and digits.",
        "Line 4: “Level” is none of Elementary, Middle, High, Other.",
      ]);
    });
  });
});

describe("event confirmations", () => {
  const HEADER =
    "Program,Event,Date,School,Contact Name,Contact Email,Students Requested,Students Confirmed,Status,Notes";
  inAnIntake((given) => {
    it("finds a school by what else its account is called, and its own name goes before", async () => {
      const { pool, rows } = given();
      const [east, west] = [await rows.school(null), await rows.school(null)];
      const call = (id: number, name: string, other_name: string) =>
        pool.write((db) => db.school.update({ where: { id }, data: { name, other_name, source_id: `001-${id}` } }));
      await call(east, "East High School", "West High School");
      await call(west, "West High School", "The Academy at West");
      await given().import(
        [HEADER, ...["The Academy at West", "West High School"].map((name) => `BFI,BFI Spring,,${name},,,5,,,`)].join(
          "\n",
        ),
      );
      const found = await pool.db.eventRequest.findMany({ orderBy: { id: "asc" } });
      expect(found.map(({ school_id }) => school_id)).toEqual([west, west]);
    });

    it("keeps what was asked and confirmed, with the event and the school where they are known", async () => {
      const { pool, rows } = given();
      const event = await rows.event({ title: "BFI Spring", local_date: "2026-04-10" });
      const school = await rows.school(null);
      const result = await given().import(
        [
          HEADER,
          'BFI,BFI Spring,"April 10, 2026",School,Ann Able,Ann@kck.example,25,20,Confirmed,',
          "BFI,BFI Spring,4/10/26,Other School,,,30,,pending,bus needed",
          "HSA,HSA Day,2026-05-01,School,,,15,15,,",
          "HSA,HSA Day,2026-05-01,School B,,,15,,perhaps,",
        ].join("\n"),
      );
      expect(countsOf(result)).toEqual({ read: 4, inserted: 4 });
      expect(await pool.db.eventRequest.findMany({ orderBy: { id: "asc" } })).toMatchObject([
        {
          event_id: event,
          school_id: school,
          status: "confirmed",
          requested_students: 25,
          confirmed_students: 20,
          contact_email: "ann@kck.example",
        },
        { event_id: event, school_id: null, status: "requested", note: "bus needed" },
        { event_id: null, school_id: school, status: "confirmed" },
        { event_id: null, status: "requested", status_raw: "perhaps" },
      ]);
      expect(await given().openFlags()).toEqual([
        "event_request: request_without_event",
        "event_request: request_without_event",
        "event_request: unmapped_request_status",
      ]);
    });

    it("is linked later, when the event has come", async () => {
      const { pool, rows } = given();
      const one = [HEADER, "HSA,HSA Day,2026-05-01,School,,,15,15,,"].join("\n");
      await given().import(one);
      const event = await rows.event({ title: "HSA Day", local_date: "2026-05-01" });
      await given().import([HEADER, "HSA,Another,2026-05-02,School,,,15,15,,"].join("\n"), { name: "other.csv" });
      expect(await pool.db.eventRequest.findFirst({ where: { title_raw: "HSA Day" } })).toMatchObject({
        event_id: event,
      });
      expect(await given().openFlags()).toEqual(["event_request: request_without_event"]);
    });
  });
});

describe("the pathway roster", () => {
  const HEADER = "Session ID,Event,Date,Student ID,First Name,Last Name,School,District,Pathway,Status";
  inAnIntake((given) => {
    async function world() {
      const { pool, rows } = given();
      const district = await rows.district(KCK);
      const other = await rows.district("Center School District");
      const school = await rows.school(district);
      const elsewhere = await rows.school(other);
      await pool.write((db) => db.school.update({ where: { id: elsewhere }, data: { name: "Elsewhere" } }));
      const student = (full_name: string, local_student_id: string | null, school_id: number) =>
        rows.contact({ kind: "student", full_name, local_student_id, school_id });
      return {
        event: await rows.event({ pathful_session_id: "501" }),
        sam: await student("Sam Stone", "S-1", school),
        twin: await student("Tess Twin", "S-1", elsewhere),
        nora: await student("Nora Núñez", null, school),
      };
    }

    it("finds students by their number within the district, else by exact name and school, and creates nobody", async () => {
      const { event, sam, twin, nora } = await world();
      const result = await given().import(
        [
          HEADER,
          "501,Tour,,s-1,Samuel,Stone,School,KCK,Health,Attended",
          "501,Tour,,S-1,,,,Center School District,Health,signed up",
          "501,Tour,,,nora,nunez,School,,Health,Attended",
          "501,Tour,,,Nora,Nunes,School,,Health,Attended",
          "501,Tour,,S-9,Sam,Unknown,School,KCK,Health,Attended",
          "502,Tour,,S-1,,,School,KCK,Health,Attended",
        ].join("\n"),
      );
      expect(countsOf(result)).toEqual({ read: 6, inserted: 3, quarantined: 3 });
      expect(await given().pool.db.participation.findMany({ orderBy: { id: "asc" } })).toMatchObject([
        { source: "pathway-roster", event_id: event, contact_id: sam, role: "student", status: "attended" },
        { event_id: event, contact_id: twin, status: "registered" },
        { event_id: event, contact_id: nora, status: "attended" },
      ]);
      const marks = await given().pool.db.participation.findMany({ orderBy: { id: "asc" } });
      expect(marks.map(({ attended, counts }) => [Boolean(attended), Boolean(counts)])).toEqual([
        [true, true],
        [false, false],
        [true, true],
      ]);
      expect(await given().quarantine()).toMatchObject([
        { waits_for_object: "student", detail: "student of line 5 is not in the pool." },
        { waits_for_object: "student", detail: "student of line 6 is not in the pool." },
        { waits_for_object: "event", detail: "event 502 is not in the pool." },
      ]);
      expect(await given().pool.db.contact.count()).toBe(3);
    });

    it("changes nothing when it comes again, and moves from signed up to attended", async () => {
      await world();
      const of = (status: string) => [HEADER, `501,Tour,,S-1,Sam,Stone,School,KCK,Health,${status}`].join("\n");
      await given().import(of("signed up"));
      expect(countsOf(await given().import(of("signed up")))).toEqual({ read: 1, unchanged: 1 });
      expect(countsOf(await given().import(of("Attended")))).toEqual({ read: 1, updated: 1 });
      expect(await given().pool.db.participation.findMany()).toMatchObject([{ status: "attended" }]);
    });
  });
});

describe("outside visits", () => {
  const HEADER = "Student ID,School,District,Program,Kind,Place,Organization,Date,Hours";
  inAnIntake((given) => {
    it("keeps them apart from our events, with the student where the number is known", async () => {
      const { pool, rows } = given();
      const school = await rows.school(await rows.district(KCK));
      const student = await rows.contact({ kind: "student", local_student_id: "77", school_id: school });
      const result = await given().import(
        [
          HEADER,
          "77,School,KCK,Diploma+,Job shadow,Main St,TechCorp,2026-01-15,2.5",
          "78,School,KCK,Diploma+,Internship,,TechCorp,15 Jan 2026,8",
          "79,School,KCK,Diploma+,Internship,,TechCorp,soon,8",
          "80,School,KCK,Diploma+,Internship,,TechCorp,2026-01-15,a day",
          ",School,KCK,Diploma+,Internship,,TechCorp,2026-01-15,8",
        ].join("\n"),
      );
      expect(countsOf(result)).toEqual({ read: 5, inserted: 2, quarantined: 3 });
      expect(await pool.db.outsideVisit.findMany({ orderBy: { id: "asc" } })).toMatchObject([
        {
          student_ref: "77",
          contact_id: student,
          school_id: school,
          hours: 2.5,
          local_date: "2026-01-15",
          kind_raw: "Job shadow",
        },
        { student_ref: "78", contact_id: null, hours: 8, local_date: "2026-01-15" },
      ]);
      expect(await given().openFlags()).toContain("outside_visit: visit_without_student");
      expect(await pool.db.participation.count()).toBe(0);
    });
  });
});

describe("surveys", () => {
  inAnIntake((given) => {
    const answers = () =>
      given().pool.db.surveyAnswer.findMany({
        orderBy: { id: "asc" },
        select: {
          question: true,
          kind: true,
          answer_text: true,
          answer_number: true,
          event_id: true,
          contact_id: true,
        },
      });

    it("makes one answer of each question, linked to event and respondent", async () => {
      const { rows } = given();
      const event = await rows.event({ pathful_session_id: "501" });
      const ann = await rows.contact({ emails: ["ann@kck.example"] });
      const bea = await rows.contact({ full_name: "Bea Bell" });
      await rows.participation(event, bea);
      const result = await given().import(
        [
          "Date,Session ID,Respondent,Rating,Would Recommend,Comment",
          "2026-02-16,501,Ann@kck.example,5,Yes,Great",
          "2026-02-16,501,bea bell,4 - Good,no,n/a",
          "2026-02-16,502,Cy Cook,,,",
        ].join("\n"),
        { name: "Teacher survey.csv" },
      );
      expect(countsOf(result)).toEqual({ read: 6, inserted: 5, no_answer: 1 });
      expect(await answers()).toEqual([
        { question: "Rating", kind: "rating", answer_text: "5", answer_number: 5, event_id: event, contact_id: ann },
        {
          question: "Would Recommend",
          kind: "yes_no",
          answer_text: "Yes",
          answer_number: 1,
          event_id: event,
          contact_id: ann,
        },
        {
          question: "Comment",
          kind: "text",
          answer_text: "Great",
          answer_number: null,
          event_id: event,
          contact_id: ann,
        },
        {
          question: "Rating",
          kind: "rating",
          answer_text: "4 - Good",
          answer_number: 4,
          event_id: event,
          contact_id: bea,
        },
        {
          question: "Would Recommend",
          kind: "yes_no",
          answer_text: "no",
          answer_number: 0,
          event_id: event,
          contact_id: bea,
        },
      ]);
      expect((await given().pool.db.surveyAnswer.findFirst())?.survey).toBe("Teacher survey");
    });

    it("reads SurveyMonkey with its second header row", async () => {
      const result = await given().import(
        [
          "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,How was it?,What would you change?",
          ",,,,,,,,Response,Open-Ended Response",
          "118,55,02/16/2026 09:00:00 AM,02/16/2026 09:05:00 AM,10.0.0.1,ann@kck.example,Ann,Able,5,More time",
        ].join("\n"),
      );
      expect(result.dataset).toBe("surveys");
      expect(countsOf(result)).toEqual({ read: 3, inserted: 2, second_header: 1 });
      expect(await answers()).toMatchObject([
        { question: "How was it?", kind: "rating", answer_number: 5 },
        { question: "What would you change?", kind: "text", answer_text: "More time" },
      ]);
    });

    it("makes a question of each answer where SurveyMonkey gives a question several columns", async () => {
      await given().import(
        [
          "Respondent ID,Collector ID,End Date,Email Address,How was it?,Which did you like?,,,Comments",
          ",,,,Response,Robots,Art,Music,Open-Ended Response",
          "118,55,02/16/2026,ann@kck.example,5,Robots,,Music,More",
          "119,55,02/16/2026,bea@kck.example,4,,Art,,",
        ].join("\n"),
      );
      expect((await answers()).map(({ question, answer_text }) => [question, answer_text])).toEqual([
        ["How was it?", "5"],
        ["Which did you like?: Robots", "Robots"],
        ["Which did you like?: Music", "Music"],
        ["Comments", "More"],
        ["How was it?", "4"],
        ["Which did you like?: Art", "Art"],
      ]);
    });

    it("reads a form as organization.yml maps it", async () => {
      const { rows } = given();
      const event = await rows.event({ title: "Career Fair", local_date: "2026-02-15" });
      const mapped = organizationSchema.parse({
        surveys: {
          "After the fair": {
            event: "Which event?",
            respondent: "Your name",
            questions: { "Would you come again?": "yes_no", Stars: "rating" },
          },
        },
      });
      const result = await given().import(
        "Timestamp,Email Address,Your name,Which event?,Would you come again?,Stars,Colour\n2/15/2026 14:03:11,,Ann Able,career fair,Yes,3,blue",
        { as: "surveys", mapped, defaults: { survey: "After the fair" } },
      );
      expect(countsOf(result)).toEqual({ read: 2, inserted: 2 });
      expect(await answers()).toMatchObject([
        { question: "Would you come again?", kind: "yes_no", answer_number: 1, event_id: event },
        { question: "Stars", kind: "rating", answer_number: 3, event_id: event },
      ]);
    });

    it("changes nothing when it comes again", async () => {
      const file = "Date,Session ID,Respondent,Rating\n2026-02-16,501,Ann,5\n2026-02-16,501,,4\n2026-02-16,501,,3";
      expect(countsOf(await given().import(file))).toEqual({ read: 3, inserted: 3 });
      expect(countsOf(await given().import(file))).toEqual({ read: 3, unchanged: 3 });
    });
  });
});

describe("web and social figures", () => {
  inAnIntake((given) => {
    const figures = () =>
      given().pool.db.engagement.findMany({
        orderBy: { id: "asc" },
        select: { local_date: true, channel: true, measure: true, detail: true, value: true },
      });

    it("reads one figure a row", async () => {
      const result = await given().import(
        'Date,Channel,Measure,Value,Detail\n2026-02-01,Google Analytics,sessions,"1,250",/volunteer\n2026-02-01,LinkedIn,Followers,many,\n2026-02-01,,Followers,3,',
      );
      expect(countsOf(result)).toEqual({ read: 3, inserted: 1, quarantined: 2 });
      expect(await figures()).toEqual([
        {
          local_date: "2026-02-01",
          channel: "google_analytics",
          measure: "sessions",
          detail: "/volunteer",
          value: 1250,
        },
      ]);
      expect((await given().quarantine()).map(({ detail }) => detail)).toEqual([
        "Line 3: “Value” is no number.",
        "Line 4: neither a column nor the file's name says which channel it is.",
      ]);
    });

    it("reads one column a measure, the channel from the file's name, and updates what grew", async () => {
      const name = "instagram-2026-02.csv";
      const first = await given().import("Date,Reach,Likes,Saves\n2026-02-01,100,5,\n2026-02-02,,,", { name });
      expect(countsOf(first)).toEqual({ read: 3, inserted: 2, nothing_recorded: 1 });
      const second = await given().import("Date,Reach,Likes,Saves\n2026-02-01,120,5,none\n2026-02-02,80,4,1", { name });
      expect(countsOf(second)).toEqual({ read: 5, inserted: 3, updated: 1, unchanged: 1 });
      expect(
        (await figures()).map(({ local_date, measure, value, channel }) => [local_date, channel, measure, value]),
      ).toEqual([
        ["2026-02-01", "instagram", "Reach", 120],
        ["2026-02-01", "instagram", "Likes", 5],
        ["2026-02-02", "instagram", "Reach", 80],
        ["2026-02-02", "instagram", "Likes", 4],
        ["2026-02-02", "instagram", "Saves", 1],
      ]);
    });
  });
});

describe("partner lists", () => {
  inAnIntake((given) => {
    it("keeps the people of a list by the file's name", async () => {
      const result = await given().import(
        "\uFEFFfirst,surname,e-mail,cell,company,position\nROB,SMITH,Rob@x.example,(816) 555-0100,TechCorp,Engineer\nRob,Smith,rob@x.example,(816) 555-0100,,\n--,n/a,x@y.example,,,\n,Ann Able,,,,",
        { name: "KCTAA.csv", as: "partner-list" },
      );
      expect(countsOf(result)).toEqual({ read: 4, inserted: 2, quarantined: 2 });
      expect(await given().pool.db.partnerPerson.findMany({ orderBy: { id: "asc" } })).toMatchObject([
        {
          list: "KCTAA",
          first_name: "Rob",
          last_name: "Smith",
          name_raw: "ROB SMITH",
          email: "rob@x.example",
          phone: "(816) 555-0100",
          organization_raw: "TechCorp",
          title_raw: "Engineer",
        },
        { list: "KCTAA", first_name: "Ann", last_name: "Able", email: null },
      ]);
      expect((await given().quarantine()).map(({ reason, detail }) => `${reason} ${detail}`)).toEqual([
        "duplicate_key Line 3: the same as line 2, which was taken.",
        "missing_required Line 4: the person is not named.",
      ]);
    });
  });
});
