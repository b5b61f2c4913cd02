import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sourcesSearched, type Trace, traceAnything } from "../../src/people/index.js";
import type { Engine } from "../../src/pool/index.js";
import { organizationSchema } from "../../src/runtime/index.js";
import { type EmptyPool, emptyPool, onBothEngines } from "../pool/engines.js";
import { Crowd, TODAY } from "./crowd.js";

const CIRCUMSTANCES = {
  calendar: { today: TODAY, schoolYearStartMonth: 8 },
  sayersOf: async () => (id: string | null) => (id === "U1" ? "Ada" : "somebody"),
  organization: organizationSchema.parse({ organizationAliases: { TechCorp: ["The Tech People"] } }),
};
const NOW = "2026-02-10T18:00:00.000Z";
const SEEN = { record_hash: "0", first_seen_at: NOW, last_seen_at: NOW };
const PATHFUL = { ...SEEN, source: "pathful", batch_id: 900 };

describe("tracing through every source", () => {
  onBothEngines((engine: Engine) => {
    let home: EmptyPool;
    beforeAll(async () => {
      home = await emptyPool(engine);
      await fill(home);
    });
    afterAll(() => home.drop());
    const trace = async (text: string): Promise<readonly Trace[]> =>
      (await traceAnything(home.pool, text, CIRCUMSTANCES)).found;
    const only = async (text: string, what: string): Promise<Trace> => {
      const [found, ...others] = (await trace(text)).filter((each) => each.what === what);
      if (found === undefined || others.length > 0) throw new Error(`not one ${what} is called ${text}`);
      return found;
    };

    describe("a session of Pathful", () => {
      it("is found by its session id, with Pathful's counts, every district's basis, and the question about its twin", async () => {
        const session = await only("sess-1", "Event");
        expect(session).toMatchObject({
          name: "Robotics Live",
          source: "pathful",
          sourceId: "sess-1",
          state: "in the pool",
          cameBy: "file sessions.xlsx, 10 Feb 2026",
        });
        expect(session.why).toBe(
          "2026-02-15; virtual; status Completed; district Center (school), Grandview (text); 2 participations, 0 counted; " +
            "Pathful session sess-1: 40 students registered, 33 students attended, 2 educators registered, 1 educator attended; " +
            "2 rows of people in it wait for an answer; " +
            "perhaps the same session as “Robotics Live (salesforce)” of 15 Feb 2026: question 1 is open (ruling EV1), and both count until it is answered",
        );
      });
      it("and its twin say the same question from both sides", async () => {
        const twin = (await trace("robotics live")).find(({ source }) => source === "salesforce");
        expect(twin?.why).toContain("perhaps the same session as “Robotics Live” (Pathful) of 15 Feb 2026: question 1");
      });
      it("that is gone was not deleted in Salesforce", async () => {
        expect(await only("sess-gone", "Event")).toMatchObject({
          state: "gone from Pathful",
          why: "counts nowhere, because it is not in Pathful any more",
        });
        expect(await only("log-gone", "Event")).toMatchObject({ state: "gone from Virtual session log" });
      });
      it("without a date waits for a day", async () => {
        expect(await only("undated robots", "Session without a date")).toMatchObject({
          state: "open question",
          sourceId: "3",
          why: "question 3 asks when this session was; undated, waits for a day and counts nowhere until it has one; no rows wait for it",
        });
      });
      it("of another school year or still to come says so", async () => {
        expect((await only("old robots", "Event")).why).toContain(
          "in SY23-24, so outside the current school year SY25-26",
        );
        expect((await only("coming robots", "Event")).why).toContain("still to come");
      });
    });

    describe("a user of Pathful", () => {
      it.each([
        ["101", "is Ada Byron, Salesforce 003ADA (by a decision of U1)"],
        ["102", "is Ben Byron, Salesforce 003BEN (by Pathful's id, which Salesforce has)"],
        ["103", "is Cora Byron, Salesforce 003CORA (by an e-mail address that nobody else has)"],
        ["104", "is Dora Byron, Salesforce 003DORA (by the exact name, which nobody else has)"],
        ["105", "is Emil Byron, Pathful 105 (made from Pathful, because nobody near was known)"],
        ["106", "who it is asks question 2, which is open: counts nowhere until it is answered"],
        ["107", "left out by a decision of U2"],
        ["108", "not looked for among the contacts, because only teachers and professionals are"],
        ["109", "nobody yet: neither a decision"],
      ])("%s %s", async (id, why) => {
        expect((await only(id, "Pathful user")).why).toContain(why);
      });
      it("is found by name, by either address, and never by a part of a word", async () => {
        expect((await only("cora byron", "Pathful user")).sourceId).toBe("103");
        expect((await only("cora.notify@school.example", "Pathful user")).sourceId).toBe("103");
        expect((await only("CORA@school.example", "Pathful user")).sourceId).toBe("103");
        expect((await trace("yron")).filter(({ what }) => what === "Pathful user")).toEqual([]);
      });
      it("who is a student is a student's row, and so is the contact of one", async () => {
        expect(await only("108", "Pathful user")).toMatchObject({ isStudent: true });
      });
      it("whose contact was made from Pathful is found as that contact too", async () => {
        expect(await only("105", "Teacher")).toMatchObject({ source: "pathful", name: "Emil Byron" });
      });
    });

    describe("a teacher of a roster", () => {
      it("is found by name and address: linked to whom by what", async () => {
        const linked = await only("rosa linked", "Roster entry");
        expect(linked).toMatchObject({ source: "roster", cameBy: "sheet Roster Center, 10 Feb 2026" });
        expect(linked.why).toBe(
          "SY25-26, North School; Center; target 2 sessions; linked to Ada Byron, Salesforce 003ADA, by e-mail address",
        );
        expect((await only("rosa@school.example", "Roster entry")).sourceId).toBe(linked.sourceId);
      });
      it("says why nobody is linked, and since when and why somebody is off", async () => {
        const { why } = await only("otto off", "Roster entry");
        expect(why).toContain("linked to nobody: no teacher and no Pathful user is known by this e-mail address");
        expect(why).toContain(
          "off the roster since 2026-01-05, because the latest roster does not have them; counts in no progress",
        );
        expect(why).toContain("in SY24-25, so outside the current school year SY25-26");
        expect(why).toContain("Elsewhere, which no school is called; Nowhere USD, which no district is called");
      });
      it("never tells the address itself", async () => {
        for (const each of await trace("rosa@school.example")) expect(each.why).not.toContain("@");
      });
    });

    it("finds questions by what they ask, open and answered", async () => {
      expect(await only("fay byrom", "Question")).toMatchObject({
        state: "open question",
        source: "pathful",
        why: "question 2 asks who this teacher is; they count nowhere until it is answered; 1 row waits for it; perhaps Fay Byron (one letter apart)",
      });
      expect(await only("north scool", "Question")).toMatchObject({
        state: "answered",
        why: "question 4 asked which school this is; Ada answered “salesforce:001S” on 10 Feb 2026",
      });
      expect(await only("nobody at all inc", "Question")).toMatchObject({
        state: "left out",
        why: "question 5 asked which organisation this is; Ada said on 10 Feb 2026 to leave it out: its rows count nowhere",
      });
    });

    it("finds people of partner lists, who count nowhere", async () => {
      expect((await only("pat partner", "On a partner list")).why).toBe(
        "on the list “Rotary”; of Rotary Club; 1 volunteer record with this e-mail address; counts in no figure: nobody is made from a partner's list",
      );
      expect((await only("pat@rotary.example", "On a partner list")).name).toBe("Pat Partner");
    });

    it("finds respondents by their address alone, and names only who is known", async () => {
      expect(await only("pat@rotary.example", "Survey response")).toMatchObject({
        name: "Pat Volunteer",
        why: expect.stringMatching(/^2 answers to “Spring survey” on 2026-02-01; of Salesforce 003PAT; about no event/),
      });
      const stranger = await only("stranger@nowhere.example", "Survey response");
      expect(stranger.name).toBe("(somebody of this e-mail address)");
      expect(stranger.why).toContain("of nobody who is known");
      expect((await trace("strange person")).filter(({ what }) => what === "Survey response")).toEqual([]);
    });

    it("finds a school's wish by title and by who asked", async () => {
      const wish = await only("biotech future", "Event request");
      expect(wish.why).toBe(
        "BFI, 2026-03-01; requested, 60 students asked for; for Far School, which no school is called; asked by Wanda Wish; no event of this title and day is known; a wish: only who attended counts",
      );
      expect((await only("wanda", "Event request")).sourceId).toBe(wish.sourceId);
      expect((await only("wanda@far.example", "Event request")).sourceId).toBe(wish.sourceId);
    });

    it("finds a student's outside visit by the student's id or the place, always as a student's row", async () => {
      for (const text of ["S-77", "glass works"])
        expect(await only(text, "Outside visit"), text).toMatchObject({ isStudent: true, name: "student S-77" });
    });

    it("finds pathways and classes with what hangs on them", async () => {
      expect((await only("construction", "Pathway")).why).toBe(
        "status Active; 1 session linked to it (ruling E8); 1 person of it",
      );
      expect((await only("class of 2027", "Class")).why).toBe("of North School; graduates in 2027; no students");
    });

    describe("a company", () => {
      it("says by which alias it is found, what counts for it, and what text waits", async () => {
        const company = await only("TechCorp", "Organisation");
        expect(company.why).toBe(
          "1 affiliation of 1 person; no participations credited to it (ruling E5); text in Pathful that may name it waits for an answer: “Tech Corporation” (question 6), of 1 Pathful user",
        );
        expect((await only("tech people", "Organisation")).why).toMatch(/^found by the alias “The Tech People”; /);
        expect((await only("dog food people", "Organisation")).why).toMatch(
          /^found by the alias “the dog food people”; /,
        );
      });
    });

    it("does not trace figures of the web: they are no records", async () => {
      expect(await trace("google_analytics")).toEqual([]);
    });

    it("knows when each source was last read, and which never was", async () => {
      const searched = await sourcesSearched(home.pool);
      const readAt = (label: string) => searched.find((each) => each.label === label)?.readAt;
      expect(readAt("Teacher roster")).toBe(NOW);
      expect(readAt("Pathful Session Report")).toBe(NOW);
      expect(readAt("Salesforce")).toBeNull();
      expect(readAt("Partner list")).toBeNull();
      expect(searched.map(({ label }) => label)).not.toContain("Web and social figures");
    });
  });
});

