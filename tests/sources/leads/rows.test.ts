import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { standardLeadSources } from "../../../src/runtime/index.js";
import { readLeadRow } from "../../../src/sources/index.js";
import { LISTED, OPERATING, REGISTERED, SOURCE_1, SOURCE_2, SOURCE_3 } from "./setting.js";

describe("a row of a source as a lead", () => {
  test("source_1: the address in one text, dates with two digits of the year, a contact", () => {
    expect(readLeadRow(SOURCE_1, REGISTERED)).toEqual({
      rowKey: "60101",
      leadKey: "7025550100|150 n sandhill rd|89027",
      company: "Desert Willow Preschool LLC",
      companyKey: "desert willow preschool",
      person: "Marisol Quintero",
      personRole: "Director",
      phone: "7025550100",
      phoneRaw: "702-555-0100",
      phoneExtension: null,
      line1: "150 N. SANDHILL RD",
      line2: null,
      city: "Mesquite",
      state: "NV",
      zip: "89027",
      county: "Clark",
      addressRaw: "150 N. SANDHILL RD MESQUITE, NV 89027",
      addressKey: "150 n sandhill rd|89027",
      email: null,
      licence: "60101",
      licenceType: "Center",
      licenceStatus: "active",
      licensedOn: "2013-12-01",
      expiresOn: "2027-12-01",
      capacity: null,
      ages: null,
      extra: { disciplinary_action: "N" },
      problems: [],
      filled: 15,
    });
  });

  test("source_2: the licence behind its type, the owner before the company, ages in four columns, days and flags beside", () => {
    expect(readLeadRow(SOURCE_2, LISTED)).toEqual({
      rowKey: "393620136",
      leadKey: "2095550125|2544 larkspur ln|95336",
      company: "Patty's Playhouse",
      companyKey: "pattys playhouse",
      person: "Patricia Harper",
      personRole: null,
      phone: "2095550125",
      phoneRaw: "(209) 555-0125",
      phoneExtension: null,
      line1: "2544 Larkspur Lane",
      line2: "Unit 3",
      city: "Manteca",
      state: "CA",
      zip: "95336",
      county: null,
      addressRaw: "2544 Larkspur Lane, Unit 3, MANTECA, CA, 95336-1201",
      addressKey: "2544 larkspur ln|95336",
      email: "patty@playhouse.example",
      licence: "393620136",
      licenceType: "Family Child Care Home",
      licenceStatus: null,
      licensedOn: null,
      expiresOn: null,
      capacity: 14,
      ages: "Infants (0-11 months), Toddlers (12-23 months)",
      extra: {
        accepts_subsidy: true,
        year_round: true,
        daytime_hours: true,
        star_level: "3 Star",
        monday: "7:00 AM - 6:00 PM",
        tuesday: "7:00 AM - 6:00 PM",
        subsidy_contract: "SC-20136",
        monitored_since: "2020-09-02",
      },
      problems: [],
      filled: 21,
    });
  });

  test("source_3: two numbers as its key, Y and N, a number of places", () => {
    expect(readLeadRow(SOURCE_3, OPERATING)).toEqual({
      rowKey: "1550101/F900",
      leadKey: "3465550140|150 n bluebonnet st|77002",
      company: "Bluebonnet Academy",
      companyKey: "bluebonnet academy",
      person: null,
      personRole: null,
      phone: "3465550140",
      phoneRaw: "(346)555-0140",
      phoneExtension: null,
      line1: "150 North Bluebonnet Street",
      line2: null,
      city: "Houston",
      state: "TX",
      zip: "77002",
      county: "Harris",
      addressRaw: "150 North Bluebonnet Street, HOUSTON, TX, 77002",
      addressKey: "150 n bluebonnet st|77002",
      email: "office@bluebonnet.example",
      licence: "1550101",
      licenceType: "Licensed Center",
      licenceStatus: "full permit",
      licensedOn: "2011-03-14",
      expiresOn: null,
      capacity: 120,
      ages: null,
      extra: {
        agency: "A77",
        facility: "F900",
        monitoring_frequency: "Annual",
        infant: true,
        toddler: true,
        preschool: true,
        school: false,
      },
      problems: [],
      filled: 20,
    });
  });

  test.each([
    [
      "the contact of the caregiver's cell",
      { Company: "SUNNY ACRES", "Primary Caregiver": "BRADY, COLLEEN\n\nPrimary Caregiver" },
      { company: "Sunny Acres", person: "Colleen Brady" },
    ],
    [
      "the owner, where no caregiver is named",
      { "Primary Caregiver": "" },
      { company: "Patty's Playhouse", person: "Patricia Harper" },
    ],
    [
      "the business of the caregiver's cell, where no company is named",
      { Company: "", "Primary Caregiver": "KAUR, HARPREET DBA LITTLE LIONS" },
      { company: "Little Lions", person: "Harpreet Kaur" },
    ],
    [
      "no licence where none stands behind the type",
      { "Type License": "Child Care Center" },
      { licence: null, licenceType: "Child Care Center" },
    ],
    ["an extension apart", { Phone: "(209) 555-0125 ext. 12" }, { phone: "2095550125", phoneExtension: "12" }],
    ["the first of two e-mails", { Email: "a@x.example; b@x.example" }, { email: "a@x.example" }],
    [
      "the unit that stands in the street's line",
      { Address1: "10 Main St Ste 200", Address2: "" },
      { line1: "10 Main St", line2: "Ste 200" },
    ],
    [
      "the street that stands in the second line",
      { Address1: "", Address2: "10 Main St" },
      { line1: "10 Main St", line2: null },
    ],
    ["the nought that a spreadsheet drops of a ZIP", { Zip: "2134", State: "MA" }, { zip: "02134", state: "MA" }],
    [
      "four digits of a ZIP where none begins with a nought for a slip",
      { Zip: "8902", State: "NV" },
      { zip: null, problems: [{ field: "zip", problem: "value_unknown", came: "8902" }] },
    ],
    ["the state in full", { State: "California" }, { state: "CA" }],
    [
      "words for nothing as nothing",
      { Email: "N/A", Address2: "--", "Total Cap": "None" },
      { email: null, line2: null, capacity: null, problems: [] },
    ],
  ])("takes %s", (_, change, expected) => {
    expect(readLeadRow(SOURCE_2, { ...LISTED, ...change })).toMatchObject(expected);
  });

  test("a source's own state is that of rows that name none", () => {
    const { State: _, ...stateless } = OPERATING;
    expect(readLeadRow({ ...SOURCE_3, state: "TX" }, stateless)).toMatchObject({ state: "TX" });
    expect(readLeadRow(SOURCE_3, stateless)).toMatchObject({ state: null });
  });

  test.each([
    ["a stray quotation mark", 'LITTLE "STARS ACADEMY', "Little Stars Academy"],
    ["a pair of them", '"BIG "TOP" SCHOOL"', "Big Top School"],
    ["one for an apostrophe", 'BOB"S SCHOOL', "Bob's School"],
  ])("%s is no part of a name", (_, name, company) => {
    expect(readLeadRow(SOURCE_3, { ...OPERATING, "Operation Name": name })).toMatchObject({ company });
  });
});

