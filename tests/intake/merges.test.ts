import sql from "sql-template-tag";
import { describe, expect, it } from "vitest";
import { decide, derive, type NewDecision } from "../../src/identity/index.js";
import { findContacts } from "../../src/people/index.js";
import type { Engine } from "../../src/pool/index.js";
import { findFlags } from "../../src/watch/index.js";
import { Rows } from "../identity/rows.js";
import { onBothEngines } from "../pool/engines.js";
import { organization } from "./setting.js";
import { withOrg } from "./with-org.js";

const BEFORE = "2026-01-10T12:00:00.000Z";
const SINCE = "2026-01-20T12:00:00.000Z";

/** What staff keep about a record lives on when Salesforce merges that record into another. */
onBothEngines((engine: Engine) => {
  const here = withOrg(engine);
  const { rows } = here;
  const brought = () => here.sync();
  const derived = (at = SINCE) => derive(here.pool, organization, at);
  const merged = async (object: "Contact" | "Account" | "Lead", winner: string, ...losers: string[]) => {
    for (const loser of losers) here.org.merge(object, winner, loser);
    await brought();
  };
  const person = (LastName: string, kind = "Volunteer") =>
    here.org.insert("Contact", { LastName, Contact_Type__c: kind });
  const account = (Name: string, Type: string, more: Record<string, string> = {}) =>
    here.org.insert("Account", { Name, Type, ...more });
  const said = (
    kind: string,
    subject: NewDecision["subject"],
    sourceId: string,
    value: string,
    now = BEFORE,
    source = "salesforce",
  ) => here.pool.transaction((tx) => decide(tx, { kind, subject, source, sourceId, value, by: "U1", now }));
  const decisionsNow = () =>
    rows<{ kind: string; source_id: string; value: string; merged_from: string | null }>(
      sql`SELECT kind, source_id, value, merged_from FROM decision ORDER BY id`,
    );
  const flagsNow = async () => {
    await findFlags(here.pool, organization, SINCE);
    return rows<{ kind: string; source_id: string }>(
      sql`SELECT kind, source_id FROM flag WHERE kind LIKE '%merged%' AND resolved_at IS NULL ORDER BY kind`,
    );
  };

  describe("what was decided about a person", () => {
    it("is decided about the one who stays, in the transaction that stores the merge", async () => {
      const [winner, loser] = [person("Winner"), person("Loser")];
      await brought();
      await said("exclude", "contact", loser, "yes");
      await said("local_status", "contact", loser, "local");
      await said("note", "contact", loser, "Likes robots.");
      await said("skill", "contact", loser, "Python");
      await merged("Contact", winner, loser);
      expect(await decisionsNow()).toEqual(
        [
          ["exclude", "yes"],
          ["local_status", "local"],
          ["note", "Likes robots."],
          ["skill", "Python"],
        ].map(([kind, value]) => ({ kind, source_id: winner, value, merged_from: loser })),
      );
      await derived();
      expect(
        await rows(sql`SELECT excluded, local_status, local_basis FROM contact WHERE source_id = ${winner}`),
      ).toMatchObject([{ local_status: "local", local_basis: "manual" }]);
      expect(await rows(sql`SELECT 1 FROM contact WHERE source_id = ${winner} AND excluded = TRUE`)).toHaveLength(1);
      expect(
        await rows(
          sql`SELECT skill, k.source FROM contact_skill k JOIN contact c ON c.id = k.contact_id WHERE c.source_id = ${winner}`,
        ),
      ).toEqual([{ skill: "Python", source: "tagged" }]);
      expect(await flagsNow()).toEqual([]);
    });

    it("of both counts as the newer says, and is flagged until somebody settles it", async () => {
      const [winner, loser] = [person("Winner"), person("Loser")];
      await brought();
      await said("local_status", "contact", loser, "local", BEFORE);
      const newer = await said("local_status", "contact", winner, "non_local", SINCE);
      await merged("Contact", winner, loser);
      await derived();
      expect(await rows(sql`SELECT local_status FROM contact WHERE source_id = ${winner}`)).toEqual([
        { local_status: "non_local" },
      ]);
      expect(await flagsNow()).toEqual([{ kind: "person_merged_with_two_words", source_id: winner }]);
      await here.pool.transaction((tx) =>
        tx.run(sql`UPDATE decision SET reversed_at = ${SINCE}, reversed_by = 'U1' WHERE id = ${newer}`),
      );
      expect(await flagsNow()).toEqual([]);
      await derive(here.pool, organization, SINCE, { force: true });
      expect(await rows(sql`SELECT local_status FROM contact WHERE source_id = ${winner}`)).toEqual([
        { local_status: "local" },
      ]);
    });

    it("of both is settled by a word that is said after the merge", async () => {
      const [winner, loser] = [person("Winner"), person("Loser")];
      await brought();
      await said("availability", "contact", winner, "mon", BEFORE);
      await said("availability", "contact", loser, "tue", SINCE);
      await merged("Contact", winner, loser);
      expect(await flagsNow()).toHaveLength(1);
      await said("availability", "contact", winner, "mon, tue", new Date(Date.now() + 60_000).toISOString());
      expect(await flagsNow()).toEqual([]);
    });

    it("goes to the end of a chain of merges, in one sync and in several", async () => {
      const [first, second, third, last] = ["First", "Second", "Third", "Last"].map((name) => person(name));
      await brought();
      await said("note", "contact", String(first), "Kept.");
      here.org.merge("Contact", String(second), String(first));
      here.org.merge("Contact", String(third), String(second));
      await brought();
      expect(await decisionsNow()).toMatchObject([{ source_id: third, merged_from: first }]);
      await merged("Contact", String(last), String(third));
      expect(await decisionsNow()).toMatchObject([{ source_id: last, merged_from: first }]);
      // A button that was made for the first leads to the last.
      for (const id of [first, second, last])
        expect(await findContacts(here.pool, String(id), ["volunteer"])).toMatchObject([{ sourceId: last }]);
    });

    it("before this was so follows when what follows from rows is next worked out", async () => {
      const [winner, loser] = [person("Winner"), person("Loser")];
      await brought();
      await merged("Contact", winner, loser);
      await said("exclude", "contact", loser, "yes");
      await derived();
      expect(await decisionsNow()).toMatchObject([{ source_id: winner }]);
      expect(await rows(sql`SELECT 1 FROM contact WHERE source_id = ${winner} AND excluded = TRUE`)).toHaveLength(1);
    });

    it("follows too where a list of what was deleted came first, which names no winner", async () => {
      const [winner, loser] = [person("Winner"), person("Loser")];
      await brought();
      await said("note", "contact", loser, "Kept.");
      await here.pool.transaction((tx) =>
        tx.run(sql`UPDATE contact SET deleted_at = ${BEFORE} WHERE source_id = ${loser}`),
      );
      here.org.merge("Contact", winner, loser);
      const countsOf = async () => (await brought()).objects.find(({ object }) => object === "Contact")?.counts;
      expect(await countsOf()).toMatchObject({ updated: 1, deleted: 0 });
      expect(await decisionsNow()).toMatchObject([{ source_id: winner, merged_from: loser }]);
      expect(await rows(sql`SELECT deleted_at, merged_into_source_id FROM contact WHERE source_id = ${loser}`)).toEqual(
        [{ deleted_at: BEFORE, merged_into_source_id: winner }],
      );
      expect(await findContacts(here.pool, loser, ["volunteer"])).toMatchObject([{ sourceId: winner }]);
      expect(await countsOf()).toMatchObject({ updated: 0, deleted: 0 });
    });

    it("that two records are one stays as it was said: it is read through the merge", async () => {
      const [winner, loser, third] = [person("Winner"), person("Loser"), person("Third")];
      await brought();
      await said("same_person", "contact", loser, `salesforce:${third}`);
      await merged("Contact", winner, loser);
      expect(await decisionsNow()).toEqual([
        { kind: "same_person", source_id: loser, value: `salesforce:${third}`, merged_from: null },
      ]);
      await derived();
      const persons = await rows<{ person_id: number }>(
        sql`SELECT person_id FROM contact WHERE source_id IN (${winner}, ${third})`,
      );
      expect(new Set(persons.map(({ person_id }) => person_id)).size).toBe(1);
    });
  });

  describe("attendance", () => {
    const session = () =>
      here.org.insert("Session__c", {
        Name: "Day",
        Session_Status__c: "Completed",
        Start_Date_and_Time__c: "2026-02-15T16:00:00.000+0000",
      });
    const attended = () =>
      rows<{ id: string }>(sql`
        SELECT c.source_id AS id FROM participation p JOIN contact c ON c.id = p.contact_id
        WHERE p.counts = TRUE AND p.deleted_at IS NULL ORDER BY c.source_id`);

    it("that was added by hand is the winner's, once where both had it", async () => {
      const [winner, loser] = [person("Winner", "Teacher"), person("Loser", "Teacher")];
      const day = session();
      await brought();
      for (const each of [winner, loser])
        await said("attendance_added", "event", day, `salesforce:${each}`, each === loser ? BEFORE : SINCE);
      await derived();
      expect(await attended()).toHaveLength(2);
      await merged("Contact", winner, loser);
      await derived();
      expect(await attended()).toEqual([{ id: winner }]);
      expect(await decisionsNow()).toMatchObject([
        { value: `salesforce:${winner}`, merged_from: null },
        { value: `salesforce:${winner}`, merged_from: loser },
      ]);
    });

    it("that Pathful knows counts on, before its next file comes", async () => {
      const [winner, loser] = [person("Winner", "Teacher"), person("Loser", "Teacher")];
      const day = session();
      await brought();
      const [ids] = await rows<{ event: number; contact: number }>(sql`
        SELECT e.id AS event, c.id AS contact FROM event e, contact c WHERE e.source_id = ${day} AND c.source_id = ${loser}`);
      await here.pool.write((db) =>
        db.participation.create({
          data: {
            source: "pathful",
            source_id: "S1#901",
            record_hash: "0",
            batch_id: 1,
            first_seen_at: BEFORE,
            last_seen_at: BEFORE,
            event_id: ids?.event ?? 0,
            contact_id: ids?.contact ?? 0,
            role: "teacher",
            status: "attended",
            attended: true,
            attendance_confirmed_at: BEFORE,
          },
        }),
      );
      await merged("Contact", winner, loser);
      await derived();
      expect(await attended()).toEqual([{ id: winner }]);
    });
  });

  it("outreach, and the record that Pathful's user is, are the winner's", async () => {
    const [winner, loser] = [person("Winner"), person("Loser")];
    await brought();
    await here.pool.write((db) =>
      db.outreachAttempt.create({
        data: {
          contact_source: "salesforce",
          contact_source_id: loser,
          method: "call",
          outcome: "interested",
          by: "U1",
          by_name: "Ada",
          at: BEFORE,
          local_date: "2026-01-10",
        },
      }),
    );
    await said("person", "pathful_user", "901", `salesforce:${loser}`, BEFORE, "pathful");
    await merged("Contact", winner, loser);
    expect(await rows(sql`SELECT contact_source_id FROM outreach_attempt`)).toEqual([{ contact_source_id: winner }]);
    expect(await decisionsNow()).toMatchObject([{ source_id: "901", value: `salesforce:${winner}` }]);
  });

  it("a suggested skill is answered once: accepted before refused, both before open", async () => {
    const [winner, loser] = [person("Winner"), person("Loser")];
    await brought();
    const suggest = (source_id: string, skill: string, state: string) =>
      here.pool.write((db) =>
        db.skillSuggestion.create({
          data: {
            source: "salesforce",
            source_id,
            skill,
            basis: "title",
            confidence: 0.9,
            evidence: "engineer",
            state,
            opened_at: BEFORE,
            ...(state === "open" ? {} : { decided_by: "U1", decided_at: BEFORE }),
          },
        }),
      );
    for (const [skill, ofLoser, ofWinner] of [
      ["Chemistry", "refused", "open"],
      ["Design", "refused", "accepted"],
      ["Law", "open", "refused"],
      ["Python", "accepted", "refused"],
      ["Welding", "refused", null],
    ] as const) {
      await suggest(loser, skill, ofLoser);
      if (ofLoser === "accepted") await said("skill", "contact", loser, skill);
      if (ofWinner === null) continue;
      await suggest(winner, skill, ofWinner);
      if (ofWinner === "accepted") await said("skill", "contact", winner, skill);
    }
    await merged("Contact", winner, loser);
    await derived();
    expect(
      await rows(sql`SELECT skill, state FROM skill_suggestion WHERE source_id = ${winner} ORDER BY skill`),
    ).toEqual([
      { skill: "Chemistry", state: "refused" },
      { skill: "Design", state: "accepted" },
      { skill: "Law", state: "refused" },
      { skill: "Python", state: "accepted" },
      { skill: "Welding", state: "refused" },
    ]);
  });

  it("“different” is said of the winner too, and an answer of its own stands", async () => {
    const [winner, loser, other, third] = ["Winner", "Loser", "Other", "Third"].map((name) => person(name));
    await brought();
    const pair = (one: string | undefined, two: string | undefined, state: string) => {
      const [a, b] = [String(one), String(two)].sort();
      return here.pool.write((db) =>
        db.duplicatePair.create({
          data: {
            kind: "volunteer",
            a_source: "salesforce",
            a_source_id: String(a),
            b_source: "salesforce",
            b_source_id: String(b),
            score: 20,
            zone: "review",
            evidence: "[]",
            state,
            found_at: BEFORE,
            seen_at: BEFORE,
            ...(state === "different" ? { decided_by: "U1", decided_at: BEFORE } : {}),
          },
        }),
      );
    };
    await pair(loser, other, "different");
    await pair(loser, third, "different");
    await pair(winner, third, "open");
    await pair(winner, loser, "different");
    await merged("Contact", String(winner), String(loser));
    const standing = await rows<{ a: string; b: string }>(sql`
      SELECT a_source_id AS a, b_source_id AS b FROM duplicate_pair
      WHERE state = 'different' AND (a_source_id = ${winner} OR b_source_id = ${winner}) AND a_source_id <> ${loser} AND b_source_id <> ${loser}`);
    expect(standing.map(({ a, b }) => [a, b].find((id) => id !== winner)).sort()).toEqual(
      [String(other), String(third)].sort(),
    );
    expect(standing.every(({ a, b }) => a < b)).toBe(true);
  });

  describe("of places", () => {
    it("names, levels, districts, the schools of events and numbers kept by hand go to the account that stays", async () => {
      const [kept, gone] = [account("Kept District", "School District"), account("Gone District", "School District")];
      const [school, twin] = [
        account("School", "School", { ParentId: kept }),
        account("School Twin", "School", { ParentId: kept }),
      ];
      const [company, company2] = [account("Acme", "Business"), account("Acme Inc", "Business")];
      const day = here.org.insert("Session__c", {
        Name: "Day",
        Session_Status__c: "Completed",
        Start_Date_and_Time__c: "2026-02-15T16:00:00.000+0000",
      });
      await brought();
      await here.pool.write((db) =>
        db.schoolLevel.create({
          data: {
            source: "school-levels",
            source_id: twin,
            record_hash: "0",
            batch_id: 1,
            first_seen_at: BEFORE,
            last_seen_at: BEFORE,
            school_source_id: twin,
            level: "Middle",
            level_raw: "Middle",
          },
        }),
      );
      await said("school_district", "school", twin, gone);
      await said("event_school", "event", day, `salesforce:${twin}`);
      await here.pool.write(async (db) => {
        for (const [kind, alias_text, source_id] of [
          ["school", "The Twin", twin],
          ["organization", "ACME of old", company2],
          ["district", "Gone USD", gone],
        ] as const)
          await db.alias.create({
            data: {
              kind,
              alias_key: alias_text.toLowerCase(),
              alias_text,
              source: "salesforce",
              source_id,
              created_by: "U1",
              created_at: BEFORE,
            },
          });
        for (const [district_source_id, value, kind] of [
          [gone, 40, "relays"],
          [kept, 50, "relays"],
          [gone, 7, "credits"],
        ] as const)
          await db.manualInput.create({
            data: {
              district_source: "salesforce",
              district_source_id,
              school_year: 2025,
              kind,
              value,
              entered_by: "U1",
              entered_at: BEFORE,
            },
          });
      });
      await merged("Account", kept, gone);
      await merged("Account", school, twin);
      await merged("Account", company, company2);
      await derived();
      expect(await decisionsNow()).toMatchObject([
        { kind: "school_district", source_id: school, value: kept, merged_from: twin },
        { kind: "event_school", source_id: day, value: `salesforce:${school}` },
      ]);
      expect(await rows(sql`SELECT source_id FROM alias ORDER BY kind`)).toEqual(
        [kept, company, school].map((source_id) => ({ source_id })),
      );
      expect(
        await rows(
          sql`SELECT s.level, d.name FROM school s JOIN district d ON d.id = s.district_id WHERE s.source_id = ${school}`,
        ),
      ).toEqual([{ level: "Middle", name: "Kept District" }]);
      expect(await rows(sql`SELECT s.name FROM event e JOIN school s ON s.id = e.school_id`)).toEqual([
        { name: "School" },
      ]);
      expect(await rows(sql`SELECT DISTINCT district_source_id AS id FROM manual_input`)).toEqual([{ id: kept }]);
      expect(await flagsNow()).toEqual([{ kind: "district_merged_with_two_numbers", source_id: kept }]);
    });

    it("the people and sessions of Pathful are at the account that stays, and a person's word on the school holds", async () => {
      const [school, twin, other] = ["School", "School Twin", "Other"].map((name) => account(name, "School"));
      const [company, company2] = [account("Acme", "Business"), account("Acme Inc", "Business")];
      const victor = person("Visitor");
      await brought();
      const idOf = async (table: "school" | "organization", id: string | undefined) => {
        const found =
          table === "school"
            ? await rows<{ id: number }>(sql`SELECT id FROM school WHERE source_id = ${id ?? ""}`)
            : await rows<{ id: number }>(sql`SELECT id FROM organization WHERE source_id = ${id ?? ""}`);
        return found[0]?.id ?? 0;
      };
      const make = new Rows(here.pool);
      const [own, decided] = [
        await make.event({ source: "pathful", source_id: "S1", school_id: await idOf("school", twin) }),
        await make.event({ source: "pathful", source_id: "S2", school_id: await idOf("school", twin) }),
      ];
      await said("event_school", "event", "S2", `salesforce:${other}`, BEFORE, "pathful");
      await make.contact({
        source: "pathful",
        source_id: "902",
        kind: "teacher",
        school_id: await idOf("school", twin),
      });
      const [{ id: contact } = { id: 0 }] = await rows<{ id: number }>(
        sql`SELECT id FROM contact WHERE source_id = ${victor}`,
      );
      const org2 = await idOf("organization", company2);
      await here.pool.write((db) =>
        db.affiliation.create({
          data: {
            source: "pathful",
            source_id: "901",
            record_hash: "0",
            batch_id: 1,
            first_seen_at: BEFORE,
            last_seen_at: BEFORE,
            contact_id: contact,
            organization_id: org2,
            account_kind: "organization",
            account_source_id: company2,
            status: "current",
          },
        }),
      );
      await derived();
      await merged("Account", String(school), String(twin));
      await merged("Account", company, company2);
      await derived();
      const schoolOf = async (event: number) =>
        (
          await rows<{ id: string; aside: string | null }>(
            sql`SELECT s.source_id AS id, e.school_source_id AS aside FROM event e JOIN school s ON s.id = e.school_id WHERE e.id = ${event}`,
          )
        )[0];
      expect(await schoolOf(own)).toEqual({ id: school, aside: null });
      expect(await schoolOf(decided)).toEqual({ id: other, aside: `salesforce:${school}` });
      expect(
        await rows(
          sql`SELECT s.source_id FROM contact c JOIN school s ON s.id = c.school_id WHERE c.source_id = '902'`,
        ),
      ).toEqual([{ source_id: school }]);
      expect(
        await rows(
          sql`SELECT o.source_id, a.account_source_id FROM affiliation a JOIN organization o ON o.id = a.organization_id`,
        ),
      ).toEqual([{ source_id: company, account_source_id: company }]);
    });
  });

  it("that a lead of a list is one of Salesforce is said of the one that stays", async () => {
    const lead = (Company: string) => here.org.insert("Lead", { Company, LastName: Company });
    const [winner, loser] = [lead("Acme"), lead("Acme Two")];
    await brought();
    await said("same_lead", "lead", "key", `salesforce:${loser}`, BEFORE, "lead");
    await merged("Lead", winner, loser);
    expect(await decisionsNow()).toMatchObject([{ value: `salesforce:${winner}` }]);
  });
});
