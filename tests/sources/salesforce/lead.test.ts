import { describe, expect, it } from "vitest";
import { LEAD_EXPORT_COLUMNS } from "../../../sandbox/sample/index.js";
import { DATASETS, type Grid, recognise, rowsOf } from "../../../src/sources/index.js";
import { Layout } from "../../../src/sources/salesforce/layout.js";
import { rowShape } from "../../../src/sources/salesforce/records/index.js";
import { underOurNames } from "../../../src/sources/salesforce/shapes.js";
import { describing, objectNamed, recordOf, rules } from "../setting.js";

const WHOLE = {
  Id: "00Q000000000001EAA",
  FirstName: " Marisol ",
  LastName: "Quintero",
  Company: "Desert Willow Preschool, LLC",
  Street: "c/o Marisol Quintero\n150 North Sandhill Road\nSuite 4",
  City: "Mesquite",
  State: "Nevada",
  PostalCode: "89027-1234",
  Phone: "(702) 555-0100 x12",
  MobilePhone: "555-0101",
  Email: " Office@DesertWillow.example ",
  Status: "Nurturing",
  IsConverted: true,
  CreatedDate: "2026-01-01T03:00:00.000+0000",
  Capacity__c: "64",
  Current_Enrollment__c: "n/a",
  Lead_Source_Last_Updated__c: "2026-02-01",
};
const leadOf = (fields: Readonly<Record<string, unknown>>) =>
  recordOf("salesforce_lead", "Lead", { ...WHOLE, ...fields });

describe("a Salesforce lead", () => {
  it("has phone and mobile as ten digits beside what came, or null", () => {
    expect(leadOf({})).toMatchObject({
      phone: "7025550100",
      phoneRaw: "(702) 555-0100 x12",
      mobile: null,
      mobileRaw: "555-0101",
    });
    expect(leadOf({ Phone: "--", MobilePhone: null })).toMatchObject({ phone: null, phoneRaw: null, mobileRaw: null });
  });

  it("has the key of its address from the line that begins with a number", () => {
    const key = leadOf({}).addressKey;
    expect(key).toBe(leadOf({ Street: "150 N Sandhill Rd", State: "NV", PostalCode: "89027" }).addressKey);
    expect(key).toMatch(/^150 n sandhill rd\|89027$/);
    expect(leadOf({}).street).toContain("\n");
  });

  it("has no key of an address without a street: a blank never matches (ruling L1)", () => {
    expect(leadOf({ Street: null }).addressKey).toBeNull();
    expect(leadOf({ Street: "Mesquite" }).addressKey).toBeNull();
  });

  it("has its company for comparison, its e-mail address in small letters, its state as two", () => {
    expect(leadOf({})).toMatchObject({
      companyKey: "desert willow preschool",
      email: "office@desertwillow.example",
      state: "NV",
      zip: "89027",
      firstName: "Marisol",
    });
    expect(leadOf({ Company: "n/a" })).toMatchObject({ company: null, companyKey: null });
  });

  it("has days of the organisation's own calendar, and numbers where they are such", () => {
    expect(leadOf({})).toMatchObject({
      createdOn: "2025-12-31",
      sourceUpdatedOn: "2026-02-01",
      capacity: 64,
      currentEnrollment: null,
    });
  });

  it("is kept whatever it lacks, and a converted one is one still", () => {
    expect(leadOf({})).toMatchObject({ isConverted: true });
    expect(recordOf("salesforce_lead", "Lead", {})).toMatchObject({
      lastName: null,
      company: null,
      status: null,
      isConverted: false,
    });
  });
});

