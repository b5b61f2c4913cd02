import { expect, it } from "vitest";
import { type LeadSide, leadSides } from "../../../src/leads/index.js";
import { amongLeads, type LeadsWorld } from "./leads-world.js";

const COURT = "7025550100|150 n some ct|89027";
const AWAY = "7025550142|9 oak ave|89027";

/** The fields of two sides as they stand beside each other, with the mark. */
async function beside({ pool }: LeadsWorld, one: LeadSide, other: LeadSide) {
  const { rows } = await leadSides(pool, one, other);
  return Object.fromEntries(rows.map(({ field, a, b, agrees }) => [field, [a, b, agrees]]));
}
const lead = (key: string) => ({ kind: "lead", key }) as const;
const salesforce = (id: string) => ({ kind: "salesforce", id }) as const;

amongLeads((world) => {
  it("agree where the score finds them alike, however they are written", async () => {
    await world().list("source_1", "2026-01-01", [
      { licence: "A", company: "Sunny Days LLC", street: "150 N SOME COURT", email: "office@sunny.example" },
    ]);
    await world().salesforceLead("00Q1", {
      company: "Sunny Days",
      company_key: "sunny days",
      street: "150 North Some Ct.",
      city: "Mesquite",
      state: "NV",
      zip: "89027",
      address_key: "150 n some ct|89027",
      phone: "7025550100",
      phone_raw: "702.555.0100",
      email: "Office@Sunny.example",
    });
    expect(await beside(world(), lead(COURT), salesforce("00Q1"))).toMatchObject({
      company: ["Sunny Days LLC", "Sunny Days", true],
      address: ["150 N SOME COURT, Mesquite, NV 89027", "150 North Some Ct., Mesquite, NV 89027", true],
      phone: ["(702) 555-0100", "(702) 555-0100", true],
      email: ["office@sunny.example", "Office@Sunny.example", true],
      licence: ["A", null, null],
    });
  });

  it("differ where their keys do, and neither agree nor differ where one says too little", async () => {
    await world().list("source_1", "2026-01-01", [{ licence: "A", street: "150 N Some Ct", capacity: 24 }]);
    await world().list("source_3", "2026-01-02", [
      { licence: "77", phone: "702-555-0142", street: "9 Oak Ave", company: "Moonlight", capacity: 24 },
    ]);
    await world().salesforceLead("00Q1", { company: "Sunny Days", street: "Some Ct", phone_raw: "555" });
    expect(await beside(world(), lead(COURT), lead(AWAY))).toMatchObject({
      company: ["Sunny Days", "Moonlight", false],
      address: [expect.any(String), expect.any(String), false],
      phone: ["(702) 555-0100", "(702) 555-0142", false],
      licence: ["A", "77", false],
      capacity: ["24", "24", true],
      sources: ["source_1", "source_3", null],
    });
    expect(await beside(world(), lead(COURT), salesforce("00Q1"))).toMatchObject({
      company: ["Sunny Days", "Sunny Days", true],
      address: [expect.any(String), "Some Ct", null],
      phone: ["(702) 555-0100", "555", null],
    });
  });

  it("show the numbers that a lead had before and Salesforce's mobile, since the score knows them too", async () => {
    await world().list("source_1", "2026-01-01", [{ licence: "A", street: "150 N Some Ct" }]);
    await world().list("source_1", "2026-02-01", [{ licence: "A", street: "150 N Some Ct", phone: "702-555-0177" }]);
    await world().salesforceLead("00Q1", { phone: "7025550155", mobile: "7025550100" });
    expect(await beside(world(), lead(COURT), salesforce("00Q1"))).toMatchObject({
      phone: ["(702) 555-0177, (702) 555-0100", "(702) 555-0155, (702) 555-0100", true],
    });
  });
});
