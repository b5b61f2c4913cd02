import { describe, expect, it } from "vitest";
import { countsOf, inASetting, type Line, line, professional } from "./setting.js";

const PEOPLE = "people in sessions";
const user = (over: Line = {}): Line => ({
  UserAuthId: "901",
  SignUpRole: "Professional",
  Name: "Victor Visitor",
  LoginEmail: "Victor@TechCorp.example ",
  NotificationEmail: "",
  School: "",
  "District or Company": "Tech Corp",
  JobTitle: "Engineer",
  PostalCode: 64111,
  JoinDate: "2024-09-01",
  LoginCount: 12,
  ...over,
});

inASetting((setting) => {
  describe("who somebody is", () => {
    it("is the contact of exactly this name, when only one has it", async () => {
      const jane = await setting().person("teacher", "Jane", "Educator");
      await setting().person("volunteer", "Jane", "Educator");
      await setting().import([line({ Name: "Ms. JANE EDUCATOR" })]);
      expect(await setting().participations()).toMatchObject([{ contact_id: jane, source: "pathful" }]);
      expect(await setting().people()).toEqual([]);
    });

    it("is the contact that bears Pathful's id, whatever the name", async () => {
      const jane = await setting().person("teacher", "Janet", "Smythe");
      await setting().pool.write((db) => db.contact.update({ where: { id: jane }, data: { pathful_user_id: "501" } }));
      await setting().person("teacher", "Jane", "Educator");
      await setting().import([line()]);
      expect(await setting().participations()).toMatchObject([{ contact_id: jane }]);
    });

    it("T59 of two teachers with the same name is asked, and neither is picked", async () => {
      const one = await setting().person("teacher", "Jane", "Educator");
      await setting().person("teacher", "JANE", "educator");
      const result = await setting().import([line()]);
      expect(countsOf(result, PEOPLE)).toEqual({ read: 1, quarantined: 1 });
      expect(result.state).toBe("partial");
      expect(await setting().participations()).toEqual([]);
      expect(await setting().waiting()).toMatchObject([
        { reason: "ambiguous_person", waits_for_object: "ticket", waits_for_id: "teacher:user:501" },
      ]);
      const ticket = await setting().ticket("teacher");
      expect(ticket).toMatchObject({ asked: "Jane Educator", key: "user:501", waiting: 1 });
      expect(ticket.suggestions).toHaveLength(2);
      const { source_id } = (await setting().pool.db.contact.findUnique({ where: { id: one } })) ?? { source_id: "" };
      expect(await setting().answer(ticket.id, `salesforce:${source_id}`)).toMatchObject({ stored: 1 });
      expect(await setting().participations()).toMatchObject([{ contact_id: one, status: "attended" }]);
      expect(await setting().pool.db.participation.findMany({ where: { counts: true } })).toHaveLength(1);
    });

    it("is asked with whom there was then: an answer that names who was merged since means the one that stays", async () => {
      const jane = await setting().person("teacher", "Jane", "Educator");
      const stays = await setting().person("teacher", "JANE", "educator", { source_id: "003STAYS" });
      await setting().import([line()]);
      const goes = { deleted_at: setting().now, merged_into_source_id: "003STAYS" };
      const gone = await setting().pool.write((db) => db.contact.update({ where: { id: jane }, data: goes }));
      const ticket = await setting().ticket("teacher");
      expect(ticket.suggestions.map(({ source_id }) => source_id)).toContain(gone.source_id);
      expect(await setting().answer(ticket.id, `salesforce:${gone.source_id}`)).toMatchObject({
        value: "salesforce:003STAYS",
        stored: 1,
      });
      expect(await setting().participations()).toMatchObject([{ contact_id: stays }]);
    });

    it("T60 of a near name and the same company is asked, and nobody new is made until somebody decides", async () => {
      const david = await setting().person("volunteer", "David", "Smith");
      const org = await setting().rows.organization("Tech Corp");
      await setting().rows.affiliation(david, org);
      await setting().import([professional({ Name: "Dave Smith" })]);
      expect(await setting().people()).toEqual([]);
      const ticket = await setting().ticket("volunteer");
      expect(ticket.suggestions).toMatchObject([
        { label: "David Smith, Tech Corp", why: "a short form of the first name; the same place" },
      ]);
      expect(await setting().waiting()).toMatchObject([{ reason: "unmatched_person" }]);
      await setting().answer(ticket.id, "new");
      expect(await setting().people()).toMatchObject([{ full_name: "Dave Smith", kind: "volunteer" }]);
      expect(await setting().participations()).toMatchObject([{ contact: { full_name: "Dave Smith" } }]);
      expect(countsOf(await setting().import([professional({ Name: "Dave Smith" })]), PEOPLE)).toEqual({
        read: 1,
        unchanged: 1,
      });
      await setting().reopen(ticket.id);
      expect(await setting().people()).toEqual([]);
      expect(await setting().participations()).toEqual([]);
      expect(await setting().waiting()).toMatchObject([{ reason: "unmatched_person" }]);
      await setting().answer(ticket.id, "ignore");
      expect(await setting().waiting()).toEqual([]);
      const again = await setting().import([professional({ Name: "Dave Smith" })]);
      expect(countsOf(again, PEOPLE)).toEqual({ read: 1, skipped: 1, skippedBy: { ignored_person: 1 } });
    });

    it.each([
      ["Robert", "Jones", "Rob Jones"],
      ["Kimberly", "Stone", "Kimmy Stone"],
      ["Maria", "Garcia", "Maria Garcia Lopez"],
      ["Maria", "Garcia-Lopez", "Maria Garcia"],
      ["Jane", "Educator", "Jane Q. Educator"],
      ["Jonathan", "Hutchinson", "Jonathan Hutchison"],
      ["Taylor", "Morgan", "Morgan Taylor"],
      ["Victor", "Visitor", "Visitor"],
    ])("nobody new is made beside %s %s for %s", async (first, last, name) => {
      await setting().person("volunteer", first, last);
      await setting().import([professional({ Name: name })]);
      expect(await setting().people()).toEqual([]);
      expect((await setting().ticket("volunteer")).suggestions).toHaveLength(1);
    });

    it.each(["Alexandra Smith", "Victoria Jones", "Zed Smith"])("%s is near nobody of another name", async (name) => {
      await setting().person("volunteer", "Robert", "Smith");
      await setting().import([professional({ Name: name })]);
      expect(await setting().people()).toMatchObject([{ full_name: name }]);
      expect(await setting().tickets("volunteer")).toEqual([]);
    });

    it("two new people of near names in one file are not both made, whatever their order", async () => {
      const lines = [
        professional({ Name: "Dave Smith" }),
        professional({ "User Auth Id": "902", Name: "David Smith" }),
      ];
      await setting().import([...lines].reverse());
      expect(await setting().people()).toMatchObject([{ full_name: "Dave Smith", source_id: "901" }]);
      expect((await setting().ticket("volunteer")).suggestions).toMatchObject([
        { source: "pathful", source_id: "901" },
      ]);
      const ticket = await setting().ticket("volunteer");
      await setting().answer(ticket.id, "pathful:901");
      expect(await setting().participations()).toHaveLength(2);
    });

    it("two ids of Pathful are not taken for one contact because of a name alone", async () => {
      await setting().person("teacher", "Jane", "Educator");
      const result = await setting().import([line(), line({ "User Auth Id": "502" })]);
      expect(countsOf(result, PEOPLE)).toEqual({ read: 2, quarantined: 2 });
      expect(await setting().tickets("teacher")).toHaveLength(2);
    });

    it("stays who they were once stored, although somebody of the same name comes later", async () => {
      const jane = await setting().person("teacher", "Jane", "Educator");
      await setting().import([line()]);
      await setting().person("teacher", "Jane", "Educator");
      expect(countsOf(await setting().import([line()]), PEOPLE)).toEqual({ read: 1, unchanged: 1 });
      expect(await setting().participations()).toMatchObject([{ contact_id: jane }]);
    });

    it("is a new contact of Pathful when nobody near is known, with the company as affiliation", async () => {
      const org = await setting().rows.organization("Tech Corp");
      await setting().import([professional()]);
      const [victor] = await setting().people();
      expect(victor).toMatchObject({ source_id: "901", kind: "volunteer", first_name: "Victor", last_name: "Visitor" });
      expect(await setting().pool.db.affiliation.findMany()).toMatchObject([
        { source: "pathful", contact_id: victor?.id, organization_id: org, start_on: null, end_on: null },
      ]);
      expect(await setting().participations()).toMatchObject([{ credited_organization_id: org, counts: true }]);
    });

    it("follows a merge in Salesforce", async () => {
      const jane = await setting().person("teacher", "Jane", "Educator");
      const winner = await setting().person("teacher", "Janette", "Winner", { source_id: "003WINNER" });
      await setting().import([line()]);
      const gone = { deleted_at: setting().now, merged_into_source_id: "003WINNER" };
      await setting().pool.write((db) => db.contact.update({ where: { id: jane }, data: gone }));
      await setting().import([line()]);
      expect(await setting().participations()).toMatchObject([{ contact_id: winner }]);
    });
  });

  describe("a company or school that is not known", () => {
    it("T61 is suggested when only its ending differs, never taken; after approval it is the affiliation", async () => {
      const org = await setting().rows.organization("Next Level", { source_id: "001NEXT" });
      const lines = [professional({ "District or Company": "Next Level, Inc." })];
      await setting().import(lines);
      expect(await setting().participations()).toMatchObject([{ status: "attended", credited_organization_id: null }]);
      expect(await setting().pool.db.alias.count()).toBe(0);
      const ticket = await setting().ticket("organization");
      expect(ticket).toMatchObject({
        asked: "Next Level, Inc.",
        suggestions: [{ source_id: "001NEXT", why: "the same name but for its ending" }],
      });
      await setting().answer(ticket.id, "salesforce:001NEXT");
      expect(await setting().pool.db.alias.findMany()).toMatchObject([
        { kind: "organization", alias_text: "Next Level, Inc.", source_id: "001NEXT" },
      ]);
      await setting().import([
        ...lines,
        professional({ "User Auth Id": "902", Name: "Ann Other", "District or Company": "NEXT LEVEL INC" }),
      ]);
      expect((await setting().participations()).map((each) => each.credited_organization_id)).toEqual([org, org]);
      expect(await setting().tickets()).toEqual([]);
      await setting().reopen(ticket.id);
      expect(await setting().pool.db.alias.count()).toBe(0);
      expect((await setting().participations())[0]).toMatchObject({ credited_organization_id: null });
    });

    it("keeps a new teacher waiting until the school is named, and remembers the name", async () => {
      const edison = await setting().school("Thomas A Edison Elementary School");
      const lines = [line({ School: "TA Edison" })];
      const result = await setting().import(lines);
      expect(countsOf(result, PEOPLE)).toEqual({ read: 1, quarantined: 1 });
      expect(await setting().waiting()).toMatchObject([{ reason: "unresolved_school" }]);
      const ticket = await setting().ticket("school");
      expect(ticket.suggestions.map(({ label }) => label)).toEqual(["Thomas A Edison Elementary School"]);
      const [suggestion] = ticket.suggestions;
      expect(await setting().answer(ticket.id, `salesforce:${suggestion?.source_id}`)).toMatchObject({ stored: 1 });
      expect(await setting().people()).toMatchObject([{ kind: "teacher", school_id: edison }]);
      expect(await setting().sessions()).toMatchObject([{ school_id: edison }]);
      await setting().import([
        line({ "Session ID": "s2", "User Auth Id": "502", Name: "Zoltan Quimby", School: "TA Edison School" }),
      ]);
      expect(await setting().waiting()).toEqual([]);
    });

    it("is answered by the whole name of the school, where one alone is called so", async () => {
      const edison = await setting().school("Thomas A Edison Elementary School");
      await setting().import([line({ School: "TAE" })]);
      const ticket = await setting().ticket("school");
      await expect(setting().answer(ticket.id, "Edison")).rejects.toThrow(
        /names no record.*whole name or id of a school/,
      );
      await setting().answer(ticket.id, "thomas a. edison elementary school");
      expect(await setting().people()).toMatchObject([{ school_id: edison }]);
    });

    it("is not answered by a name that two schools have", async () => {
      await setting().school("Central High School");
      await setting().school("Central High School");
      await setting().import([line({ School: "CHS" })]);
      const ticket = await setting().ticket("school");
      await expect(setting().answer(ticket.id, "Central High School")).rejects.toThrow(
        /^2 records are called “Central High School”/,
      );
    });

    it("does not keep a known teacher waiting", async () => {
      await setting().person("teacher", "Jane", "Educator");
      await setting().import([line({ School: "Somewhere Else" })]);
      expect(await setting().participations()).toHaveLength(1);
      expect(await setting().tickets("school")).toHaveLength(1);
    });

    it("lets a teacher in without a school when a person says to leave it", async () => {
      await setting().import([line({ School: "Home School Group" })]);
      const ticket = await setting().ticket("school");
      await setting().answer(ticket.id, "ignore");
      expect(await setting().people()).toMatchObject([{ school_id: null }]);
      expect(await setting().tickets()).toEqual([]);
    });

    it.each(["PREP-KC", "--", ""])("%j is no school", async (school) => {
      await setting().import([line({ School: school })]);
      expect(await setting().participations()).toHaveLength(1);
      expect(await setting().tickets()).toEqual([]);
      expect(await setting().sessions()).toMatchObject([{ school_id: null }]);
    });

    it("knows a school by its other spellings and the name that Pathful has for it", async () => {
      const center = await setting().school("Center Elementary School");
      const hill = await setting().school("Hill & Dale Middle School");
      await setting().pool.write((db) => db.school.update({ where: { id: hill }, data: { other_name: "HD Middle" } }));
      const names = ["Center Elem", "hill and dale middle", "HD Middle School"];
      await setting().import(
        names.map((School, at) =>
          line({
            School,
            "Session ID": `s${at}`,
            "User Auth Id": `6${at}`,
            Name: ["Ann Bell", "Zoltan Quimby", "Ottoline Frost"][at] ?? "",
          }),
        ),
      );
      expect((await setting().sessions()).map(({ school_id }) => school_id)).toEqual([center, hill, hill]);
    });
  });

  describe("a User Report", () => {
    it("is kept beside the contact it is by its address, and answers open questions by itself", async () => {
      const david = await setting().person("volunteer", "David", "Visitor", { emails: ["victor@techcorp.example"] });
      await setting().person("volunteer", "Vic", "Visitor");
      await setting().import([professional()]);
      expect(await setting().tickets("volunteer")).toHaveLength(1);
      const result = await setting().import([user()], "pathful-users");
      expect(countsOf(result, "Pathful users")).toEqual({ read: 1, inserted: 1 });
      expect(await setting().participations()).toMatchObject([{ contact_id: david }]);
      expect(await setting().tickets()).toEqual([]);
      expect(await setting().waiting()).toEqual([]);
      const [ticket] = await setting().pool.db.ticket.findMany();
      expect(ticket).toMatchObject({ state: "resolved", settled_by: "polaris" });
      expect(await setting().pool.db.pathfulUser.findMany()).toMatchObject([
        {
          source_id: "901",
          role: "volunteer",
          login_email: "victor@techcorp.example",
          contact_id: david,
          joined_on: "2024-09-01",
          zip: "64111",
          login_count: 12,
        },
      ]);
      const contact = await setting().pool.db.contact.findUnique({ where: { id: david } });
      expect(contact).toMatchObject({ pathful_user_id: null, source: "salesforce" });
    });

    it("changes nothing the second time, and refuses a line without an id", async () => {
      await setting().import([user()], "pathful-users");
      const result = await setting().import([user(), user({ UserAuthId: "" }), user()], "pathful-users");
      expect(countsOf(result, "Pathful users")).toEqual({
        read: 3,
        unchanged: 1,
        quarantined: 1,
        skipped: 1,
        skippedBy: { repeated_in_file: 1 },
      });
      expect(await setting().waiting()).toMatchObject([
        { reason: "missing_required", detail: "Line 3: The user has no UserAuthId." },
      ]);
    });

    it("does not let an address of several, or of a role, decide", async () => {
      await setting().person("volunteer", "Ann", "Other", { emails: ["victor@techcorp.example"] });
      await setting().person("volunteer", "Ben", "Other", {
        emails: ["victor@techcorp.example", "info@techcorp.example"],
      });
      await setting().import(
        [user(), user({ UserAuthId: "902", Name: "Carl Info", LoginEmail: "info@techcorp.example" })],
        "pathful-users",
      );
      expect((await setting().pool.db.pathfulUser.findMany()).map(({ contact_id }) => contact_id)).toEqual([
        null,
        null,
      ]);
    });

    it("gives its address to somebody known from Pathful alone", async () => {
      await setting().import([user()], "pathful-users");
      await setting().import([professional()]);
      const [victor] = await setting().people();
      expect(victor).toMatchObject({ email: "victor@techcorp.example", title: "Engineer" });
      expect(await setting().pool.db.contactEmail.findMany()).toMatchObject([
        { contact_id: victor?.id, address: "victor@techcorp.example", is_primary: true },
      ]);
      expect(await setting().pool.db.pathfulUser.findMany()).toMatchObject([{ contact_id: victor?.id }]);
    });
  });
});
