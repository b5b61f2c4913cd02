import sql from "sql-template-tag";
import { expect, it } from "vitest";
import { amongLeads } from "./leads-world.js";

const HOME = "7025550100|150 n some st|89027";
const AWAY = "7025550100|9 oak ave|89027";

amongLeads((world) => {
  it("is one lead to each phone and address (ruling L1)", async () => {
    const settled = await world().list("source_1", "2026-01-01", [
      { licence: "A" },
      { licence: "B", street: "9 Oak Avenue" },
      { licence: "C", phone: "702-555-0199" },
    ]);
    expect(settled).toEqual({ created: 3, changed: 0, new: 3, known: 0, updated: 0 });
    expect((await world().leads()).map(({ key }) => key).sort()).toEqual([
      HOME,
      AWAY,
      "7025550199|150 n some st|89027",
    ]);
  });

  it("is one lead in two sources that write its address differently", async () => {
    await world().list("source_1", "2026-01-01", [{ licence: "A", street: "150 N. SOME ST" }]);
    await world().list("source_3", "2026-01-15", [
      { licence: "77", street: "150 North Some Street", phone: "(702) 555-0100" },
    ]);
    const [lead, ...others] = await world().leads();
    expect(others).toEqual([]);
    expect(lead).toMatchObject({ sources: ",source_1,source_3,", source_count: 2, first_source: "source_1" });
  });

  it("never holds two rows for one because both are blank", async () => {
    await world().list("source_1", "2026-01-01", [
      { licence: "A", phone: null },
      { licence: "B", phone: null },
      { licence: "C", street: null },
      { licence: "D", street: null },
    ]);
    expect((await world().leads()).map(({ key }) => key).sort()).toEqual([
      "source_1:A",
      "source_1:B",
      "source_1:C",
      "source_1:D",
    ]);
  });

  it("stays one lead when its licence moves to another address", async () => {
    await world().list("source_1", "2026-01-01", [{ licence: "A" }]);
    const before = await world().lead(HOME);
    await world().list("source_1", "2026-02-01", [{ licence: "A", street: "9 Oak Ave" }]);
    const [lead, ...others] = await world().leads();
    expect(others).toEqual([]);
    expect(lead).toMatchObject({ id: before.id, key: AWAY, line1: "9 Oak Ave", first_date: "2026-01-01" });
    const past = await world().pool.db.leadIdentity.findMany({
      where: { kind: "address" },
      orderBy: { first_date: "asc" },
    });
    expect(past).toMatchObject([
      { lead_id: before.id, value: "150 n some st|89027", first_date: "2026-01-01", last_date: "2026-01-01" },
      { lead_id: before.id, value: "9 oak ave|89027", first_date: "2026-02-01", last_date: "" },
    ]);
  });

  it("is two leads when one of two licences at a place moves away", async () => {
    await world().list("source_1", "2026-01-01", [{ licence: "A" }, { licence: "B" }]);
    expect(await world().leads()).toHaveLength(1);
    const old = await world().lead(HOME);
    await world().list("source_1", "2026-02-01", [{ licence: "A", street: "9 Oak Ave" }, { licence: "B" }]);
    expect(await world().leads()).toHaveLength(2);
    expect((await world().lead(HOME)).id).toBe(old.id);
    expect((await world().lead(AWAY)).id).not.toBe(old.id);
  });

  it("goes with the licence that left a place last, when all left it for different places", async () => {
    await world().list("source_1", "2026-01-01", [{ licence: "A" }, { licence: "B" }]);
    const old = await world().lead(HOME);
    await world().list("source_1", "2026-02-01", [{ licence: "A", street: "9 Oak Ave" }, { licence: "B" }]);
    await world().list("source_1", "2026-03-01", [
      { licence: "A", street: "9 Oak Ave" },
      { licence: "B", street: "7 Elm St" },
    ]);
    expect(await world().leads()).toHaveLength(2);
    expect((await world().lead("7025550100|7 elm st|89027")).id).toBe(old.id);
    expect((await world().lead(AWAY)).id).not.toBe(old.id);
  });

  it("is one lead by a person's decision, and two again when it is taken back", async () => {
    await world().list("source_1", "2026-01-01", [{ licence: "A" }, { licence: "B", street: "9 Oak Ave" }]);
    const [first, second] = [await world().lead(HOME), await world().lead(AWAY)];
    const decision = await world().decideSame(AWAY, HOME);
    await world().settleAll();
    const one = await world().leads();
    expect(one.map(({ id }) => id)).toEqual([Math.min(first.id, second.id)]);
    await world().takeBack(decision);
    await world().settleAll();
    expect((await world().leads()).map(({ key }) => key).sort()).toEqual([HOME, AWAY].sort());
    expect(await world().pool.db.leadIdentity.count({ where: { kind: "address" } })).toBe(2);
  });

  it("takes each value from the newest file, then from the fullest row, and says from where", async () => {
    await world().list("source_1", "2026-01-01", [
      { licence: "A", company: "Sunny Days LLC", email: "a@sunny.example" },
    ]);
    await world().list("source_3", "2026-02-01", [{ licence: "77", company: "Sunny Days School", capacity: 40 }]);
    const lead = await world().lead(HOME);
    expect(lead).toMatchObject({ company: "Sunny Days School", email: "a@sunny.example", capacity: 40, licence: "77" });
    const first = await world().fileOf({ source: "source_1" });
    const second = await world().fileOf({ source: "source_3" });
    expect(JSON.parse(lead.provenance)).toEqual({
      "*": { source: "source_3", file_id: second },
      email: { source: "source_1", file_id: first },
    });
  });

  it("has several contacts of one company as one lead with contacts", async () => {
    await world().list("source_1", "2026-01-01", [
      { licence: "A", person: "Ann Lee" },
      { licence: "B", person: "Bo Ray" },
      { licence: "C", person: "ANN LEE" },
    ]);
    expect(await world().leads()).toHaveLength(1);
    const contacts = await world().pool.query<{ name: string; role: string }>(
      sql`SELECT name, role FROM lead_contact ORDER BY LOWER(name)`,
    );
    expect(contacts.map(({ name, role }) => [name.toLowerCase(), role])).toEqual([
      ["ann lee", "Director"],
      ["bo ray", "Director"],
    ]);
  });

  it("comes to the same in whatever order the months come", async () => {
    const months: readonly [string, string, { licence: string; street?: string; email?: string }[]][] = [
      ["source_1", "2026-01-01", [{ licence: "A" }, { licence: "B" }]],
      [
        "source_1",
        "2026-02-01",
        [
          { licence: "A", street: "9 Oak Ave" },
          { licence: "B", email: "b@sunny.example" },
        ],
      ],
      ["source_1", "2026-03-01", [{ licence: "A", street: "9 Oak Ave" }]],
      ["source_3", "2026-02-15", [{ licence: "77", street: "9 Oak Ave" }]],
    ];
    for (const month of months) await world().list(...month);
    const inOrder = await world().state();
    for (const table of ["lead_identity", "lead_key", "lead", "staged_lead", "lead_row", "lead_version", "lead_file"])
      await world().empty(table);
    for (const place of [2, 3, 0, 1]) {
      const month = months[place];
      if (month !== undefined) await world().list(...month);
    }
    expect(await world().state()).toEqual(inOrder);
  });
});