async function fill({ pool }: EmptyPool): Promise<void> {
  const crowd = new Crowd(pool);
  const center = await crowd.district("Center");
  const grandview = await crowd.district("Grandview");
  const north = await crowd.school(center);
  const tech = await crowd.organization("TechCorp");
  const kibble = await crowd.organization("Kibble Works");
  const ada = await crowd.contact({ kind: "teacher", full_name: "Ada Byron", source_id: "003ADA" });
  const ben = await crowd.contact({
    kind: "teacher",
    full_name: "Ben Byron",
    source_id: "003BEN",
    pathful_user_id: "102",
  });
  const cora = await crowd.contact({
    kind: "teacher",
    full_name: "Cora Byron",
    source_id: "003CORA",
    emails: ["cora@school.example"],
  });
  const dora = await crowd.contact({ kind: "teacher", full_name: "Dora Byron", source_id: "003DORA" });
  const emil = await crowd.contact({
    kind: "teacher",
    full_name: "Emil Byron",
    source: "pathful",
    source_id: "105",
    pathful_user_id: "105",
  });
  const pat = await crowd.volunteer("Pat Volunteer", { source_id: "003PAT", emails: ["pat@rotary.example"] });
  await crowd.affiliation(pat, tech);
  const session = await crowd.event({
    ...PATHFUL,
    source_id: "sess-1",
    pathful_session_id: "sess-1",
    title: "Robotics Live",
    type: "virtual_session",
    format: "virtual",
    registered_students: 40,
    attended_students: 33,
    registered_educators: 2,
    attended_educators: 1,
  });
  await crowd.participation(session, ada, { role: "teacher" });
  await crowd.participation(session, ben, { role: "teacher" });
  const twin = await crowd.event({ title: "Robotics Live", format: "virtual", source_id: "a00TWIN" });
  const gone = { deleted_at: NOW, title: "Gone" };
  await crowd.event({ ...PATHFUL, ...gone, source_id: "sess-gone", pathful_session_id: "sess-gone" });
  await crowd.event({ ...gone, source: "virtual-log", source_id: "log-gone" });
  await crowd.event({ title: "Old Robots", local_date: "2024-02-15", school_year: 2023 });
  await crowd.event({ title: "Coming Robots", local_date: "2026-05-15", status: "Confirmed" });
  await pool.write(async (db) => {
    await db.school.update({ where: { id: north }, data: { name: "North School" } });
    await db.eventDistrict.createMany({
      data: [
        { event_id: session, district_id: center, basis: "school" },
        { event_id: session, district_id: grandview, basis: "text" },
      ],
    });
    await runs(db);
    const user = { ...PATHFUL, role: "teacher", origin: "file:users.xlsx" };
    await db.pathfulUser.createMany({
      data: [
        { ...user, source_id: "101", name_raw: "ADA BYRON", contact_id: ada },
        { ...user, source_id: "102", name_raw: "Benjamin Byron", contact_id: ben },
        {
          ...user,
          source_id: "103",
          name_raw: "Cora Byron",
          login_email: "cora@school.example",
          notification_email: "Cora.Notify@school.example",
          contact_id: cora,
        },
        { ...user, source_id: "104", name_raw: "Dora Byron", contact_id: dora },
        { ...user, source_id: "105", name_raw: "Emil Byron", contact_id: emil },
        { ...user, source_id: "106", name_raw: "Fay Byrom" },
        { ...user, source_id: "107", name_raw: "Gil Byron" },
        { ...user, source_id: "108", name_raw: "Hal Byron", role: "student" },
        { ...user, source_id: "109", name_raw: "Ivy Byron", role: "volunteer", organization_raw: "Tech Corporation" },
      ],
    });
    const about = { kind: "person", subject: "pathful_user", source: "pathful", decided_at: NOW };
    await db.decision.createMany({
      data: [
        { ...about, source_id: "101", value: "salesforce:003ADA", decided_by: "U1" },
        { ...about, source_id: "107", value: "ignore", decided_by: "U2" },
      ],
    });
    const open = { source: "pathful", state: "open", opened_at: NOW, last_seen_at: NOW };
    const settled = { source: "pathful", opened_at: NOW, last_seen_at: NOW, settled_at: NOW, settled_by: "U1" };
    const near = (source_id: string, label: string, why: string) =>
      JSON.stringify([{ source: "salesforce", source_id, label, score: 0.9, why }]);
    const organization = await db.organization.findUniqueOrThrow({ where: { id: tech } });
    const questions = [
      {
        ...open,
        kind: "session_twin",
        ticket_key: "sess-1",
        asked: "Robotics Live",
        detail: JSON.stringify({ date: "2026-02-15" }),
        suggestions: near("a00TWIN", "Robotics Live (salesforce)", "the same title and date"),
      },
      {
        ...open,
        kind: "teacher",
        ticket_key: "user:106",
        asked: "Fay Byrom",
        suggestions: near("003FAY", "Fay Byron", "one letter apart"),
      },
      { ...open, kind: "session_date", ticket_key: "sess-undated", asked: "Undated Robots" },
      {
        ...settled,
        kind: "school",
        ticket_key: "north scool",
        asked: "North Scool",
        state: "resolved",
        answer: "salesforce:001S",
      },
      {
        ...settled,
        kind: "organization",
        ticket_key: "nobody at all",
        asked: "Nobody At All Inc",
        state: "ignored",
        answer: "ignore",
      },
      {
        ...open,
        kind: "organization",
        ticket_key: "tech corporation",
        asked: "Tech Corporation",
        suggestions: near(organization.source_id, "TechCorp", "words in common"),
      },
    ];
    for (const data of questions) await db.ticket.create({ data });
    const waits = {
      source: "pathful",
      object: "participation",
      detail: "Nobody has exactly this name, and somebody has one near it.",
      reason: "unmatched_person",
      payload: "{}",
      batch_id: 900,
      first_at: NOW,
      last_at: NOW,
      waits_for_object: "ticket",
    };
    await db.quarantine.createMany({
      data: [
        { ...waits, source_id: "sess-1#106", waits_for_id: "teacher:user:106" },
        { ...waits, source_id: "sess-1#110", waits_for_id: "teacher:user:110" },
      ],
    });
    const entry = { ...SEEN, source: "roster", batch_id: 901 };
    await db.rosterEntry.createMany({
      data: [
        {
          ...entry,
          source_id: "2025-rosa",
          school_year: 2025,
          district_id: center,
          building_raw: "North",
          school_id: north,
          name_raw: "Rosa Linked",
          email: "rosa@school.example",
          target_sessions: 2,
          contact_id: ada,
          link_basis: "email",
        },
        {
          ...entry,
          source_id: "2024-otto",
          school_year: 2024,
          district_raw: "Nowhere USD",
          building_raw: "Elsewhere",
          name_raw: "Otto Off",
          email: "otto@school.example",
          is_active: false,
          inactive_since: "2026-01-05",
          inactive_why: "import_diff",
        },
      ],
    });
    const row = { ...SEEN, batch_id: 1 };
    await db.partnerPerson.create({
      data: {
        ...row,
        source: "partner-list",
        source_id: "p1",
        list: "Rotary",
        name_raw: "Pat Partner",
        email: "pat@rotary.example",
        organization_raw: "Rotary Club",
      },
    });
    const answer = { ...row, source: "surveys", survey: "Spring survey", local_date: "2026-02-01", kind: "text" };
    await db.surveyAnswer.createMany({
      data: [
        {
          ...answer,
          source_id: "r1-1",
          response_key: "r1",
          question: "A",
          respondent_email: "pat@rotary.example",
          contact_id: pat,
        },
        {
          ...answer,
          source_id: "r1-2",
          response_key: "r1",
          question: "B",
          respondent_email: "pat@rotary.example",
          contact_id: pat,
        },
        {
          ...answer,
          source_id: "r2-1",
          response_key: "r2",
          question: "A",
          respondent_raw: "Strange Person",
          respondent_email: "stranger@nowhere.example",
        },
      ],
    });
    await db.eventRequest.create({
      data: {
        ...row,
        source: "event-requests",
        source_id: "w1",
        program_raw: "BFI",
        title_raw: "Biotech Future Day",
        local_date: "2026-03-01",
        school_raw: "Far School",
        contact_name: "Wanda Wish",
        contact_email: "Wanda@far.example",
        requested_students: 60,
        status: "requested",
      },
    });
    await db.outsideVisit.create({
      data: {
        ...row,
        source: "outside-visits",
        source_id: "v1",
        student_ref: "S-77",
        kind_raw: "Tour",
        place: "Glass Works",
      },
    });
    const { id: pathway_id } = await db.pathway.create({
      data: {
        ...row,
        source: "salesforce",
        source_id: "a20P",
        name: "Construction / Trades",
        name_key: "construction trades",
        status_raw: "Active",
      },
    });
    await db.pathwaySession.create({
      data: { ...row, source: "salesforce", source_id: "a21P", pathway_id, event_id: twin },
    });
    await db.pathwayParticipant.create({
      data: { ...row, source: "salesforce", source_id: "a22P", pathway_id, contact_id: pat },
    });
    await db.schoolClass.create({
      data: { ...row, source: "salesforce", source_id: "a30C", name: "Class of 2027", school_id: north, year: 2027 },
    });
    const { source, source_id } = await db.organization.findUniqueOrThrow({ where: { id: kibble } });
    await db.alias.create({
      data: {
        kind: "organization",
        alias_key: "the dog food people",
        alias_text: "the dog food people",
        source,
        source_id,
        created_by: "U1",
        created_at: NOW,
      },
    });
    await db.engagement.create({
      data: {
        ...row,
        source: "engagement",
        source_id: "e1",
        local_date: "2026-02-01",
        channel: "google_analytics",
        measure: "google_analytics",
        value: 1,
      },
    });
  });
}

/** The imports that brought the rows of Pathful and of the roster. */
async function runs(db: Parameters<Parameters<EmptyPool["pool"]["write"]>[0]>[0]): Promise<void> {
  const times = { started_at: NOW, finished_at: NOW };
  const files = [
    { id: 900, source: "pathful-sessions", object: "event", origin: "file:sessions.xlsx" },
    { id: 901, source: "roster", object: "roster", origin: "sheet:Roster Center" },
  ];
  for (const { id, source, object, origin } of files) {
    const run = await db.syncRun.create({ data: { source, trigger: "command", state: "ok", ...times } });
    await db.syncBatch.create({
      data: { id, run_id: run.id, source, object, way: "file", window_end: NOW, state: "ok", origin, ...times },
    });
  }
}
