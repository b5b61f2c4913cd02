import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { remarkSchema } from "../../src/people/index.js";
import { emailOf, writeRoster } from "../metrics/rosters.js";
import { TeacherOffice } from "../people/teacher-desk.js";
import { onBothEngines } from "../pool/engines.js";

const remark = (given: object) => remarkSchema.parse({ kind: "other", session: "", text: "Please look.", ...given });

onBothEngines((engine) => {
  describe("a teacher's link", () => {
    let office: TeacherOffice;
    beforeAll(async () => {
      office = await TeacherOffice.open(engine);
      await writeRoster(office.pool, [
        { name: "Alice Twin", district: office.f1.kck, school: office.f1.schools.B, email: "twin.one@example.org" },
        { name: "Alma Same", district: office.f1.kck, school: office.f1.schools.A, email: "same.a@example.org" },
        { name: "Alma Same", district: office.f1.kck, school: office.f1.schools.B, email: "same.b@example.org" },
      ]);
    });
    afterAll(() => office.close());

    it("is made for a teacher by name or address, and says until when it works", async () => {
      const made = await office.reply("teacher-link Ian");
      expect(made.text).toBe("Ian of School A can open their page until 17 Feb 2026 12:00 CST.");
      const facts = Object.fromEntries(made.facts.map(({ key, value }) => [key, value]));
      expect(facts).toMatchObject({
        email: emailOf("Ian"),
        year: "SY25-26 to date",
        expires: "2026-02-17T18:00:00.000Z",
      });
      expect(facts.link).toMatch(/^https:\/\/polaris\.example\.org\/teacher\/[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}$/);
      const page = await office.desk.page(await office.linkFor(emailOf("Ian").toUpperCase()));
      expect(page?.progress).toMatchObject({ name: "Ian", status: "in_progress", upcoming: 1 });
    });

    it("shows link, name and address in private alone", async () => {
      const told = JSON.stringify(await office.reply("teacher-link Ian", false));
      expect(told).toContain("Its link is shown privately only.");
      for (const secret of ["/teacher/", "Ian", "example.org"]) expect(told).not.toContain(secret);
    });

    it("takes the one whom the words name exactly, and asks which of two", async () => {
      expect((await office.reply("teacher-link Alice")).title).toBe("A page for Alice");
      const outcome = await office.run("teacher-link Alma Same");
      if (outcome.kind !== "ask") throw new Error("expected a question");
      expect(outcome.ask.text).toBe("2 teachers on the rosters of SY25-26 fit “Alma Same”. Which one?");
      expect(outcome.ask.choices.map(({ label }) => label)).toEqual(["Alma Same, School A", "Alma Same, School B"]);
      const chosen = await office.reply(outcome.ask.choices[1]?.line ?? "");
      expect(chosen.facts.find(({ key }) => key === "email")?.value).toBe("same.b@example.org");
    });

    it("says whom it expected where nobody fits, or the year has no roster", async () => {
      expect(await office.failure("teacher-link Nobody Known")).toMatch(
        /^not_found: No teacher on a roster of SY25-26 fits “Nobody Known”\./,
      );
      expect(await office.failure("teacher-link Ian SY24-25")).toMatch(/^not_found: No teacher on a roster of SY24-25/);
      expect(await office.failure("teacher-link Ian 2026")).toMatch(/^period_invalid: Rosters are kept by school year/);
    });

    it("T6: opens nothing once it is changed, of another link, expired or removed", async () => {
      const { page } = office.desk;
      const [ian, alice] = [await office.linkFor("Ian"), await office.linkFor("Alice")];
      expect(await page(ian)).not.toBeNull();
      const [key = "", signature = ""] = ian.split(".");
      const swapped = `${key}.${alice.split(".")[1]}`;
      const changed = `${key}.${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
      for (const token of [swapped, changed, key, `${key}.`, "", "x", `${"A".repeat(22)}.${signature}`, `${ian} `])
        expect(await page(token), token).toBeNull();
      office.later(47.9);
      expect(await page(ian)).not.toBeNull();
      office.later(0.1);
      expect(await page(ian)).toBeNull();
      const fresh = await office.linkFor("Ian");
      const number = (await office.pool.db.teacherLink.findMany({ orderBy: { id: "desc" }, take: 1 }))[0]?.id;
      const removed = await office.reply(`teacher-link remove ${number}`);
      expect(removed.text).toMatch(/^1 link removed: it opens nothing any more\./);
      expect(await page(fresh)).toBeNull();
      expect(await office.failure(`teacher-link remove ${number}`)).toMatch(/^not_found: No link of that number/);
    });

    it("removes all links of an address", async () => {
      const tokens = [await office.linkFor("Evan"), await office.linkFor("Evan")];
      expect((await office.reply(`teacher-link remove ${emailOf("Evan")}`)).text).toMatch(
        /^2 links removed: they open nothing/,
      );
      for (const token of tokens) expect(await office.desk.page(token)).toBeNull();
      expect(await office.failure("teacher-link remove soon")).toMatch(/^argument_invalid: “soon” is no link\./);
    });

    it("opens nothing for who is on the roster no more", async () => {
      const token = await office.linkFor("Nora");
      const roster = (active: boolean) =>
        office.pool.write((db) =>
          db.rosterEntry.updateMany({ where: { email: emailOf("Nora") }, data: { is_active: active } }),
        );
      await roster(false);
      expect(await office.desk.page(token)).toBeNull();
      expect(await office.desk.remark(token, remark({}))).toBeNull();
      await roster(true);
      expect(await office.desk.page(token)).not.toBeNull();
    });

    it("shows a teacher their own sessions and nobody else's", async () => {
      const page = await office.desk.page(await office.linkFor("Evan"));
      expect(page?.sessions.map(({ title, date, outcome }) => [title, date, outcome])).toEqual([
        ["Ask a nurse", "2026-03-03", "upcoming"],
        ["Ask an engineer", "2025-10-07", "attended"],
      ]);
      const told = JSON.stringify(page);
      for (const other of ["Alice", "Ian", "Nora", "Zack"]) expect(told).not.toContain(other);
    });

    it("makes its secret once, signs every link with it, and writes it in no audit", async () => {
      const facts = await office.pool.db.poolFact.findMany({ where: { key: "teacher_link_secret" } });
      expect(facts).toHaveLength(1);
      const audit = JSON.stringify(await office.pool.db.auditEntry.findMany());
      expect(audit).not.toContain(facts[0]?.value);
      const links = await office.pool.db.teacherLink.findMany();
      for (const { key } of links) expect(audit).not.toContain(key);
      expect(audit).not.toContain("@example.org");
    });

    it("is for staff and coordinators, not for district viewers", async () => {
      for (const line of ["teacher-link Ian", "teacher-link remove 1", "teacher-remarks", "teacher-remarks close 1"])
        expect(await office.run(line, "district"), line).toMatchObject({
          kind: "failed",
          failure: { code: "not_allowed" },
        });
    });
  });

  describe("what teachers say is wrong", () => {
    let office: TeacherOffice;
    let token: string;
    beforeAll(async () => {
      office = await TeacherOffice.open(engine);
      token = await office.linkFor("Evan");
    });
    afterAll(() => office.close());

    it("is kept, told where alerts go without a name, and audited", async () => {
      expect(
        await office.desk.remark(
          token,
          remark({ kind: "not_there", session: "salesforce:event-1", text: "I was ill." }),
        ),
      ).toBe("kept");
      const [message] = await office.pool.db.outboxMessage.findMany();
      expect(message).toMatchObject({ recipient: "C0ALERTS1", dedupe_key: "teacher-remark:1" });
      expect(message?.payload).toContain("I was not at this session");
      expect(message?.payload).not.toMatch(/Evan|ill|example\.org/);
      const audited = await office.pool.db.auditEntry.findMany({ where: { command: "teacher page" } });
      expect(audited.map(({ actor, role, door, kind }) => [actor, role, door, kind])).toEqual([
        ["teacher-link 1", "none", "page", "write"],
      ]);
    });

    it("is listed with whose and which session, names in private alone", async () => {
      const [table] = (await office.reply("teacher-remarks")).tables;
      expect(table?.rows).toEqual([
        [
          1,
          office.now,
          "I was not at this session",
          "Evan",
          "School B",
          "Ask an engineer",
          "2025-10-07",
          "I was ill.",
          null,
          emailOf("Evan"),
        ],
      ]);
      const told = JSON.stringify(await office.reply("teacher-remarks", false));
      for (const secret of ["Evan", "I was ill", "example.org", "School B"]) expect(told).not.toContain(secret);
    });

    it("is answered once, read by the teacher, and opened again", async () => {
      const one = await office.reply("teacher-remarks 1");
      expect(one.text).toBe("Evan says: “I was ill.”");
      expect(one.actions.map(({ label }) => label)).toEqual(["Answer", "Close"]);
      const closed = await office.reply("teacher-remarks close 1 We took it out.");
      expect(closed.text).toBe("Remark 1 is answered: the teacher reads it on their page.");
      expect((await office.desk.page(token))?.remarks).toMatchObject([
        { answer: "We took it out.", answeredAt: office.now },
      ]);
      expect((await office.reply("teacher-remarks")).text).toBe("No remark of a teacher is open.");
      expect((await office.reply("teacher-remarks answered:yes")).text).toBe("1 remark answered.");
      await office.pool.transaction((tx) => tx.run(sql`UPDATE teacher_remark SET answered_by = 'terminal'`));
      const answered = await office.reply("teacher-remarks 1");
      expect(answered.facts.find(({ key }) => key === "answered_by")?.value).toBe("the terminal");
      expect(await office.failure("teacher-remarks close 1")).toMatch(
        /^argument_invalid: Remark 1 is closed already\./,
      );
      const undo = closed.actions.find(({ label }) => label === "Open it again");
      expect((await office.reply(undo?.line ?? "")).text).toBe("Remark 1 is open again.");
      expect((await office.desk.page(token))?.remarks).toMatchObject([{ answer: null, answeredAt: null }]);
      expect((await office.reply("teacher-remarks close 1")).text).toBe("Remark 1 is closed.");
      expect(await office.failure("teacher-remarks 99")).toMatch(/^not_found: There is no remark 99\./);
      expect(await office.failure("teacher-remarks soon")).toMatch(/^argument_invalid: “soon” is no remark\./);
      const audited = await office.pool.db.auditEntry.findMany({
        where: { command: { startsWith: "teacher-remarks " }, kind: "write" },
      });
      expect(audited.map(({ command }) => command)).toEqual([
        "teacher-remarks close",
        "teacher-remarks reopen",
        "teacher-remarks close",
      ]);
    });

    it("is taken twenty times of one teacher until some are answered", async () => {
      for (let count = 0; count < 20; count += 1) expect(await office.desk.remark(token, remark({}))).toBe("kept");
      expect(await office.desk.remark(token, remark({}))).toBe("too_many");
    });
  });

  describe("without an address for pages", () => {
    it("says which setting is missing", async () => {
      const office = await TeacherOffice.open(engine, {});
      expect(await office.failure("teacher-link Ian")).toMatch(
        /^configuration_invalid: There are no pages for teachers yet: web\.port is not set/,
      );
      await office.close();
    });
  });
});
