import { describe, expect, it } from "vitest";
import { countsOf, inASetting, type Line, line } from "./setting.js";

const PEOPLE = "people in sessions";
const entry = (over: Line = {}): Line => ({
  Status: "Successfully Completed",
  Date: "1/15",
  Time: "10:00 AM",
  "Session Type": "Industry Chat",
  "Teacher Name": "Jane Educator",
  "School Name": "Test High School",
  "School Level": "High",
  District: "Test District",
  "Session Title": "K-2: Careers in Robotics",
  Presenter: "Victor Visitor, Ann Other",
  Organization: "Tech Corp",
  "Topic/Theme": "Engineering",
  "Session Link": "https://app.pathful.example/s/4711",
  ...over,
});
const LOG = "virtual-log";

inASetting((setting) => {
  describe("the virtual session log", () => {
    it("is a session with its teacher and each of its presenters", async () => {
      const org = await setting().rows.organization("Tech Corp");
      const result = await setting().import(
        [entry(), entry({ "Teacher Name": "Zoltan Quimby", Status: "Teacher No-Show" })],
        LOG,
        { schoolYear: "2024-25" },
      );
      expect(countsOf(result, PEOPLE)).toEqual({
        read: 6,
        inserted: 4,
        skipped: 2,
        skippedBy: { repeated_in_file: 2 },
      });
      expect(await setting().sessions()).toMatchObject([
        {
          source: "virtual-log",
          source_id: "k 2 careers in robotics|2025-01-15",
          status: "Completed",
          status_raw: "Successfully Completed",
          starts_at: "2025-01-15T16:00:00.000Z",
          school_year: 2024,
          career_cluster: "Engineering",
          additional_information: "Industry Chat",
          session_link: "https://app.pathful.example/s/4711",
          pathful_session_id: null,
        },
      ]);
      const people = await setting().participations();
      const told = people.map(({ contact, role, status, credited_organization_id }) => [
        contact.full_name,
        role,
        status,
        credited_organization_id,
      ]);
      expect(told.sort()).toEqual([
        ["Ann Other", "volunteer", "attended", org],
        ["Jane Educator", "teacher", "attended", null],
        ["Victor Visitor", "volunteer", "attended", org],
        ["Zoltan Quimby", "teacher", "no_show", null],
      ]);
      const again = await setting().import(
        [entry({ "Teacher Name": "Zoltan Quimby", Status: "Teacher No-Show" }), entry()],
        LOG,
        { schoolYear: "2024-25" },
      );
      expect(countsOf(again, PEOPLE)).toEqual({
        read: 6,
        unchanged: 4,
        skipped: 2,
        skippedBy: { repeated_in_file: 2 },
      });
    });

    it.each([
      ["Teacher Cancelation", "Cancelled", "cancelled"],
      ["Inclement Weather Cancellation", "Cancelled", "cancelled"],
      ["Technical Difficulties", "No Show", "no_show"],
      ["Industry Chat", "Confirmed", "registered"],
      ["Simulcast", "Simulcast", "attended"],
      ["White Lable Completed", "Unknown", "unknown"],
      ["Moved to In-Person Session", "Unknown", "unknown"],
    ])("reads %s as %s, and the teacher as %s", async (Status, session, teacher) => {
      await setting().import([entry({ Status, Presenter: "" })], LOG);
      expect(await setting().sessions()).toMatchObject([{ status: session, status_raw: Status }]);
      expect(await setting().participations()).toMatchObject([{ status: teacher }]);
      const flags = await setting().pool.db.flag.count({ where: { kind: "unmapped_event_status", resolved_at: null } });
      expect(flags).toBe(session === "Unknown" ? 1 : 0);
    });

    it("takes a line without people as a session, and the bare month by the school year", async () => {
      const alone = { "Teacher Name": "", Presenter: "" };
      const result = await setting().import(
        [entry({ ...alone, Date: "9/3", Time: "" }), entry({ ...alone, Date: "01/15/25" })],
        LOG,
        { schoolYear: "SY24-25" },
      );
      expect(countsOf(result, PEOPLE)).toEqual({ read: 2, skipped: 2, skippedBy: { nobody_signed_up: 2 } });
      expect((await setting().sessions()).map(({ local_date, local_time }) => [local_date, local_time])).toEqual([
        ["2024-09-03", "09:00"],
        ["2025-01-15", "10:00"],
      ]);
    });

    it("lets go what a whole sheet lacks, and only what came by that sheet", async () => {
      const sheet = { name: "sheet:Log", whole: true };
      const one = entry({ Presenter: "" });
      const other = entry({ Presenter: "", "Session Title": "Nursing", "Teacher Name": "Zoltan Quimby" });
      await setting().import([one, other], LOG, {}, sheet);
      await setting().import(
        [entry({ "Session Title": "Farming" })],
        LOG,
        {},
        { name: "sheet:Older log", whole: true },
      );
      const result = await setting().import([one], LOG, {}, sheet);
      expect(countsOf(result, PEOPLE)).toEqual({ read: 2, unchanged: 1, deleted: 1 });
      expect((await setting().sessions()).map(({ title }) => title).sort()).toEqual([
        "Farming",
        "K-2: Careers in Robotics",
      ]);
      await setting().import([one, other], LOG, {}, sheet);
      expect(await setting().sessions()).toHaveLength(3);
    });

    it("takes a sheet that lost most of its rows for a mistake", async () => {
      const sheet = { name: "sheet:Log", whole: true };
      const names = [
        "Ann Bell",
        "Zoltan Quimby",
        "Ottoline Frost",
        "Barnaby Uxbridge",
        "Cuthbert Lowell",
        "Delphine Marsh",
        "Ezra Oakes",
        "Fenella Price",
        "Gideon Rusk",
        "Hester Vane",
      ];
      const lines = names.map((name) => entry({ Presenter: "", "Teacher Name": name }));
      await setting().import(lines, LOG, {}, sheet);
      const result = await setting().import(lines.slice(0, 2), LOG, {}, sheet);
      expect(result.notices.join(" ")).toContain("8 rows that were there before are missing now");
      expect(await setting().participations()).toHaveLength(10);
    });

    it("asks whether a session of Pathful is the same when both have a presenter or school in common", async () => {
      await setting().import([
        line({ Title: "K-2: Careers in Robotics" }),
        line({ "Session ID": "s2", Title: "Nursing", School: "" }),
      ]);
      await setting().import(
        [entry({ Date: "1/15/2026" }), entry({ Date: "1/15/2026", "Session Title": "Nursing" })],
        LOG,
      );
      const ticket = await setting().ticket("session_twin");
      expect(ticket).toMatchObject({ source: LOG, suggestions: [{ source: "pathful", source_id: "sess-001" }] });
      await setting().answer(ticket.id, "pathful:sess-001");
      expect((await setting().sessions()).map(({ source_id }) => source_id)).toEqual([
        "nursing|2026-01-15",
        "s2",
        "sess-001",
      ]);
      await setting().import([line({ Title: "K-2: Careers in Robotics" })]);
      expect(await setting().tickets("session_twin")).toEqual([]);
    });
  });
});