describe("a field that an organisation calls otherwise", () => {
  const object = objectNamed("Lead");
  const shown = describing("Lead", ["School_UUID__c"]);
  const described = {
    ...shown,
    fields: { ...shown.fields, brightwheel_school_uuid__c: { type: "string", isFormula: false } },
  };

  it("is asked for by their name and read under ours", () => {
    const layout = new Layout(object, underOurNames(described, object));
    expect(layout.missing).toEqual([]);
    expect(layout.fields).toContain("brightwheel_school_uuid__c");
    expect(layout.fields).not.toContain("School_UUID__c");
    const shape = rowShape(layout, rules);
    const sent = {
      Id: WHOLE.Id,
      IsDeleted: false,
      SystemModstamp: "2026-01-01T00:00:00.000Z",
      brightwheel_school_uuid__c: "u-1",
    };
    const row = shape.row(layout.cellsOf(sent));
    expect(row.read()).toMatchObject({ record: { schoolUuid: "u-1" } });
    expect(row.cell("School_UUID__c")).toBe("u-1");
    // Its copy bears our name, and says the same.
    expect(JSON.parse(row.payload())).toMatchObject({ School_UUID__c: "u-1" });
    expect(shape.fromPayload(row.payload()).hash).toBe(row.hash);
  });

  it("hashes as if it bore ours, so that a rename there changes nothing here", () => {
    const sent = { Id: WHOLE.Id, IsDeleted: false, SystemModstamp: "2026-01-01T00:00:00.000Z" };
    const theirs = rowShape(new Layout(object, underOurNames(described, object)), rules);
    const ours = rowShape(new Layout(object, describing("Lead")), rules);
    const one = theirs.row(theirs.layout.cellsOf({ ...sent, brightwheel_school_uuid__c: "u-1" }));
    const other = ours.row(ours.layout.cellsOf({ ...sent, School_UUID__c: "u-1" }));
    expect(one.hash).toBe(other.hash);
  });

  it("gives way to one of our own name", () => {
    const both = {
      ...described,
      fields: { ...described.fields, School_UUID__c: { type: "string", isFormula: false } },
    };
    expect(new Layout(object, underOurNames(both, object)).fields).toContain("School_UUID__c");
  });
});

describe("the export of leads", () => {
  const header = Object.keys(LEAD_EXPORT_COLUMNS);
  const tableOf = (...rows: Readonly<Record<string, string>>[]) => ({
    name: "leads.csv",
    lines: [header, ...rows.map((row) => header.map((column) => row[column] ?? ""))],
    serialDates: false,
  });
  const said = {
    id: "00Q000000000001",
    is_deleted: "false",
    first_name: "Marisol",
    last_name: "Quintero",
    company: WHOLE.Company,
    street: WHOLE.Street,
    city: "Mesquite",
    state: "Nevada",
    postal_code: "89027-1234",
    phone: WHOLE.Phone,
    mobile_phone: WHOLE.MobilePhone,
    email: WHOLE.Email,
    status: "Nurturing",
    is_converted: "True",
    created_date: "2026-01-01T03:00:00.000Z",
    last_modified_date: "2026-03-01 12:30:00",
    capacity_c: "64",
    current_enrollment_c: "n/a",
    lead_source_last_updated_c: "2026-02-01",
    brightwheel_school_uuid_c: "u-1",
  };
  const read = (...rows: Readonly<Record<string, string>>[]) => {
    const {
      dataset,
      grid,
      places,
    }: { dataset: (typeof DATASETS)[number]; grid: Grid; places: Readonly<Record<string, number>> } = recognise(
      [tableOf(...rows)],
      DATASETS,
    );
    expect(dataset.name).toBe("salesforce-leads");
    const given = {
      ...rules,
      now: "2026-04-01T00:00:00.000Z",
      origin: "file:leads.csv",
      defaults: {},
      serialDates: false,
    };
    return [...rowsOf(grid, places, dataset.columns)].flatMap((row) => dataset.read(row, given));
  };

  it("says the same as the API, under the same id", () => {
    const [row] = read(said);
    expect(row?.sourceId).toBe(WHOLE.Id);
    expect(row?.read()).toMatchObject({ record: leadOf({ School_UUID__c: "u-1" }) });
  });

  it("takes instants without a zone for UTC, and those that are none for now", () => {
    const [one, other, third] = read(
      said,
      { ...said, id: "00Q000000000002", last_modified_date: "2026-03-01 12:30:00 UTC" },
      { ...said, id: "00Q000000000003", last_modified_date: "lately" },
    );
    expect(one?.modifiedAt).toBe("2026-03-01T12:30:00.000Z");
    expect(other?.modifiedAt).toBe("2026-03-01T12:30:00.000Z");
    expect(third?.modifiedAt).toBe("2026-04-01T00:00:00.000Z");
  });

  it("knows deleted rows, and keeps a lead whose date or number cannot be read", () => {
    const [gone, odd] = read(
      { ...said, is_deleted: "TRUE" },
      { ...said, id: "00Q000000000002", created_date: "soon", capacity_c: "many" },
    );
    expect(gone?.isDeleted).toBe(true);
    expect(odd?.read()).toMatchObject({ kind: "record", record: { createdOn: null, capacity: null } });
  });

  it("refuses ids of other objects", () => {
    const [row] = read({ ...said, id: "0035f00000JU4opAAD" });
    expect(row?.read()).toMatchObject({ kind: "refused", reason: "bad_value" });
  });
});