describe("what cannot be read is noted with what came, and the row is kept", () => {
  test.each([
    [
      "a phone of nine digits",
      { Phone: "346-555-010" },
      { field: "phone", problem: "phone_invalid", came: "346-555-010" },
    ],
    ["a phone in words", { Phone: "unlisted" }, { field: "phone", problem: "phone_invalid", came: "unlisted" }],
    ["no phone", { Phone: "" }, { field: "phone", problem: "phone_missing", came: null }],
    ["no company", { "Operation Name": " " }, { field: "company", problem: "company_missing", came: null }],
    ["no address", { Address: "", City: "", Zip: "" }, { field: "address", problem: "address_missing", came: null }],
    ["no street", { Address: "" }, { field: "address", problem: "address_incomplete", came: "HOUSTON, TX, 77002" }],
    [
      "an e-mail that is none",
      { "Email Address": "office at bluebonnet" },
      { field: "email", problem: "email_invalid", came: "office at bluebonnet" },
    ],
    [
      "a day that does not exist",
      { "Issue Date": "13/45/2011" },
      { field: "licensed_on", problem: "date_unreadable", came: "13/45/2011" },
    ],
    ["a capacity in words", { Capacity: "many" }, { field: "capacity", problem: "number_unreadable", came: "many" }],
    ["a state that is none", { State: "XQ" }, { field: "state", problem: "value_unknown", came: "XQ" }],
    ["a ZIP that is none", { Zip: "K1A 0B1" }, { field: "zip", problem: "value_unknown", came: "K1A 0B1" }],
  ])("%s", (_, change, problem) => {
    const record = readLeadRow(SOURCE_3, { ...OPERATING, ...change });
    expect(record.problems).toEqual([problem]);
    expect(record.rowKey).toBe("1550101/F900");
  });

  test("a text that is none of a column's", () => {
    const columns = SOURCE_3.columns.map((each) =>
      each.name === "Status" ? { ...each, values: ["Full Permit"] } : each,
    );
    const record = readLeadRow({ ...SOURCE_3, columns }, { ...OPERATING, Status: "Probation" });
    expect(record).toMatchObject({
      licenceStatus: "probation",
      problems: [{ field: "licence_status", problem: "value_unknown", came: "Probation" }],
    });
  });
});

