import { describe, expect, it } from "vitest";
import { decide, derive, takeBack } from "../../../src/identity/index.js";
import { countsOf, inASetting, line, organization, professional } from "./setting.js";

const PEOPLE = "people in sessions";
const SESSIONS = "sessions";

inASetting((setting) => {
  describe("a Session Report", () => {
    it("becomes an event with its people, its school, its districts and its end", async () => {
      const school = (await setting().pool.db.school.findFirst())?.id;
      const district = await setting().pool.db.district.findFirst();
      const result = await setting().import([line(), professional()]);
      expect(result.error).toBeNull();
      expect(result.state).toBe("ok");
      const [session] = await setting().sessions();
      expect(session).toMatchObject({
        source: "pathful",
        source_id: "sess-001",
        pathful_session_id: "sess-001",
        title: "Careers in Robotics",
        type: "virtual_session",
        format: "virtual",
        status: "Completed",
        starts_at: "2026-01-15T16:00:00.000Z",
        ends_at: "2026-01-15T17:00:00.000Z",
        local_date: "2026-01-15",
        local_time: "10:00",
        school_year: 2025,
        duration_minutes: 60,
        host: "PREP-KC",
        school_id: school,
        district_raw: "Test District",
        registered_students: 25,
        attended_students: 22,
        attended_educators: 1,
      });
      expect(await setting().pool.db.eventDistrict.findMany()).toMatchObject([
        { district_id: district?.id, basis: "text" },
      ]);
      const people = await setting().participations();
      expect(people.map(({ role, status, participant_type_raw }) => [role, status, participant_type_raw])).toEqual([
        ["teacher", "attended", "Educator"],
        ["volunteer", "attended", "Professional"],
      ]);
      expect(people.map(({ attendance_confirmed_at }) => attendance_confirmed_at)).toEqual([session?.ends_at, null]);
      expect(people.map(({ hours_recorded, counts }) => [hours_recorded, counts])).toEqual([
        [null, true],
        [1, true],
      ]);
      const [teacher, presenter] = await setting().people();
      expect(teacher).toMatchObject({
        kind: "teacher",
        full_name: "Jane Educator",
        school_id: school,
        pathful_user_id: "501",
      });
      expect(presenter).toMatchObject({ kind: "volunteer", full_name: "Victor Visitor" });
    });

    it("T53 imported twice changes nothing the second time", async () => {
      const lines = [line(), professional(), line({ "Session ID": "sess-002", Date: "2026-01-16" })];
      await setting().import(lines);
      const before = [await setting().sessions(), await setting().participations(), await setting().people()];
      setting().now = "2026-02-19T12:00:00.000Z";
      const again = await setting().import(lines);
      expect(countsOf(again, PEOPLE)).toEqual({ read: 3, unchanged: 3 });
      expect(countsOf(again, SESSIONS)).toEqual({ read: 2, unchanged: 2 });
      expect([await setting().sessions(), await setting().participations(), await setting().people()]).toEqual(before);
    });

    it("leaves other partners, students and parents out, and sets aside what it cannot read", async () => {
      const result = await setting().import([
        line(),
        line({ "User Auth Id": "2", Partner: "OTHER-PARTNER" }),
        line({ "User Auth Id": "3", Partner: "prep-kc", "SignUp Role": "Student" }),
        line({ "User Auth Id": "4", "SignUp Role": "Parent" }),
        line({ "User Auth Id": "5", "SignUp Role": "Wizard" }),
        line({ "User Auth Id": "6", Title: "" }),
        line({ "User Auth Id": "7", Date: "someday" }),
      ]);
      expect(countsOf(result, PEOPLE)).toEqual({
        read: 7,
        inserted: 1,
        quarantined: 3,
        skipped: 3,
        skippedBy: { other_partner: 1, student_or_parent: 2 },
      });
      expect((await setting().waiting()).map(({ reason, waits_for_object }) => [reason, waits_for_object])).toEqual([
        ["bad_value", null],
        ["missing_required", null],
        ["bad_value", null],
      ]);
      await setting().import([line({ "User Auth Id": "7", Name: "Zoltan Quimby" })]);
      expect((await setting().waiting()).map(({ source_id }) => source_id)).toEqual(["sess-001#5", "sess-001#6"]);
    });

    it("takes the largest count of its rows and of what is known, and ignores n/a", async () => {
      await setting().import([
        line({ "Attended Student Count": 10, "Attended Educator Count": "n/a" }),
        professional({ "Attended Student Count": "22", "Attended Educator Count": 2 }),
      ]);
      await setting().import([line({ "Attended Student Count": 3, "Attended Educator Count": "" })]);
      expect(await setting().sessions()).toMatchObject([{ attended_students: 22, attended_educators: 2 }]);
    });

    it("T54 keeps two ids of one title and date apart, and puts rows without an id to the only session it can be", async () => {
      await setting().import([
        line(),
        line({ "Session ID": "sess-002", "User Auth Id": "502", Name: "Zoltan Quimby" }),
      ]);
      expect(await setting().sessions()).toHaveLength(2);
      const other = { Title: "Nursing", Date: "2026-01-20" };
      await setting().import([
        line({ ...other, "Session ID": "sess-003" }),
        line({ ...other, "Session ID": "", "User Auth Id": "503", Name: "Abigail Ferris" }),
      ]);
      expect((await setting().sessions()).map(({ source_id }) => source_id)).toEqual([
        "sess-001",
        "sess-002",
        "sess-003",
      ]);
      await setting().import([line({ "Session ID": "", Title: "Farming " })]);
      await setting().import([line({ "Session ID": "sess-004", Title: "farming" })]);
      expect(
        (await setting().sessions()).map(({ source_id, pathful_session_id }) => [source_id, pathful_session_id]),
      ).toEqual([
        ["farming|2026-01-15", "sess-004"],
        ["sess-001", "sess-001"],
        ["sess-002", "sess-002"],
        ["sess-003", "sess-003"],
      ]);
    });

    it("T54 asks which session it is when rows without an id may be of two", async () => {
      await setting().import([
        line(),
        line({ "Session ID": "sess-002", "User Auth Id": "502", Name: "Zoltan Quimby" }),
      ]);
      await setting().import([line({ "Session ID": "", "User Auth Id": "503", Name: "Abigail Ferris" })]);
      expect(await setting().sessions()).toHaveLength(2);
      expect(await setting().waiting()).toMatchObject([{ reason: "ambiguous_session" }]);
      const ticket = await setting().ticket("session_twin");
      const { stored } = await setting().answer(ticket.id, "pathful:sess-002");
      expect(stored).toBe(1);
      expect((await setting().participations()).map(({ source_id }) => source_id)).toEqual([
        "sess-001#501",
        "sess-002#502",
        "sess-002#503",
      ]);
    });

    it("T55 drops an undated draft, and asks once about an undated session, with all its rows", async () => {
      const result = await setting().import([
        line({ Date: "", Status: "DRAFT" }),
        line({ "Session ID": "sess-002", Date: "NaT", Status: "Published" }),
        professional({ "Session ID": "sess-002", Date: "", Status: "Published" }),
      ]);
      expect(countsOf(result, PEOPLE)).toEqual({
        read: 3,
        quarantined: 2,
        skipped: 1,
        skippedBy: { undated_draft: 1 },
      });
      expect(await setting().sessions()).toEqual([]);
      expect(await setting().ticket("session_date")).toMatchObject({ asked: "Careers in Robotics", waiting: 2 });
      expect(await setting().people()).toEqual([]);
    });

    it("T55 lets the rows of an undated session in as soon as a row is dated", async () => {
      await setting().import([
        line({ Date: "", Status: "Published" }),
        professional({ Date: "", Status: "Published" }),
      ]);
      const result = await setting().import([line({ Status: "Published" })]);
      expect(countsOf(result, PEOPLE)).toEqual({ read: 2, inserted: 2 });
      expect(await setting().waiting()).toEqual([]);
      expect(await setting().tickets("session_date")).toEqual([]);
    });

    it("T55 lets them in when a person says the day, and sets them aside again when that is taken back", async () => {
      const lines = [line({ Date: "", Status: "Published" }), professional({ Date: "", Status: "Published" })];
      await setting().import(lines);
      const ticket = await setting().ticket("session_date");
      const { stored, value } = await setting().answer(ticket.id, "3/1/2026 10:00 AM");
      expect([stored, value]).toEqual([2, "2026-03-01 10:00"]);
      expect(await setting().sessions()).toMatchObject([
        { starts_at: "2026-03-01T16:00:00.000Z", status: "Published" },
      ]);
      expect(countsOf(await setting().import(lines), PEOPLE)).toEqual({ read: 2, unchanged: 2 });
      await setting().reopen(ticket.id);
      expect(await setting().sessions()).toEqual([]);
      expect(await setting().participations()).toEqual([]);
      expect(await setting().waiting()).toMatchObject([{ reason: "undated_session" }, { reason: "undated_session" }]);
      await expect(setting().answer(ticket.id, "one fine day")).rejects.toMatchObject({ code: "argument_invalid" });
      await setting().answer(ticket.id, "ignore");
      expect(await setting().waiting()).toEqual([]);
      expect(countsOf(await setting().import(lines), PEOPLE)).toEqual({
        read: 2,
        skipped: 2,
        skippedBy: { ignored_session: 2 },
      });
    });

    it("T55 does the same for a session without an id", async () => {
      const undated = { "Session ID": "", Date: "", Status: "Published" };
      await setting().import([line(undated)]);
      const ticket = await setting().ticket("session_date");
      await setting().answer(ticket.id, "2026-03-01");
      expect(await setting().sessions()).toMatchObject([{ source_id: "careers in robotics|2026-03-01" }]);
      await setting().reopen(ticket.id);
      expect(await setting().sessions()).toEqual([]);
      const result = await setting().import([line({ ...undated, Date: "2026-03-02" })]);
      expect(countsOf(result, PEOPLE)).toEqual({ read: 1, inserted: 1 });
      expect(await setting().waiting()).toEqual([]);
    });

    it("T56 leaves a completed session completed when a later file says confirmed; a cancellation overwrites", async () => {
      await setting().import([line({ Status: "Confirmed" })]);
      await setting().import([line()]);
      await setting().import([line({ Status: "Confirmed" })]);
      expect(await setting().sessions()).toMatchObject([{ status: "Completed", status_raw: "Completed" }]);
      await setting().import([line({ Status: "Cancelled" })]);
      expect(await setting().sessions()).toMatchObject([{ status: "Cancelled" }]);
      expect(await setting().participations()).toMatchObject([
        { status: "cancelled", attendance_confirmed_at: null, counts: false },
      ]);
    });

    it("moves a session with its length when its date changes", async () => {
      await setting().import([line({ Duration: 45 })]);
      await setting().import([line({ Date: "01/22/2026 13:00:00", Duration: "" })]);
      expect(await setting().sessions()).toMatchObject([
        { local_date: "2026-01-22", starts_at: "2026-01-22T19:00:00.000Z", ends_at: "2026-01-22T19:45:00.000Z" },
      ]);
    });

    it("flags a status that nobody has mapped and never guesses it", async () => {
      await setting().import([line({ Status: "Pondering" })]);
      expect(await setting().sessions()).toMatchObject([{ status: "Unknown", status_raw: "Pondering" }]);
      expect(await setting().participations()).toMatchObject([{ status: "unknown" }]);
      const flags = () => setting().pool.db.flag.findMany({ where: { resolved_at: null, entity: "event" } });
      expect((await flags()).map(({ kind }) => kind)).toContain("unmapped_event_status");
      await setting().import([line()]);
      expect((await flags()).map(({ kind }) => kind)).not.toContain("unmapped_event_status");
    });

    it("asks whether a Connector session of Salesforce is the same, and joins them only on a person's word", async () => {
      const event = await setting().rows.event({
        title: "Careers in Robotics!",
        type: "connector_session",
        format: "virtual",
        local_date: "2026-01-15",
        source_id: "a005f00000Abc1eAAA",
      });
      await setting().import([line(), professional()]);
      const ticket = await setting().ticket("session_twin");
      expect(ticket.suggestions).toMatchObject([{ source: "salesforce", source_id: "a005f00000Abc1eAAA" }]);
      expect(await setting().sessions()).toHaveLength(1);
      await setting().answer(ticket.id, "a005f00000Abc1eAAA");
      expect(await setting().sessions()).toEqual([]);
      expect((await setting().participations()).map(({ event_id }) => event_id)).toEqual([event, event]);
      const again = await setting().import([line(), professional()]);
      expect(countsOf(again, PEOPLE)).toEqual({ read: 2, unchanged: 2 });
      await setting().reopen(ticket.id);
      const [own] = await setting().sessions();
      expect((await setting().participations()).map(({ event_id }) => event_id)).toEqual([own?.id, own?.id]);
      expect(await setting().ticket("session_twin")).toMatchObject({ id: ticket.id });
    });

    it("stays one with a session that a person merged it into, whatever is imported, and asks no more", async () => {
      const stays = await setting().rows.event({
        title: "Careers in Robotics",
        type: "connector_session",
        format: "virtual",
        local_date: "2026-01-15",
        source_id: "a005f00000Abc1eAAA",
      });
      await setting().import([line(), professional()]);
      const [own] = await setting().sessions();
      const merge = {
        kind: "same_session",
        subject: "event",
        source: "pathful",
        sourceId: "sess-001",
        value: "salesforce:a005f00000Abc1eAAA",
        by: "U1",
        now: "2026-02-18T12:00:00.000Z",
      } as const;
      const decision = await setting().pool.transaction((tx) => decide(tx, merge));
      await derive(setting().pool, organization, merge.now);
      const places = async () =>
        (await setting().participations()).map(({ event_id, recorded_event_id }) => [event_id, recorded_event_id]);
      for (const name of ["Jane Educator", "Jane B. Educator"]) {
        await setting().import([line({ Name: name }), professional({ Status: "Simulcast" })]);
        expect(await places()).toEqual([
          [stays, own?.id],
          [stays, own?.id],
        ]);
        expect(await setting().tickets("session_twin")).toEqual([]);
      }
      await setting().pool.transaction((tx) => takeBack(tx, decision, { by: "U1", now: merge.now }));
      await setting().import([line(), professional()]);
      expect(await places()).toEqual([
        [own?.id, null],
        [own?.id, null],
      ]);
    });
  });

  describe("who attended", () => {
    it.each([
      ["0", "no_show", null],
      ["1", "attended", "2026-01-15T17:00:00.000Z"],
      ["n/a", "needs_review", null],
      ["", "needs_review", null],
    ])("T57 a completed session with %j educators is %s", async (count, status, confirmed) => {
      await setting().import([line({ "Attended Educator Count": count })]);
      expect(await setting().participations()).toMatchObject([
        { status, attendance_confirmed_at: confirmed, counts: confirmed !== null },
      ]);
    });

    it("marks all educators of a session that counts fewer, and flags it with both numbers", async () => {
      await setting().import([
        line(),
        line({ "User Auth Id": "502", Name: "Zoltan Quimby" }),
        line({ "User Auth Id": "503", Name: "Abigail Ferris" }),
      ]);
      expect((await setting().participations()).map(({ status }) => status)).toEqual([
        "attended",
        "attended",
        "attended",
      ]);
      const flag = { kind: "educators_more_than_attended", resolved_at: null };
      expect(await setting().pool.db.flag.findMany({ where: flag })).toMatchObject([
        { entity: "event", source: "pathful", source_id: "sess-001", detail: "3 signed up, 1 attended." },
      ]);
      await setting().import([
        line({ "Attended Educator Count": 3 }),
        line({ "User Auth Id": "502", Name: "Zoltan Quimby" }),
      ]);
      expect(await setting().pool.db.flag.count({ where: flag })).toBe(0);
    });

    it.each([
      ["Simulcast", ["attended", "simulcast"]],
      ["No Show", ["no_show", "no_show"]],
      ["Cancelled", ["cancelled", "cancelled"]],
      ["Published", ["registered", "registered"]],
    ])("of a session that is %s", async (status, expected) => {
      await setting().import([line({ Status: status }), professional({ Status: status })]);
      expect((await setting().participations()).map((each) => each.status)).toEqual(expected);
      expect((await setting().participations()).map((each) => each.hours_recorded)).toEqual([
        null,
        status === "Simulcast" ? 1 : null,
      ]);
    });

    it.each(["note", "attendance_override"])(
      "T58 is left alone by a re-import when a person made a %s",
      async (kind) => {
        await setting().import([line()]);
        const decision = {
          kind,
          subject: "participation",
          source: "pathful",
          source_id: "sess-001#501",
          value: "came late",
          decided_by: "U1",
          decided_at: setting().now,
        };
        await setting().pool.write((db) => db.decision.create({ data: decision }));
        const result = await setting().import([line({ Status: "No Show" })]);
        expect(countsOf(result, PEOPLE)).toEqual({ read: 1, skipped: 1, skippedBy: { protected: 1 } });
        expect(await setting().participations()).toMatchObject([{ status: "attended" }]);
      },
    );

    it("T63 registers the presenter of a session still to come", async () => {
      await setting().import([professional({ Date: "2026-05-01", Status: "Confirmed" })]);
      expect(await setting().participations()).toMatchObject([
        { role: "volunteer", status: "registered", counts: false, participant_type_raw: "Professional" },
      ]);
    });
  });
});
