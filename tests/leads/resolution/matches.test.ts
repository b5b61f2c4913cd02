import { expect, it } from "vitest";
import { amongLeads } from "./leads-world.js";

const HOME = "7025550100|150 n some st|89027";
const AWAY = "7025550100|9 oak ave|89027";
const AT_HOME = {
  address_key: "150 n some st|89027",
  street: "150 N Some St",
  city: "Mesquite",
  state: "NV",
  zip: "89027",
};
const SUNNY = { company: "Sunny Days", company_key: "sunny days" };

const standingOf = ({
  standing,
  salesforce_id,
  matched_by,
}: {
  standing: string;
  salesforce_id: string | null;
  matched_by: string | null;
}) => [standing, salesforce_id, matched_by];

amongLeads((world) => {
  it("is new without a lead of Salesforce, and known by its phone, before its mobile", async () => {
    await world().salesforceLead("00Q1", { mobile: "7025550100" });
    await world().salesforceLead("00Q2", { phone: "7025550100" });
    const settled = await world().list("source_1", "2026-01-01", [
      { licence: "A" },
      { licence: "B", phone: "702-555-0142" },
    ]);
    expect(standingOf(await world().lead(HOME))).toEqual(["known", "00Q2", "phone"]);
    expect(standingOf(await world().lead("7025550142|150 n some st|89027"))).toEqual(["new", null, null]);
    expect(settled).toMatchObject({ new: 1, known: 1, updated: 0 });
  });

  it("is known by a mobile alone, and says whether it is converted and at which stage", async () => {
    await world().salesforceLead("00Q1", { mobile: "7025550100", is_converted: true, outreach_stage: "Demo" });
    await world().list("source_1", "2026-01-01", [{ licence: "A" }]);
    expect(await world().lead(HOME)).toMatchObject({
      standing: "known",
      matched_by: "mobile",
      is_converted: true,
      outreach_stage: "Demo",
    });
  });

  it("never matches a lead that Salesforce deleted, nor a blank phone with a blank phone", async () => {
    await world().salesforceLead("00Q1", { phone: "7025550100", deleted_at: "2026-01-03T00:00:00.000Z" });
    await world().salesforceLead("00Q2", { company: "Other", company_key: "other" });
    await world().list("source_1", "2026-02-01", [{ licence: "A" }, { licence: "B", phone: null }]);
    expect((await world().leads()).map(standingOf)).toEqual([
      ["new", null, null],
      ["new", null, null],
    ]);
  });

  it("follows a lead that Salesforce merged into another", async () => {
    await world().salesforceLead("00Q1", {
      phone: "7025550100",
      deleted_at: "2026-01-03T00:00:00.000Z",
      merged_into_source_id: "00Q2",
    });
    await world().salesforceLead("00Q2", {
      phone: "7025550177",
      ...AT_HOME,
      ...SUNNY,
      modified_at: "2026-03-01T00:00:00.000Z",
    });
    await world().list("source_1", "2026-02-01", [{ licence: "A" }]);
    expect(standingOf(await world().lead(HOME))).toEqual(["known", "00Q2", "identity"]);
  });

  it("follows the school uuid of a deleted lead to the one that has it now", async () => {
    await world().salesforceLead("00Q1", {
      phone: "7025550100",
      school_uuid: "u-1",
      deleted_at: "2026-01-03T00:00:00.000Z",
    });
    await world().salesforceLead("00Q2", { school_uuid: "u-1" });
    await world().list("source_1", "2026-01-04", [{ licence: "A" }]);
    expect(await world().lead(HOME)).toMatchObject({ salesforce_id: "00Q2", matched_by: "identity" });
    expect(
      await world().pool.db.leadIdentity.findMany({ where: { source: "salesforce" }, orderBy: { kind: "asc" } }),
    ).toMatchObject([
      { kind: "salesforce", value: "00Q2", last_date: "" },
      { kind: "school_uuid", value: "u-1" },
    ]);
  });

  it("finds a company that moved and changed its number by the number it had", async () => {
    await world().salesforceLead("00Q1", { phone: "7025550100", modified_at: "2026-06-01T00:00:00.000Z" });
    await world().list("source_1", "2026-01-01", [{ licence: "A" }]);
    await world().list("source_1", "2026-02-01", [{ licence: "A", phone: "702-555-0188", street: "9 Oak Ave" }]);
    const [lead, ...others] = await world().leads();
    expect(others).toEqual([]);
    expect(lead).toMatchObject({
      phone: "7025550188",
      standing: "known",
      salesforce_id: "00Q1",
      matched_by: "identity",
    });
  });

  it("finds a company that changed its number by its name and address", async () => {
    await world().salesforceLead("00Q1", { phone: "7025550155", ...AT_HOME, ...SUNNY });
    await world().salesforceLead("00Q2", {
      phone: "7025550156",
      ...AT_HOME,
      company: "Moonlight",
      company_key: "moonlight",
    });
    await world().list("source_1", "2026-01-01", [{ licence: "A" }]);
    expect(standingOf(await world().lead(HOME))).toEqual(["known", "00Q1", "identity"]);
  });

  it("may be the same lead of Salesforce for several addresses on one phone (ruling L1), each with the one at its address where there is one", async () => {
    await world().salesforceLead("00Q1", { phone: "7025550100", ...SUNNY, modified_at: "2026-01-02T00:00:00.000Z" });
    await world().salesforceLead("00Q2", {
      phone: "7025550100",
      ...AT_HOME,
      ...SUNNY,
      modified_at: "2026-01-01T00:00:00.000Z",
    });
    await world().list("source_1", "2026-01-01", [
      { licence: "A" },
      { licence: "B", street: "9 Oak Ave" },
      { licence: "C", street: "7 Elm St" },
    ]);
    const matched = (await world().leads()).map(({ key, salesforce_id }) => [key, salesforce_id]);
    expect(Object.fromEntries(matched)).toEqual({
      [HOME]: "00Q2",
      [AWAY]: "00Q1",
      "7025550100|7 elm st|89027": "00Q1",
    });
  });

  it("is the lead of Salesforce that a person names, before any other", async () => {
    await world().salesforceLead("00Q1", { phone: "7025550100" });
    await world().salesforceLead("00Q2");
    await world().list("source_1", "2026-01-01", [{ licence: "A" }]);
    const decision = await world().decideSame(HOME, "salesforce:00Q2");
    await world().settleMatches();
    expect(standingOf(await world().lead(HOME))).toEqual(["known", "00Q2", "identity"]);
    await world().takeBack(decision);
    await world().settleMatches();
    expect(standingOf(await world().lead(HOME))).toEqual(["known", "00Q1", "phone"]);
  });

  it("is updated when a later file says something else of an important field, compared however it is written (ruling L3)", async () => {
    await world().salesforceLead("00Q1", {
      phone: "7025550100",
      ...AT_HOME,
      company: "SUNNY DAYS, LLC",
      company_key: "sunny days",
      email: "Office@Sunny.example",
      capacity: 20,
    });
    await world().list("source_1", "2026-02-01", [
      {
        licence: "A",
        company: "Sunny Days LLC",
        street: "150 North Some Street",
        email: "office@sunny.example",
        capacity: 20,
      },
    ]);
    expect(await world().lead(HOME)).toMatchObject({ standing: "known", differences: "[]" });
    await world().list("source_1", "2026-03-01", [
      {
        licence: "A",
        company: "Sunny Days LLC",
        street: "150 North Some Street",
        email: "new@sunny.example",
        capacity: null,
      },
    ]);
    const lead = await world().lead(HOME);
    const file = await world().fileOf({ file_date: "2026-03-01" });
    expect(lead.standing).toBe("updated");
    expect(JSON.parse(lead.differences)).toEqual([
      {
        field: "email",
        was: "Office@Sunny.example",
        now: "new@sunny.example",
        file_id: file,
        file_date: "2026-03-01",
      },
    ]);
  });

  it("is not updated by a file that is older than what Salesforce says", async () => {
    await world().salesforceLead("00Q1", {
      phone: "7025550100",
      email: "a@sunny.example",
      source_updated_on: "2026-03-01",
    });
    await world().salesforceLead("00Q2", {
      phone: "7025550101",
      email: "a@sunny.example",
      modified_at: "2026-03-01T09:00:00.000Z",
    });
    const rows = [
      { licence: "A", email: "b@sunny.example" },
      { licence: "B", phone: "702-555-0101", email: "b@sunny.example" },
    ];
    await world().list("source_1", "2026-03-01", rows);
    expect((await world().leads()).map(({ standing }) => standing)).toEqual(["known", "known"]);
    await world().list("source_1", "2026-03-02", rows);
    expect((await world().leads()).map(({ standing }) => standing)).toEqual(["updated", "updated"]);
  });

  it("is settled anew when Salesforce changes", async () => {
    await world().list("source_1", "2026-02-01", [{ licence: "A", email: "b@sunny.example" }]);
    expect(await world().lead(HOME)).toMatchObject({ standing: "new" });
    await world().salesforceLead("00Q1", { phone: "7025550100", email: "a@sunny.example", ...AT_HOME, ...SUNNY });
    expect(await world().settleMatches()).toMatchObject({ changed: 1, updated: 1 });
    expect(await world().settleMatches()).toMatchObject({ changed: 0, updated: 1 });
    await world().pool.write((db) =>
      db.salesforceLead.updateMany({ data: { deleted_at: "2026-03-01T00:00:00.000Z" } }),
    );
    expect(await world().settleMatches()).toMatchObject({ changed: 1, new: 1 });
    expect(await world().lead(HOME)).toMatchObject({ standing: "new", salesforce_id: null, differences: "[]" });
    expect(await world().pool.db.leadIdentity.count({ where: { source: "salesforce" } })).toBe(0);
  });
});