describe("the keys of a row", () => {
  test("without a valid phone or a street, the lead is the row's own and nobody else's (ruling L1)", () => {
    for (const change of [{ Phone: "" }, { Phone: "555-0140" }, { Address: "" }]) {
      expect(readLeadRow(SOURCE_3, { ...OPERATING, ...change }).leadKey).toBe("source_3:1550101/F900");
    }
  });

  test("without a ZIP, city and state are the place", () => {
    expect(readLeadRow(SOURCE_3, { ...OPERATING, Zip: "" }).leadKey).toBe("3465550140|150 n bluebonnet st|houston tx");
  });

  test("where a part of the key is blank, name, phone and address tell rows apart", () => {
    const keyless = { ...OPERATING, "Facility ID": "" };
    const { rowKey } = readLeadRow(SOURCE_3, keyless);
    expect(rowKey).toMatch(/^~[0-9a-f]{24}$/);
    // Another spelling is the same row; another company, phone or street is not.
    expect(readLeadRow(SOURCE_3, { ...keyless, Phone: "346-555-0140", Capacity: "7" }).rowKey).toBe(rowKey);
    for (const change of [
      { "Operation Name": "Other" },
      { Phone: "346-555-0141" },
      { Address: "151 N Bluebonnet St" },
    ]) {
      expect(readLeadRow(SOURCE_3, { ...keyless, ...change }).rowKey).not.toBe(rowKey);
    }
  });

  test("rows that have neither name nor phone nor address are still told apart by what they do have", () => {
    const rowKey = (cells: Record<string, string>) => readLeadRow(SOURCE_3, cells).rowKey;
    expect(rowKey({ Capacity: "7" })).not.toBe(rowKey({ Capacity: "8" }));
  });
});

test("no text whatever makes reading fail, and every record has its keys", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.constantFrom(
      "N/A",
      '"',
      "a\n\nb",
      "12/1/13",
      "0",
      "-",
      ",,,",
      "DBA",
      "A - ",
      "(209) 555-0100",
      "Monitoring since",
      "1e999",
    ),
  );
  const cell = fc.oneof(text, fc.double(), fc.boolean());
  for (const source of standardLeadSources()) {
    const names = [...source.columns.map(({ name }) => name), "Column 31", "Column 33", "__proto__", "constructor"];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), cell), (cells) => {
        const record = readLeadRow(source, cells);
        expect(record.rowKey).not.toBe("");
        expect(record.leadKey).not.toBe("");
        expect(record.phone ?? "0000000000").toMatch(/^\d{10}$/);
        expect(record.state ?? "NV").toMatch(/^[A-Z]{2}$/);
        expect(record.zip ?? "89027").toMatch(/^\d{5}$/);
      }),
      { numRuns: 400 },
    );
  }
});
