import { expect, it } from "vitest";
import { findDuplicates, openPairs, pairWithId } from "../../../src/identity/index.js";
import { decideLeadPair, leadApart, openLeadPairs, proposeSameLeads, sameLead } from "../../../src/leads/index.js";
import { amongLeads, type LeadsWorld, NOW } from "./leads-world.js";

const propose = ({ pool, organization }: LeadsWorld) => proposeSameLeads(pool, organization, { now: () => NOW });
const open = ({ pool }: LeadsWorld) => openLeadPairs(pool, NOW);
const by = { by: "U1", now: NOW };

/** A company that two lists have with two phones at one address. */
async function twoPhones(world: LeadsWorld): Promise<void> {
  await world.list("source_1", "2026-01-01", [{ licence: "A", email: "office@sunny.example" }]);
  await world.list("source_3", "2026-01-02", [{ licence: "77", phone: "702-555-0142", email: "office@sunny.example" }]);
}

const HOME = "7025550100|150 n some st|89027";
const OTHER = "7025550142|150 n some st|89027";

amongLeads((world) => {
  it("proposes two leads with one company, address and e-mail, and says by what; nobody is merged", async () => {
    await twoPhones(world());
    expect(await propose(world())).toEqual({ opened: 1, gone: 0 });
    const [pair, ...others] = await open(world());
    expect(others).toEqual([]);
    expect(pair).toMatchObject({ kind: "lead", a: HOME, b: OTHER, state: "open" });
    const levels = pair?.evidence.map(({ field, level }) => `${field} ${level}`);
    expect(levels).toEqual(expect.arrayContaining(["company exact", "address exact", "email exact"]));
    expect(pair?.score).toBeCloseTo(pair?.evidence.reduce((sum, { bits }) => sum + bits, 0) ?? 0, 1);
    expect(await world().leads()).toHaveLength(2);
  });

  it("looks only at what is new, and comes to the same when nothing is", async () => {
    await twoPhones(world());
    await propose(world());
    expect(await propose(world())).toEqual({ opened: 0, gone: 0 });
    expect(await open(world())).toHaveLength(1);
    await world().list("source_3", "2026-02-02", [
      { licence: "77", company: "Moonlight", phone: "702-555-0142", street: "9 Oak Ave", zip: "89999", city: "Reno" },
    ]);
    await propose(world());
    expect(await open(world())).toEqual([]);
  });

  it("does not propose what one list has at two addresses with one phone (ruling L1)", async () => {
    await world().list("source_1", "2026-01-01", [
      { licence: "A", email: "office@sunny.example" },
      { licence: "B", email: "office@sunny.example", street: "9 Oak Ave" },
    ]);
    expect(await propose(world())).toEqual({ opened: 0, gone: 0 });
  });

  it("proposes a lead of Salesforce for a lead without a match", async () => {
    await world().salesforceLead("00Q1", {
      phone: "7025550155",
      company: "Sunny Days Preschool",
      company_key: "sunny days preschool",
      address_key: "150 n some st|89027",
      zip: "89027",
      email: "office@sunny.example",
    });
    await world().list("source_1", "2026-01-01", [{ licence: "A", email: "office@sunny.example" }]);
    await propose(world());
    const [pair] = await open(world());
    expect(pair).toMatchObject({ kind: "lead_salesforce", a: HOME, b: "00Q1" });
    const { pool, organization } = world();
    const decision = await pool.transaction((tx) =>
      sameLead(tx, organization, {
        one: { kind: "lead", key: HOME },
        other: { kind: "salesforce", id: "00Q1" },
        ...by,
      }),
    );
    expect(await world().lead(HOME)).toMatchObject({ salesforce_id: "00Q1", matched_by: "identity" });
    expect(await open(world())).toEqual([]);
    await pool.transaction((tx) => leadApart(tx, organization, { id: decision, ...by }));
    expect(await world().lead(HOME)).toMatchObject({ salesforce_id: null, standing: "new" });
    expect(await open(world())).toHaveLength(1);
  });

  it("makes two leads one by a person's word, and two again when it is taken back", async () => {
    await twoPhones(world());
    await propose(world());
    const { pool, organization } = world();
    const sides = { one: { kind: "lead", key: HOME }, other: { kind: "lead", key: OTHER }, ...by } as const;
    const decision = await pool.transaction((tx) => sameLead(tx, organization, sides));
    expect(await world().leads()).toHaveLength(1);
    expect(await open(world())).toEqual([]);
    await expect(pool.transaction((tx) => sameLead(tx, organization, { ...sides, by: "U2" }))).rejects.toThrow(
      /A colleague decided/,
    );
    await pool.transaction((tx) => leadApart(tx, organization, { id: decision, ...by }));
    expect(await world().leads()).toHaveLength(2);
    expect(await open(world())).toHaveLength(1);
    await expect(pool.transaction((tx) => leadApart(tx, organization, { id: decision, ...by }))).rejects.toThrow(
      /took decision/,
    );
  });

  it("asks no more what a person said is different, whatever key the two go by later", async () => {
    await twoPhones(world());
    await propose(world());
    const [pair] = await open(world());
    const answer = { id: pair?.id ?? 0, until: "2026-10-01T00:00:00.000Z", standing: null, ...by };
    await world().pool.transaction((tx) => decideLeadPair(tx, { ...answer, answer: "different" }));
    await expect(
      world().pool.transaction((tx) => decideLeadPair(tx, { ...answer, by: "U2", answer: "later" })),
    ).rejects.toThrow(/different, by a colleague/);
    await world().list("source_3", "2026-02-02", [
      { licence: "77", phone: "702-555-0143", email: "office@sunny.example" },
    ]);
    await propose(world());
    expect(await open(world())).toEqual([]);
    await expect(
      world().pool.transaction((tx) =>
        sameLead(tx, world().organization, {
          one: { kind: "lead", key: HOME },
          other: { kind: "lead", key: OTHER },
          ...by,
        }),
      ),
    ).rejects.toThrow(/different/);
  });

  it("keeps its pairs apart from those of people and organisations", async () => {
    await twoPhones(world());
    await propose(world());
    const [pair] = await open(world());
    const { pool, organization } = world();
    await findDuplicates(pool, organization, { now: NOW, seed: 1 });
    expect(await open(world())).toHaveLength(1);
    expect(await openPairs(pool, { now: NOW })).toEqual([]);
    await expect(pairWithId(pool, pair?.id ?? 0)).rejects.toThrow(/no pair/);
  });
});
